using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>What <see cref="SilentFailures"/> found, as in failures.json. See <see cref="StepChecker"/> for what is counted.</summary>
/// <param name="Tolerance">The corrector's tolerance.</param>
/// <param name="ModelSha256">The action's file.</param>
internal sealed record FailureFigures(double Tolerance, string ModelSha256)
{
    /// <summary>Runs, the first of the starts.</summary>
    public int Starts { get; init; }

    /// <summary>Steps of all runs.</summary>
    public long Steps { get; init; }

    /// <summary>Evaluations of ∇S per step.</summary>
    public double MeanEvaluations { get; init; }

    /// <summary>Steps that were reported as not converged.</summary>
    public int ReportedFailures { get; init; }

    /// <summary>Steps that were reported as converged and are not.</summary>
    public int SilentFailures { get; init; }

    /// <summary>Largest residual of a converged step, computed again from its ends, in tolerances.</summary>
    public double LargestResidualInTolerances { get; init; }

    /// <summary>Steps solved again from elsewhere.</summary>
    public int SolvedAgain { get; init; }

    /// <summary>Steps that could not be solved from there.</summary>
    public int NotSolvedAgain { get; init; }

    /// <summary>Steps that then had another solution.</summary>
    public int OtherRoots { get; init; }

    /// <summary>Largest distance between two solutions, in tolerances.</summary>
    public double LargestDistanceInTolerances { get; init; }

    /// <summary>Converged steps that change the energy by more than a tenth.</summary>
    public int StepsWithEnergyJump { get; init; }

    /// <summary>With what more runs found.</summary>
    public FailureFigures With(IReadOnlyList<StepStatistics> statistics, IReadOnlyList<StepChecker> checkers, int reported)
    {
        long steps = statistics.Sum(s => s.Steps);
        return this with
        {
            Starts = Starts + checkers.Count,
            Steps = Steps + steps,
            MeanEvaluations = ((MeanEvaluations * Steps) + statistics.Sum(s => s.Evaluations)) / (Steps + steps),
            ReportedFailures = ReportedFailures + reported,
            SilentFailures = SilentFailures + checkers.Sum(c => c.Silent),
            LargestResidualInTolerances = Math.Max(LargestResidualInTolerances, checkers.Max(c => c.LargestResidual)),
            SolvedAgain = SolvedAgain + checkers.Sum(c => c.Roots),
            NotSolvedAgain = NotSolvedAgain + checkers.Sum(c => c.NotCompared),
            OtherRoots = OtherRoots + checkers.Sum(c => c.OtherRoots),
            LargestDistanceInTolerances = Math.Max(LargestDistanceInTolerances, checkers.Max(c => c.LargestDistance)),
            StepsWithEnergyJump = StepsWithEnergyJump + checkers.Sum(c => c.Jumps),
        };
    }
}
