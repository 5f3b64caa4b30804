namespace ActionML.Runtime;

/// <content>Reversal, and what its errors grow by.</content>
public static partial class StepVerification
{
    /// <summary>
    /// Steps forward, flips the momenta, steps as often again and flips: the root mean square of the components of what is
    /// left, in the natural units of the start.
    /// </summary>
    /// <param name="stepper">The stepper; its history is forgotten at the start and at the flip.</param>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="steps">The number of steps in each direction.</param>
    /// <exception cref="ConvergenceException">A step could not be made.</exception>
    public static double ReversalError(IStepper stepper, PhasePoint state, int steps)
    {
        PhasePoint point = state.Clone();
        for (int direction = 0; direction < 2; direction++)
        {
            stepper.ResetHistory();
            for (int i = 0; i < steps; i++)
            {
                stepper.Step(point);
            }

            point.FlipMomenta();
        }

        stepper.ResetHistory();
        StateScale scale = StateScale.Of(stepper.System, state, stepper.TimeStep);
        var left = new double[2 * stepper.System.Coordinates];
        PhaseVector.Difference(stepper.System, scale, point, state, left);
        return PhaseVector.Length(left) / Math.Sqrt(left.Length);
    }

    /// <summary>
    /// How much a small displacement grows along a trajectory: the largest ratio |δx(k)|/|δx(0)| over k up to
    /// <paramref name="steps"/> and over a few random displacements, in the natural units of the start; at least 1.
    /// What rounding and solver errors are multiplied by, and hence the scale of a reversal error.
    /// </summary>
    /// <param name="stepper">The stepper; its history is forgotten.</param>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="seed">Seed of the displacements.</param>
    /// <param name="directions">The number of displacements.</param>
    /// <exception cref="ConvergenceException">A step could not be made.</exception>
    public static double TangentGrowth(IStepper stepper, PhasePoint state, int steps, ulong seed, int directions = 4)
    {
        // Far above the solver's tolerance, far below the scale on which the map bends; renewed after every step.
        const double Separation = 1e-5;
        ParticleSystem system = stepper.System;
        StateScale scale = StateScale.Of(system, state, stepper.TimeStep);
        var trajectory = new PhasePoint[steps + 1];
        PhasePoint point = state.Clone();
        trajectory[0] = state.Clone();
        stepper.ResetHistory();
        for (int i = 1; i <= steps; i++)
        {
            stepper.Step(point);
            trajectory[i] = point.Clone();
        }

        var random = new DeterministicRandom(seed);
        var tangent = new double[2 * system.Coordinates];
        double largest = 1;
        for (int direction = 0; direction < directions; direction++)
        {
            double growth = 1;
            PhaseVector.Draw(random, tangent);
            stepper.ResetHistory();
            for (int i = 0; i < steps; i++)
            {
                trajectory[i].CopyTo(point);
                PhaseVector.Displace(system, scale, point, tangent, Separation);
                stepper.Step(point);
                PhaseVector.Difference(system, scale, point, trajectory[i + 1], tangent);
                growth *= PhaseVector.Normalize(tangent) / Separation;
                largest = Math.Max(largest, growth);
            }
        }

        stepper.ResetHistory();
        return largest;
    }
}
