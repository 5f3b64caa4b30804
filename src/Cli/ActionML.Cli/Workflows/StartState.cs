using System.Globalization;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Reads the initial state of a run.</summary>
internal static class StartState
{
    /// <summary>The word that stands for the figure eight.</summary>
    public const string FigureEight = "figure-eight";

    /// <summary>Finds a state.</summary>
    /// <param name="source">A trajectory file, or <see cref="FigureEight"/>.</param>
    /// <param name="index">Which frame, from 0; negative counts from the end.</param>
    /// <param name="dimension">The dimension for <see cref="FigureEight"/>.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="withoutMomenta">Whether the state may have none, because they will be drawn.</param>
    /// <exception cref="DataException">There is no such frame, or the file is malformed.</exception>
    public static Frame Find(string source, long index, int dimension, TrajectoryReadOptions options, bool withoutMomenta = false)
    {
        if (source == FigureEight && !File.Exists(source))
        {
            return new Frame(FigureEight, 0, 0, ThreeBodyStates.UnitMasses(dimension), ThreeBodyStates.FigureEight(dimension));
        }

        if (withoutMomenta)
        {
            // Derived momenta would be drawn over, and cost frames at both ends.
            options = new TrajectoryReadOptions
            {
                ExtendedXyz = options.ExtendedXyz with { AllowMissingMomenta = true, DeriveMomenta = false },
                LammpsDump = options.LammpsDump with { AllowMissingMomenta = true, DeriveMomenta = false },
            };
        }

        long count = 0;
        long wanted = index >= 0 ? index : long.MaxValue;
        var last = new Queue<Frame>();
        foreach (Frame frame in TrajectoryFile.Read(source, options))
        {
            if (count++ == wanted)
            {
                return frame;
            }

            if (index < 0)
            {
                last.Enqueue(frame);
                if (last.Count > -index)
                {
                    last.Dequeue();
                }
            }
        }

        return last.Count == -index && last.Count > 0
            ? last.Peek()
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{source}' has {count} frames; frame {index} is not among them. Choose one from 0 to {count - 1}, or from -{count} to -1 counted from the end."));
    }
}
