namespace ActionML.Runtime;

/// <summary>How far the replicas have come, all together.</summary>
/// <param name="Steps">Steps made by all since the start of their simulations.</param>
/// <param name="LastSteps">The number of steps at which all have ended: one that ends early ends with those it made.</param>
/// <param name="Time">Simulated time of all since the run was started or resumed, in model units.</param>
/// <param name="MeanEvaluations">Mean evaluations per step, over all steps.</param>
/// <param name="LargestResidual">The largest residual of the last step of each; NaN for explicit methods.</param>
/// <param name="Ended">Replicas that have ended, whatever ended them.</param>
/// <param name="Rejected">Those among them that could not go on.</param>
/// <param name="Elapsed">Time since the run was started or resumed.</param>
/// <param name="Remaining">Estimate of the time that it still needs.</param>
public readonly record struct ReplicaProgress(
    long Steps,
    long LastSteps,
    double Time,
    double MeanEvaluations,
    double LargestResidual,
    int Ended,
    int Rejected,
    TimeSpan Elapsed,
    TimeSpan Remaining)
{
    /// <summary>The share of all steps that is done, 0 to 1.</summary>
    public double Fraction => LastSteps == 0 ? 1 : (double)Steps / LastSteps;
}
