namespace ActionML.Runtime;

/// <summary>
/// Derives momenta from equally spaced positions by five-point central differences:
/// pₖ = m·(8(qₖ₊₁ − qₖ₋₁) − (qₖ₊₂ − qₖ₋₂))/(12 Δt).
/// </summary>
/// <remarks>
/// For a mode of angular frequency ω the relative error is (ωΔt)⁴/30: 3e-6 at a tenth of a radian between frames, 3e-2
/// at one radian. Recorded momenta are better wherever there are any.
/// </remarks>
public static class MomentaFromPositions
{
    // Frame spacings from a text file agree to rounding of its digits; 1e-6 accepts six digits.
    private const double SpacingTolerance = 1e-6;

    /// <summary>
    /// Replaces the momenta of all frames. The first two and the last two frames of each trajectory have not enough
    /// neighbors and are left out.
    /// </summary>
    /// <param name="frames">Frames with unwrapped positions, those of one trajectory next to each other.</param>
    /// <returns>The remaining frames, one at a time.</returns>
    /// <exception cref="DataException">While enumerating: a trajectory has fewer than five frames, or they are not equally spaced.</exception>
    public static IEnumerable<Frame> Derive(IEnumerable<Frame> frames)
    {
        var window = new Queue<Frame>(5);
        int count = 0;
        string? trajectory = null;
        foreach (Frame frame in frames)
        {
            if (frame.TrajectoryId != trajectory)
            {
                RequireFive(trajectory, count);
                trajectory = frame.TrajectoryId;
                count = 0;
                window.Clear();
            }

            window.Enqueue(frame);
            count++;
            if (window.Count == 5)
            {
                yield return Center([.. window]);
                window.Dequeue();
            }
        }

        RequireFive(trajectory, count);
    }

    private static void RequireFive(string? trajectory, int count)
    {
        if (trajectory is not null && count < 5)
        {
            throw new DataException(
                $"Trajectory '{trajectory}' has {count} {(count == 1 ? "frame" : "frames")}; deriving momenta from positions takes at least 5. Record momenta, or more frames.");
        }
    }

    private static Frame Center(Frame[] f)
    {
        double spacing = (f[4].Time - f[0].Time) / 4;
        for (int k = 1; k < 5; k++)
        {
            double found = f[k].Time - f[k - 1].Time;
            if (!(Math.Abs(found - spacing) <= SpacingTolerance * spacing))
            {
                throw new DataException(FormattableString.Invariant(
                    $"The frames of trajectory '{f[0].TrajectoryId}' are not equally spaced: between steps {f[k - 1].Step} and {f[k].Step} the time grows by {found:g9}, nearby by {spacing:g9}. Momenta can be derived from equally spaced frames only; record momenta instead."));
            }
        }

        ParticleSystem system = f[2].System;
        var momenta = new double[system.Coordinates];
        for (int i = 0; i < momenta.Length; i++)
        {
            double Q(int k) => f[k].State.Positions[i];
            double velocity = ((8 * (Q(3) - Q(1))) - (Q(4) - Q(0))) / (12 * spacing);
            momenta[i] = system.Masses[i / system.Dimension] * velocity;
        }

        return f[2] with { State = new PhasePoint(system.Count, system.Dimension, [.. f[2].State.Positions], momenta) };
    }
}
