namespace ActionML.Runtime;

/// <summary>Advances a state by one step.</summary>
public interface IStepper
{
    /// <summary>What the method keeps.</summary>
    StepperTraits Traits { get; }

    /// <summary>The system that the stepper was made for.</summary>
    ParticleSystem System { get; }

    /// <summary>The step h.</summary>
    TimeStep TimeStep { get; }

    /// <summary>Advances a state in place.</summary>
    /// <exception cref="ConvergenceException">The step could not be made. The state is unchanged.</exception>
    StepReport Step(PhasePoint state);

    /// <summary>As <see cref="Step"/>, but reports <see cref="StepOutcome.Rejected"/> instead of throwing.</summary>
    StepReport TryStep(PhasePoint state);

    /// <summary>Forgets what was learned from previous steps. To be called when the state jumps: reversal, restart, another system.</summary>
    void ResetHistory();
}
