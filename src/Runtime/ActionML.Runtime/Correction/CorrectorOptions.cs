namespace ActionML.Runtime;

/// <summary>How the implicit midpoint equation of a step is solved. See <see cref="Corrector"/>.</summary>
public sealed record CorrectorOptions
{
    /// <summary>The largest <see cref="Depth"/>.</summary>
    public const int MaximumDepth = 50;

    /// <summary>The largest <see cref="KrylovDimension"/>.</summary>
    public const int MaximumKrylovDimension = 1000;

    /// <summary>How the equation is solved.</summary>
    public CorrectorMethod Method { get; init; } = CorrectorMethod.Mixing;

    /// <summary>
    /// Converged when the residual r is at most this; dimensionless, in units of the model's
    /// <see cref="ModelManifest.ResidualScale"/>. Positive. Symplectic defect and reversal error are proportional to
    /// it. For a single-precision model 1e-6 or looser: its rounding begins at about 1e-7.
    /// </summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Evaluations of the model after which a solve gives up; at least 1.</summary>
    public int MaxEvaluations { get; init; } = 200;

    /// <summary>
    /// Number of previous iterates that Anderson mixing looks back to, 0 to <see cref="MaximumDepth"/>. 0 is plain
    /// fixed-point iteration. 3–5 where the iteration contracts well, up to 20 with <see cref="Mixing"/> 0.5 where
    /// it does not (stiff modes, ωh above 2).
    /// </summary>
    public int Depth { get; init; } = 5;

    /// <summary>
    /// Share β of the remaining residual that is added to each new iterate, in (0, 1]. 1 is fastest where plain
    /// iteration converges; 0.5 reaches further where it does not.
    /// </summary>
    public double Mixing { get; init; } = 1.0;

    /// <summary>
    /// Tikhonov term of Anderson's least-squares problem, relative to the largest diagonal entry of its Gram matrix;
    /// in [0, 1). An absolute term of 1e-4 would stall once residuals are below 1e-2.
    /// </summary>
    public double Regularization { get; init; } = 1e-10;

    /// <summary>
    /// Whether mixing is preconditioned with the model's <see cref="ModelManifest.PairStiffness"/>, where it has one: a quarter fewer evaluations
    /// to the same solution (GeTe, 24 fs, 1e-4: 3.7 instead of 4.8).
    /// </summary>
    public bool UsesPairStiffness { get; init; } = true;

    /// <summary>
    /// Hessian-vector products of one Newton step at most, 1 to <see cref="MaximumKrylovDimension"/>. GMRES keeps as many
    /// vectors of 2ND numbers.
    /// </summary>
    public int KrylovDimension { get; init; } = 60;

    /// <summary>Checks every value and reports all errors together.</summary>
    /// <exception cref="UsageException">One or more values are out of range.</exception>
    public void Validate() => FindErrors().ThrowIfAny();

    internal OptionErrors FindErrors()
    {
        var errors = new OptionErrors("corrector");
        errors.Require(Enum.IsDefined(Method), nameof(Method), Method, $"it must be one of {string.Join(", ", Enum.GetNames<CorrectorMethod>())}.");
        errors.RequirePositive(nameof(Tolerance), Tolerance);
        errors.Require(MaxEvaluations >= 1, nameof(MaxEvaluations), MaxEvaluations, "it must be at least 1.");
        errors.Require(Depth is >= 0 and <= MaximumDepth, nameof(Depth), Depth, $"it must be from 0 (plain iteration) to {MaximumDepth}.");
        errors.Require(Mixing is > 0 and <= 1, nameof(Mixing), Mixing, "it must be above 0 and at most 1.");
        errors.Require(Regularization is >= 0 and < 1, nameof(Regularization), Regularization, "it must be at least 0 and below 1.");
        errors.Require(
            KrylovDimension is >= 1 and <= MaximumKrylovDimension, nameof(KrylovDimension), KrylovDimension, $"it must be from 1 to {MaximumKrylovDimension}.");
        return errors;
    }
}
