namespace ActionML.Runtime;

/// <summary>The smallest distance between two particles, per frame; of nearest images in a periodic cell.</summary>
/// <param name="Smallest">Smallest over all frames, in model units.</param>
/// <param name="Percentile1">1 % of the frames have a closer pair.</param>
/// <param name="Median">Half of the frames have a closer pair.</param>
public sealed record CloseEncounters(double Smallest, double Percentile1, double Median)
{
    /// <summary>Collects frames, one at a time.</summary>
    internal sealed class Collector
    {
        // All pairs of an isolated frame: beyond this number of particles one pass over the data would no longer be cheap.
        private const int MostIsolated = 64;

        // No packing of N points in a volume V keeps all of them farther apart than 1.123 (V/N)^⅓ (Hales), images included.
        private const double PackingBound = 1.13;

        private readonly List<double> _distances = [];
        private PeriodicEdges? _edges;

        /// <exception cref="DataException">Two particles of a periodic frame are on top of each other.</exception>
        public void Add(Frame frame)
        {
            if (SmallestDistance(frame) is { } distance)
            {
                _distances.Add(distance);
            }
        }

        public CloseEncounters? Finish()
        {
            if (_distances.Count == 0)
            {
                return null;
            }

            _distances.Sort();
            return new CloseEncounters(_distances[0], _distances[(int)(0.01 * (_distances.Count - 1))], _distances[_distances.Count / 2]);
        }

        private double? SmallestDistance(Frame frame)
        {
            ParticleSystem system = frame.System;
            if (system.Count < 2)
            {
                return null;
            }

            if (frame.Cell is { } cell)
            {
                return system.Dimension == 3 ? InCell(frame, cell) : null;
            }

            return system.Count <= MostIsolated ? Observables.PairDistances(frame.State).Smallest : null;
        }

        private double InCell(Frame frame, double[] vectors)
        {
            if (_edges?.Count != frame.System.Count || !_edges.Cell.Vectors.SequenceEqual(vectors))
            {
                var cell = new Cell(vectors);
                _edges = new PeriodicEdges(cell, frame.System.Count, PackingBound * Math.Cbrt(cell.Volume / frame.System.Count), skin: 0);
            }

            double[] q = frame.State.Positions;
            try
            {
                _edges.Update(q);
            }
            catch (DataException e)
            {
                throw new DataException($"Step {frame.Step} of trajectory '{frame.TrajectoryId}': {e.Message}", e);
            }

            double smallest = double.PositiveInfinity;
            for (int i = 0; i < _edges.Count; i++)
            {
                for (int e = _edges.RowStarts[i]; e < _edges.RowStarts[i + 1]; e++)
                {
                    int j = _edges.Neighbors[e];
                    double square = 0;
                    for (int c = 0; c < 3; c++)
                    {
                        double r = q[(3 * j) + c] - q[(3 * i) + c] + _edges.Translations[(3 * e) + c];
                        square += r * r;
                    }

                    smallest = Math.Min(smallest, square);
                }
            }

            return Math.Sqrt(smallest);
        }
    }
}
