namespace ActionML.Runtime;

/// <summary>How the kicks A = maxᵢ |Δpᵢ|/√mᵢ of pairs of frames are distributed.</summary>
/// <param name="Count">Number of pairs.</param>
/// <param name="Rms">√⟨|Δp|²/m⟩ over all components and pairs: the s of the corrector's residual.</param>
/// <param name="Median">Median of A.</param>
/// <param name="Percentile99">99 % of the pairs have a smaller A.</param>
/// <param name="Largest">Largest A.</param>
/// <param name="ShareExtreme">Share of pairs with A beyond <see cref="ExtremeScore"/> medians.</param>
public sealed record PairStatistics(
    int Count, double Rms, double Median, double Percentile99, double Largest, double ShareExtreme)
{
    /// <summary>Number of medians beyond which a pair counts as extreme, as in the sampling of training pairs.</summary>
    public const double ExtremeScore = 4;

    /// <summary>Collects the pairs of one lag.</summary>
    internal sealed class Collector(int lag)
    {
        private readonly List<double> _kicks = [];
        private readonly Queue<Frame> _waiting = new(); // the last frames, as many as the lag
        private double _sum;
        private long _components;

        public void Begin() => _waiting.Clear();

        public void Add(Frame frame)
        {
            if (_waiting.Count == lag)
            {
                _kicks.Add(Kick(_waiting.Dequeue(), frame));
            }

            _waiting.Enqueue(frame);
        }

        public PairStatistics? Finish()
        {
            if (_kicks.Count == 0)
            {
                return null;
            }

            _kicks.Sort();
            double median = _kicks[_kicks.Count / 2];
            int extreme = _kicks.Count(kick => kick > ExtremeScore * median);
            return new PairStatistics(
                _kicks.Count, Math.Sqrt(_sum / _components), median, _kicks[(int)(0.99 * (_kicks.Count - 1))], _kicks[^1], (double)extreme / _kicks.Count);
        }

        private double Kick(Frame start, Frame end)
        {
            ParticleSystem system = start.System;
            double largest = 0;
            for (int i = 0; i < system.Count; i++)
            {
                double square = 0;
                for (int c = i * system.Dimension; c < (i + 1) * system.Dimension; c++)
                {
                    double delta = end.State.Momenta[c] - start.State.Momenta[c];
                    square += delta * delta / system.Masses[i];
                }

                _sum += square;
                largest = Math.Max(largest, square);
            }

            _components += system.Coordinates;
            return Math.Sqrt(largest);
        }
    }
}
