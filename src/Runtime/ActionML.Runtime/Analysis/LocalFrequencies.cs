namespace ActionML.Runtime;

/// <summary>
/// How fast the motion is at each instant: ω = √(|ü|/|u|), u = p/√m without the center of mass, ü by central
/// differences over three frames.
/// </summary>
/// <remarks>
/// From ṗ = F(q) follows ü = −K(q)·u with K the mass-weighted Hessian of the potential, so ω² never exceeds the largest
/// |eigenvalue| of K, up to the differences' error (ωΔt)²/12, and a single harmonic mode gives its own ω at every
/// instant. A spectrum cannot tell a rare close encounter, or the overtones of a large orbit, from a fast mode; this
/// can. Where many modes move at once it lies below the fastest, which the spectrum shows.
/// </remarks>
public sealed class LocalFrequencies
{
    private readonly double[] _sorted;

    private LocalFrequencies(double[] sorted) => _sorted = sorted;

    /// <summary>Number of instants.</summary>
    public int Count => _sorted.Length;

    /// <summary>Median of ω, in radians per model time.</summary>
    public double Median => Quantile(0.5);

    /// <summary>Largest ω.</summary>
    public double Largest => _sorted[^1];

    /// <summary>The ω that a share of the instants does not exceed.</summary>
    /// <param name="share">Between 0 and 1.</param>
    public double Quantile(double share) => _sorted[(int)(Math.Clamp(share, 0, 1) * (_sorted.Length - 1))];

    /// <summary>The share of the instants at which ω is larger.</summary>
    public double ShareBeyond(double angularFrequency)
    {
        int low = 0, high = _sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sorted[middle] > angularFrequency ? (low, middle) : (middle + 1, high);
        }

        return (double)(_sorted.Length - low) / _sorted.Length;
    }

    /// <summary>Collects instants trajectory by trajectory.</summary>
    internal sealed class Collector(double spacing)
    {
        private readonly List<double> _values = [];
        private Frame? _before;
        private Frame? _now;

        public void Begin() => (_before, _now) = (null, null);

        public void Add(Frame after)
        {
            if (_before is not null && At(_before, _now!, after) is var value && double.IsFinite(value))
            {
                _values.Add(value); // not finite: nothing moves at this instant
            }

            (_before, _now) = (_now, after);
        }

        public LocalFrequencies? Finish()
        {
            _values.Sort();
            return _values.Count > 0 ? new LocalFrequencies([.. _values]) : null;
        }

        private double At(Frame before, Frame now, Frame after)
        {
            ParticleSystem system = now.System;
            int dimension = system.Dimension;
            double speed = 0, change = 0, all = 0;
            for (int d = 0; d < dimension; d++)
            {
                double total = 0;
                for (int i = 0; i < system.Count; i++)
                {
                    total += now.State.Momenta[(i * dimension) + d];
                }

                // A single particle moves in a potential from outside, so its momentum is no free flight.
                double flight = system.Count > 1 ? total / system.TotalMass : 0;
                for (int i = 0; i < system.Count; i++)
                {
                    int c = (i * dimension) + d;
                    double p = now.State.Momenta[c];
                    double second = after.State.Momenta[c] - (2 * p) + before.State.Momenta[c];
                    double own = p - (system.Masses[i] * flight);
                    all += p * p / system.Masses[i];
                    speed += own * own / system.Masses[i];
                    change += second * second / system.Masses[i];
                }
            }

            // Less than rounding leaves of the center-of-mass flight: nothing else moves.
            return speed > 1e-24 * all ? Math.Sqrt(Math.Sqrt(change / speed)) / spacing : double.NaN;
        }
    }
}
