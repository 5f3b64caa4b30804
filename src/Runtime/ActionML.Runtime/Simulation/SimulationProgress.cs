namespace ActionML.Runtime;

/// <summary>How far a run has come.</summary>
/// <param name="Step">The number of steps made since the start of the simulation.</param>
/// <param name="LastStep">The step at which the run ends.</param>
/// <param name="Time">The simulated time, in model units.</param>
/// <param name="MeanEvaluations">Mean evaluations per step.</param>
/// <param name="Elapsed">Time since the run was started or resumed.</param>
/// <param name="Remaining">Estimate of the time that it still needs.</param>
public readonly record struct SimulationProgress(
    long Step, long LastStep, double Time, double MeanEvaluations, TimeSpan Elapsed, TimeSpan Remaining)
{
    /// <summary>The share of all steps that is done, 0 to 1.</summary>
    public double Fraction => LastStep == 0 ? 1 : (double)Step / LastStep;
}
