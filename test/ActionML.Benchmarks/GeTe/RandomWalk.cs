namespace ActionML.Benchmarks;

/// <summary>
/// How fast the sum of a series walks: its density at frequency zero, over the square of its step. Constant changes of the Hamiltonian add what is bounded and
/// vanishes there as f²; a fit of a + b f² between 1/20 and 1 THz tells both apart, twice as precisely as displacements after some picoseconds do.
/// </summary>
internal static class RandomWalk
{
    private const int Segment = 1024;
    private const double Highest = 1; // THz
    private const int Passes = 20;

    // What of a density's variance overlapping segments and neighboring frequencies under a Hann window add.
    private const double Correlation = 1.6;

    /// <summary>Growth of the sum's variance per ps, and its standard error.</summary>
    /// <param name="series">Series of one process.</param>
    /// <param name="step">Time between elements, in ps.</param>
    public static (double Growth, double Error) Of(IEnumerable<double[]> series, double step)
    {
        double[][] densities = [.. series.SelectMany(one => WelchSegments.Of(one, Segment, step)).Select(spectrum => Array.ConvertAll(spectrum, x => (x * System.Numerics.Complex.Conjugate(x)).Real))];
        double resolution = 1 / (Segment * step);
        int last = (int)(Highest / resolution);
        double[] density = [.. Enumerable.Range(0, last + 1).Select(k => densities.Average(one => one[k]))];

        // The first is without the mean. A density's error is as large as itself.
        double a = density[1..].Average(), b = 0, variance = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            double s0 = 0, s2 = 0, s4 = 0, y0 = 0, y2 = 0;
            for (int k = 1; k <= last; k++)
            {
                double square = Math.Pow(k * resolution, 2);
                double expected = Math.Max(a + (b * square), 1e-3 * density[k]);
                double weight = 1 / (expected * expected);
                s0 += weight;
                s2 += weight * square;
                s4 += weight * square * square;
                y0 += weight * density[k];
                y2 += weight * square * density[k];
            }

            double determinant = (s0 * s4) - (s2 * s2);
            (a, b) = (((s4 * y0) - (s2 * y2)) / determinant, ((s0 * y2) - (s2 * y0)) / determinant);
            variance = s4 / determinant / densities.Length;
        }

        return (a / (step * step), Math.Sqrt(Correlation * variance) / (step * step));
    }
}
