using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Φ = K ∘ Ψ ∘ K with K a kick of half a step by a known potential and Ψ a learned map: symplectic and reversible as both are.
/// </summary>
/// <param name="inner">Ψ.</param>
/// <param name="repulsion">The potential of K.</param>
internal sealed class KickStepper(IStepper inner, ShortRepulsion repulsion) : IStepper
{
    /// <inheritdoc/>
    public StepperTraits Traits => inner.Traits with { Name = "kick, " + inner.Traits.Name + ", kick", ConservesCenterOfMass = false };

    /// <inheritdoc/>
    public ParticleSystem System => inner.System;

    /// <inheritdoc/>
    public TimeStep TimeStep => inner.TimeStep;

    /// <inheritdoc/>
    public StepReport Step(PhasePoint state)
    {
        StepReport report = TryStep(state);
        return report.Outcome != StepOutcome.Rejected ? report : throw new ConvergenceException(report.Reason!);
    }

    /// <inheritdoc/>
    public StepReport TryStep(PhasePoint state)
    {
        PhasePoint point = state.Clone();
        repulsion.Kick(point, 0.5 * TimeStep.Value);
        StepReport report = inner.TryStep(point);
        if (report.Outcome != StepOutcome.Rejected)
        {
            repulsion.Kick(point, 0.5 * TimeStep.Value);
            point.CopyTo(state);
        }

        return report;
    }

    /// <inheritdoc/>
    public void ResetHistory() => inner.ResetHistory();
}
