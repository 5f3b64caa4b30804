namespace ActionML.Runtime;

/// <summary>What a <see cref="SolverAdvisor"/> picked, and from what.</summary>
/// <param name="Options">The options to run with.</param>
/// <param name="Trials">All candidates, in the order in which they were tried.</param>
public sealed record SolverAdvice(SymplecticStepperOptions Options, IReadOnlyList<SolverTrial> Trials)
{
    /// <summary>The candidate that was picked.</summary>
    public SolverTrial Picked => Trials.MinBy(trial => trial.Cost)!;

    /// <summary>What was picked and what it was compared with, in a sentence.</summary>
    public override string ToString() =>
        $"Solver: {Picked} (tried: {string.Join("; ", Trials.Where(trial => trial != Picked))}).";
}
