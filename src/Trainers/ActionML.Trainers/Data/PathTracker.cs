using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Follows the particles of periodic trajectories from frame to frame. Positions that were wrapped into the cell are
/// taken to the images nearest to the frame before; differences of positions are then displacements.
/// </summary>
internal sealed class PathTracker
{
    // Beyond this share of a cell vector the nearest image may be the wrong one: a particle that moves 0.4 between two
    // frames soon moves more than 0.5, and that would go unnoticed.
    private const double LargestStep = 0.4;

    private readonly Dictionary<string, (Cell Cell, double[] Positions)> _last = [];

    /// <summary>The frame with positions that continue those of the frame before; the same frame when they do already.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="number">The frame's number within its trajectory, from 1.</param>
    /// <exception cref="DataException">A particle has moved so far that its path cannot be told; frame and particle are named.</exception>
    public Frame Continue(Frame frame, int number)
    {
        if (frame.Cell is null)
        {
            return frame;
        }

        if (!_last.TryGetValue(frame.TrajectoryId, out (Cell Cell, double[] Positions) last))
        {
            last.Cell = new Cell(frame.Cell);
        }
        else
        {
            frame = Unwrap(frame, number, last.Cell, last.Positions);
        }

        _last[frame.TrajectoryId] = (last.Cell, frame.State.Positions);
        return frame;
    }

    private static Frame Unwrap(Frame frame, int number, Cell cell, double[] before)
    {
        ReadOnlySpan<double> inverse = cell.Inverse;
        ReadOnlySpan<double> vectors = cell.Vectors;
        double[] positions = frame.State.Positions;
        double[]? unwrapped = null;
        int dimension = frame.System.Dimension;
        Span<double> images = stackalloc double[3];
        for (int i = 0; i < frame.System.Count; i++)
        {
            double farthest = 0;
            for (int c = 0; c < 3; c++)
            {
                double fraction = 0;
                for (int d = 0; d < dimension; d++)
                {
                    fraction += (positions[(i * dimension) + d] - before[(i * dimension) + d]) * inverse[(3 * d) + c];
                }

                images[c] = Math.Round(fraction);
                farthest = Math.Max(farthest, Math.Abs(fraction - images[c]));
            }

            if (!(farthest <= LargestStep))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Particle {i + 1} moves by {farthest:0.00} of the cell between frames {number - 1} and {number} of trajectory '{frame.TrajectoryId}', to the nearest of its images. Beyond {LargestStep} its path cannot be told, and no step could be learned from it. Record unwrapped positions and frames less far apart."));
            }

            for (int c = 0; c < 3; c++)
            {
                for (int d = 0; d < dimension && images[c] != 0; d++)
                {
                    unwrapped ??= [.. positions];
                    unwrapped[(i * dimension) + d] -= images[c] * vectors[(3 * c) + d];
                }
            }
        }

        return unwrapped is null
            ? frame
            : frame with { State = new PhasePoint(frame.State.Count, dimension, unwrapped, frame.State.Momenta) };
    }
}
