namespace ActionML.Runtime;

/// <summary>Measures, on executed steps, whether a stepper keeps what it claims to keep.</summary>
public static partial class StepVerification
{
    /// <summary>The largest change of each linear or angular invariant in one step, over a run.</summary>
    /// <param name="stepper">The stepper; its history is forgotten at the start, then used as in any run.</param>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="steps">The number of steps.</param>
    /// <exception cref="ConvergenceException">A step could not be made.</exception>
    public static InvariantErrors Invariants(IStepper stepper, PhasePoint state, int steps)
    {
        PhasePoint before = state.Clone();
        PhasePoint after = state.Clone();
        InvariantErrors largest = default;
        stepper.ResetHistory();
        for (int i = 0; i < steps; i++)
        {
            stepper.Step(after);
            InvariantErrors errors = InvariantErrors.Between(stepper.System, stepper.TimeStep.Value, before, after);
            largest = InvariantErrors.Largest(largest, errors);
            after.CopyTo(before);
        }

        stepper.ResetHistory();
        return largest;
    }
}
