namespace ActionML.Runtime.Tests;

/// <summary>
/// Coupled oscillators with a free center of mass: random orthonormal modes, each with its own ω, and the exact
/// S = Σ (2/ω) tan(ωh/2) ½(P² + ω²Q²). The modes of all dimensions are the same, frequencies are per mode.
/// </summary>
internal sealed class HarmonicAction : ToyAction, IHessianModel
{
    private readonly double[][] _modes;
    private readonly double[] _omega;

    public HarmonicAction(ParticleSystem system, TimeStep step, double[] omega, DeterministicRandom random)
        : base(system, step)
    {
        int count = system.Count;
        _omega = [0, .. omega];
        _modes = new double[count][];
        for (int k = 0; k < count; k++)
        {
            var mode = new double[count];
            for (int i = 0; i < count; i++)
            {
                mode[i] = k == 0 ? Math.Sqrt(system.Masses[i]) : random.NextGaussian();
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < k; other++)
                {
                    double overlap = Dot(mode, _modes[other]);
                    for (int i = 0; i < count; i++)
                    {
                        mode[i] -= overlap * _modes[other][i];
                    }
                }
            }

            double length = Math.Sqrt(Dot(mode, mode));
            _modes[k] = [.. mode.Select(c => c / length)];
        }
    }

    /// <summary>The exact flow over one step.</summary>
    public PhasePoint Flow(PhasePoint start)
    {
        PhasePoint end = new(start.Count, start.Dimension);
        double h = H;
        for (int d = 0; d < start.Dimension; d++)
        {
            for (int k = 0; k < _omega.Length; k++)
            {
                (double q, double p) = Mode(k, d, start.Positions, start.Momenta);
                double w = _omega[k];
                (double sin, double cos) = Math.SinCos(w * h);
                double q1 = w == 0 ? q + (h * p) : (q * cos) + (p / w * sin);
                double p1 = (p * cos) - (w * q * sin);
                for (int i = 0; i < start.Count; i++)
                {
                    double root = Math.Sqrt(System.Masses[i]);
                    end.Positions[(i * start.Dimension) + d] += _modes[k][i] * q1 / root;
                    end.Momenta[(i * start.Dimension) + d] += _modes[k][i] * p1 * root;
                }
            }
        }

        return end;
    }

    // The gradient is linear.
    public void Multiply(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta) => Gradient(directionPositions, directionMomenta, deltaPositions, deltaMomenta);

    protected override void Gradient(ReadOnlySpan<double> q, ReadOnlySpan<double> p, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        deltaPositions.Clear();
        deltaMomenta.Clear();
        int dimension = System.Dimension;
        for (int d = 0; d < dimension; d++)
        {
            for (int k = 0; k < _omega.Length; k++)
            {
                (double modeQ, double modeP) = Mode(k, d, q, p);
                double w = _omega[k];
                double c = w == 0 ? H : 2 / w * Math.Tan(w * H / 2);
                for (int i = 0; i < System.Count; i++)
                {
                    double root = Math.Sqrt(System.Masses[i]);
                    deltaPositions[(i * dimension) + d] += _modes[k][i] / root * c * modeP;
                    deltaMomenta[(i * dimension) + d] -= _modes[k][i] * root * c * w * w * modeQ;
                }
            }
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private (double Q, double P) Mode(int k, int d, ReadOnlySpan<double> q, ReadOnlySpan<double> p)
    {
        (double modeQ, double modeP) = (0, 0);
        for (int i = 0; i < System.Count; i++)
        {
            double root = Math.Sqrt(System.Masses[i]);
            modeQ += _modes[k][i] * root * q[(i * System.Dimension) + d];
            modeP += _modes[k][i] / root * p[(i * System.Dimension) + d];
        }

        return (modeQ, modeP);
    }
}
