using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>What every frame must fulfill to be learned from.</summary>
internal static class FrameChecks
{
    private const double SameCell = 1e-9;

    /// <summary>Checks a frame against the first one of all and the first one of its trajectory.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="first">The first frame of the data.</param>
    /// <param name="head">The first frame of the same trajectory.</param>
    /// <param name="number">The frame's number within its trajectory, from 1.</param>
    /// <exception cref="DataException">The frame does not fit.</exception>
    public static void Check(Frame frame, Frame first, Frame head, int number)
    {
        string place = $"Frame {number} of trajectory '{frame.TrajectoryId}'";
        if (frame.System.Dimension != first.System.Dimension || frame.System.Units != first.System.Units)
        {
            throw new DataException(
                $"{place} has {frame.System.Dimension} dimensions and {frame.System.Units} units, trajectory '{first.TrajectoryId}' {first.System.Dimension} and {first.System.Units}. Train one model on data of one kind.");
        }

        if (frame.System.Count != head.System.Count)
        {
            throw new DataException(
                $"{place} has {frame.System.Count} particles, its first frame {head.System.Count}. Particles must not come or go within a trajectory; give the parts different names.");
        }

        if (!ReferenceEquals(frame.System, head.System)
            && !(frame.System.Kinds.SequenceEqual(head.System.Kinds) && frame.System.Masses.SequenceEqual(head.System.Masses)))
        {
            throw new DataException(
                $"{place} has other kinds or masses than its first frame, or the same in another order. Particles must keep their places within a trajectory.");
        }

        CheckCell(frame, head, place);
        CheckFinite(frame.State.Positions, "position", place, frame.System.Dimension);
        CheckFinite(frame.State.Momenta, "momentum", place, frame.System.Dimension);
        if (!double.IsFinite(frame.Time))
        {
            throw new DataException($"{place} has the time {frame.Time}, which is not a finite number. Give every frame its time.");
        }
    }

    private static void CheckCell(Frame frame, Frame head, string place)
    {
        if (frame.Cell is null != head.Cell is null)
        {
            throw new DataException(
                $"{place} is {(frame.Cell is null ? "isolated" : "periodic")}, its first frame is not. Give the parts different names.");
        }

        for (int i = 0; i < head.Cell?.Length; i++)
        {
            // As far as rounding in a text file goes.
            if (!(Math.Abs(frame.Cell![i] - head.Cell[i]) <= SameCell * head.Cell.Max(Math.Abs)))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place} has another cell than its first frame: component {"xyz"[i % 3]} of vector {(i / 3) + 1} is {frame.Cell[i]:R} and was {head.Cell[i]:R}. A step is learned at constant volume and shape: record without a barostat, or give each cell a trajectory of its own."));
            }
        }
    }

    private static void CheckFinite(double[] values, string what, string place, int dimension)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new DataException(
                    $"{place} has {values[i]} as a {what} component of particle {(i / dimension) + 1}. Remove the frames from there on, or record the trajectory again.");
            }
        }
    }
}
