namespace ActionML.Runtime.Tests;

/// <summary>Any map as a stepper that claims nothing.</summary>
internal sealed class MapStepper(ParticleSystem system, TimeStep step, Action<PhasePoint> map) : IStepper
{
    public StepperTraits Traits { get; } = new()
    {
        Name = "map",
        IsSymplectic = false,
        IsTimeReversible = false,
        ConservesLinearMomentum = false,
        ConservesCenterOfMass = false,
        ConservesAngularMomentum = false,
    };

    public ParticleSystem System => system;

    public TimeStep TimeStep => step;

    public StepReport Step(PhasePoint state) => TryStep(state);

    public StepReport TryStep(PhasePoint state)
    {
        map(state);
        return new StepReport(StepOutcome.Completed, 1);
    }

    public void ResetHistory()
    {
    }
}
