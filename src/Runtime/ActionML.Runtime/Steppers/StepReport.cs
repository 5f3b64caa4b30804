namespace ActionML.Runtime;

/// <summary>The outcome of one step.</summary>
/// <param name="Outcome">What became of the step.</param>
/// <param name="Evaluations">Evaluations of the method's model or potential, those of a failed solve included.</param>
/// <param name="Correction">The outcome of the implicit solve; null for explicit methods.</param>
/// <param name="Reason">Why a step was rejected, in sentences for the user; null otherwise.</param>
public readonly record struct StepReport(
    StepOutcome Outcome, int Evaluations, CorrectorResult? Correction = null, string? Reason = null)
{
    /// <summary>Whether the implicit solve converged; true for explicit methods that made their step.</summary>
    public bool IsConverged => Outcome == StepOutcome.Completed;
}
