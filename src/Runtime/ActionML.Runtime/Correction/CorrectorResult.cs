namespace ActionML.Runtime;

/// <summary>The outcome of a solve.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Evaluations">The number of evaluations of the model.</param>
/// <param name="Residual">The residual r of the returned Δ, in units of the model's residual scale.</param>
/// <param name="LargestComponent">
/// The largest component of the same scaled residual. Far above <paramref name="Residual"/> when a few particles of
/// many hold a solve back.
/// </param>
public readonly record struct CorrectorResult(
    CorrectorStatus Status, int Evaluations, double Residual, double LargestComponent)
{
    /// <summary>Hessian-vector products that were spent besides the evaluations, each about as long as two of them.</summary>
    public int HessianProducts { get; init; }

    /// <summary>Whether the residual is within the tolerance.</summary>
    public bool IsConverged => Status == CorrectorStatus.Converged;
}
