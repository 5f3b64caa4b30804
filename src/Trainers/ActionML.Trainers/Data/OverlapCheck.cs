using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Whether particles of a frame are on top of each other: nearest images closer than
/// <see cref="PeriodicEdges.SmallestDistance"/> in a periodic cell, equal positions in an isolated system. O(N) in a
/// cell, O(N log N) otherwise.
/// </summary>
internal sealed class OverlapCheck
{
    // Of the mean distance of particles: few edges, and bins that hold about one particle.
    private const double Range = 0.5;

    private PeriodicEdges? _edges;
    private int[] _order = [];
    private double[] _keys = [];

    /// <exception cref="DataException">Two particles are on top of each other; frame and particles are named.</exception>
    public void Check(Frame frame, int number)
    {
        if (frame.Cell is { } cell && frame.System.Dimension == 3)
        {
            CheckPeriodic(frame, cell, number);
        }
        else
        {
            CheckIsolated(frame, number);
        }
    }

    private static string Place(Frame frame, int number) => $"Frame {number} of trajectory '{frame.TrajectoryId}'";

    private void CheckPeriodic(Frame frame, double[] cell, int number)
    {
        if (_edges?.Count != frame.System.Count || !_edges.Cell.Vectors.SequenceEqual(cell))
        {
            var box = new Cell(cell);
            double range = Math.Max(Range * Math.Cbrt(box.Volume / frame.System.Count), 2 * PeriodicEdges.SmallestDistance);
            _edges = new PeriodicEdges(box, frame.System.Count, Math.Min(range, box.SmallestWidth), skin: 0);
        }

        try
        {
            _edges.Update(frame.State.Positions);
        }
        catch (DataException e)
        {
            throw new DataException($"{Place(frame, number)}: {e.Message}", e);
        }
    }

    private void CheckIsolated(Frame frame, int number)
    {
        int count = frame.System.Count, dimension = frame.System.Dimension;
        double[] q = frame.State.Positions;
        if (_order.Length != count)
        {
            (_order, _keys) = (new int[count], new double[count]);
        }

        for (int i = 0; i < count; i++)
        {
            (_order[i], _keys[i]) = (i, q[i * dimension]);
        }

        Array.Sort(_keys, _order);
        for (int a = 0; a < count; a++)
        {
            for (int b = a + 1; b < count && _keys[b] == _keys[a]; b++)
            {
                int i = _order[a], j = _order[b];
                if (q.AsSpan(i * dimension, dimension).SequenceEqual(q.AsSpan(j * dimension, dimension)))
                {
                    throw new DataException(
                        $"{Place(frame, number)}: particles {Math.Min(i, j) + 1} and {Math.Max(i, j) + 1} are at the same place. Remove one, or check the positions.");
                }
            }
        }
    }
}
