namespace ActionML.Runtime.Tests;

/// <summary>
/// S = h Σp²/2m + Σ over pairs of a random smooth function, Σₖ aₖ sin(bₖ f(r²) + cₖ f(v²) + dₖ f((r·v)²) + eₖ) with the
/// saturating f(x) = x/(4 + x), of the relative positions r and velocities v: translation, Galilean, rotation and time-reversal invariant, and nothing else.
/// </summary>
internal sealed class RandomAction : ToyAction
{
    private readonly double[] _coefficients;

    public RandomAction(ParticleSystem system, TimeStep step, double strength, DeterministicRandom random, double odd = 0)
        : base(system, step)
    {
        Odd = odd;
        _coefficients = new double[5 * 6];
        for (int k = 0; k < 6; k++)
        {
            _coefficients[5 * k] = strength * random.NextGaussian();
            _coefficients[(5 * k) + 1] = random.NextDouble(0.5, 2);
            _coefficients[(5 * k) + 2] = random.NextDouble(0.1, 0.5);
            _coefficients[(5 * k) + 3] = random.NextDouble(0.1, 0.5);
            _coefficients[(5 * k) + 4] = random.NextDouble(0, 6);
        }
    }

    /// <summary>Strength of a term that is odd in the velocities, r·v/(1 + r²): breaks time reversal.</summary>
    private double Odd { get; }

    protected override void Gradient(ReadOnlySpan<double> q, ReadOnlySpan<double> p, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        int dimension = System.Dimension;
        ReadOnlySpan<double> mass = System.Masses;
        for (int i = 0; i < q.Length; i++)
        {
            deltaPositions[i] = H * p[i] / mass[i / dimension];
            deltaMomenta[i] = 0;
        }

        for (int i = 0; i < System.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                (double rr, double vv, double rv) = (0, 0, 0);
                for (int d = 0; d < dimension; d++)
                {
                    (int a, int b) = ((i * dimension) + d, (j * dimension) + d);
                    double r = q[a] - q[b];
                    double v = (p[a] / mass[i]) - (p[b] / mass[j]);
                    rr += r * r;
                    vv += v * v;
                    rv += r * v;
                }

                double drr = -Odd * rv / ((1 + rr) * (1 + rr));
                double dvv = 0;
                double drv = Odd / (1 + rr);
                for (int k = 0; k < _coefficients.Length; k += 5)
                {
                    Span<double> c = _coefficients.AsSpan(k, 5);
                    double slope = c[0] * Math.Cos((c[1] * Saturated(rr)) + (c[2] * Saturated(vv)) + (c[3] * Saturated(rv * rv)) + c[4]);
                    drr += slope * c[1] * Slope(rr);
                    dvv += slope * c[2] * Slope(vv);
                    drv += slope * 2 * c[3] * rv * Slope(rv * rv);
                }

                for (int d = 0; d < dimension; d++)
                {
                    (int a, int b) = ((i * dimension) + d, (j * dimension) + d);
                    double r = q[a] - q[b];
                    double v = (p[a] / mass[i]) - (p[b] / mass[j]);
                    double overR = (2 * drr * r) + (drv * v);
                    double overV = (2 * dvv * v) + (drv * r);
                    deltaPositions[a] += overV / mass[i];
                    deltaPositions[b] -= overV / mass[j];
                    deltaMomenta[a] -= overR;
                    deltaMomenta[b] += overR;
                }
            }
        }
    }

    private static double Saturated(double x) => x / (4 + x);

    private static double Slope(double x) => 4 / ((4 + x) * (4 + x));
}
