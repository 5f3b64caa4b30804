namespace ActionML.Runtime;

/// <summary>One candidate of a <see cref="SolverAdvisor"/>.</summary>
/// <param name="Options">What was tried.</param>
/// <param name="EvaluationsPerStep">Evaluations of the action model per step.</param>
/// <param name="UnconvergedSteps">Steps that did not converge.</param>
/// <param name="Cost">By what candidates are compared: evaluations per step, the direct model's prediction included.</param>
public sealed record SolverTrial(SymplecticStepperOptions Options, double EvaluationsPerStep, int UnconvergedSteps, double Cost)
{
    /// <summary>The candidate in words.</summary>
    public override string ToString()
    {
        string start = Options.WarmStart == WarmStart.Extrapolation
            ? FormattableString.Invariant($"extrapolation of order {Options.ExtrapolationOrder}")
            : "direct model";
        return FormattableString.Invariant(
            $"{start}, depth {Options.Corrector.Depth}, mixing {Options.Corrector.Mixing:0.##}: {EvaluationsPerStep:0.0} evaluations per step{(UnconvergedSteps > 0 ? $", {UnconvergedSteps} unconverged" : "")}");
    }
}
