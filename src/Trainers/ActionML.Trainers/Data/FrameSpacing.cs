using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>The time between recorded frames, which is the same everywhere, and the lag counted in it.</summary>
internal static class FrameSpacing
{
    // Times come from text with a few digits: a frame may lie this share of the spacing off its place.
    private const double TimeSlack = 1e-3;

    // A lag that differs by less from a multiple of the spacing is that multiple.
    private const double LagSlack = 1e-5;

    /// <summary>The spacing of the frames of a trajectory, in model units.</summary>
    /// <exception cref="DataException">Times do not increase evenly.</exception>
    public static double Of(FrameStore frames, IReadOnlyList<int> trajectory, Frame first)
    {
        double spacing = (frames.TimeOf(trajectory[^1]) - first.Time) / (trajectory.Count - 1);
        for (int i = 1; i < trajectory.Count; i++)
        {
            double expected = first.Time + (i * spacing);
            double found = frames.TimeOf(trajectory[i]);
            if (!(spacing > 0) || !(Math.Abs(found - expected) <= TimeSlack * spacing))
            {
                double before = frames.TimeOf(trajectory[i - 1]);
                throw new DataException(
                    $"Trajectory '{first.TrajectoryId}' is not evenly spaced in time: frame {i} is at {Display(before, first)} and frame {i + 1} at {Display(found, first)}, "
                    + $"while {trajectory.Count} frames from {Display(first.Time, first)} on should be {Display(spacing, first)} apart. "
                    + "Pairs need frames at equal, increasing times: give the rows in order, unshuffled; record the trajectory again, or give its parts different names.");
            }
        }

        return spacing;
    }

    /// <summary>The lag in frames and as a step, for the given spacing.</summary>
    /// <exception cref="DataException">The asked step is not a multiple of the spacing.</exception>
    public static (int Lag, TimeStep Step) Resolve(PairSamplerOptions options, double spacing, Frame frame)
    {
        UnitSystem units = frame.System.Units;
        if (options.TimeStep is not { } step)
        {
            return (options.Lag, ToStep(options.Lag * spacing, units));
        }

        if (step.Units != units)
        {
            throw new DataException(
                $"The step {step} is {Name(step.Units)}, trajectory '{frame.TrajectoryId}' is {Name(units)}. Give the step in the units of the data.");
        }

        double ratio = step.Value / spacing;
        double lag = Math.Round(ratio);
        if (lag >= 1 && lag <= int.MaxValue && Math.Abs(ratio - lag) <= LagSlack * lag)
        {
            return ((int)lag, step);
        }

        double below = Math.Floor(ratio);
        string nearest = below < 1
            ? $"{ToStep(spacing, units)}"
            : $"{ToStep(below * spacing, units)} or {ToStep((below + 1) * spacing, units)}";
        throw new DataException(
            $"The step {step} is not a multiple of the frame spacing, which is {ToStep(spacing, units)} in trajectory '{frame.TrajectoryId}'. "
            + $"Choose {nearest}, or record frames at a spacing that divides {step}.");
    }

    /// <summary>Checks that a trajectory has the spacing of the first one.</summary>
    /// <exception cref="DataException">It has not.</exception>
    public static void CheckSame(double spacing, Frame first, double other, Frame frame)
    {
        if (Math.Abs(other - spacing) > TimeSlack * spacing)
        {
            throw new DataException(
                $"Trajectory '{first.TrajectoryId}' has frames {ToStep(spacing, first.System.Units)} apart, trajectory '{frame.TrajectoryId}' {ToStep(other, frame.System.Units)}. "
                + "One model has one step: train on trajectories of the same frame spacing.");
        }
    }

    private static TimeStep ToStep(double value, UnitSystem units)
    {
        double display = units == UnitSystem.Atomistic ? value * TimeStep.FemtosecondsPerAtomisticUnit : value;

        // Nine digits take off what adding up frame times has put on, so that 5 × 0.05 is 0.25.
        double rounded = double.Parse(display.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return TimeStep.FromDisplayValue(rounded, units);
    }

    private static string Display(double time, Frame frame) => frame.System.Units == UnitSystem.Atomistic
        ? string.Create(CultureInfo.InvariantCulture, $"{time * TimeStep.FemtosecondsPerAtomisticUnit:G9} fs")
        : time.ToString("G9", CultureInfo.InvariantCulture);

    private static string Name(UnitSystem units) => units == UnitSystem.Atomistic ? "atomistic" : "dimensionless";
}
