using ActionML.Cli;

namespace ActionML.Demo;

/// <summary>The numbers that the demo is held to.</summary>
internal static class Bounds
{
    /// <summary>Each with its bound.</summary>
    public static IEnumerable<BoundFigures> Of(RunSummary summary, DemoOptions options)
    {
        IntegratorFigures action = summary.Integrators["action"];
        yield return new("max_relative_energy_error", action.MaxRelativeEnergyError, options.Long ? 3e-4 : 1e-3);
        yield return new("energy_drift", Math.Abs(action.EnergyDriftPerTime) * summary.Duration, 1e-4);
        yield return new("mean_evaluations_per_step", action.MeanEvaluationsPerStep, 7);
        yield return new("unconverged_steps", action.UnconvergedSteps, 0);
        if (!options.Long)
        {
            yield return new("training_seconds", summary.Training!.Seconds, 150);
        }

        foreach (BoundFigures bound in ActionChecks.Bounds(summary.ActionChecks!))
        {
            yield return bound;
        }
    }
}
