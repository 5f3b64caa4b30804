namespace ActionML.Runtime;

/// <summary>Sums of squares of standard normal numbers.</summary>
internal static class ChiSquare
{
    /// <summary>
    /// A number of the χ² distribution with a whole number of degrees of freedom, 0 or more: twice a gamma variate
    /// (G. Marsaglia, W. W. Tsang, ACM TOMS 26, 363 (2000)), and one more square where the number is odd.
    /// </summary>
    public static double NextChiSquare(this DeterministicRandom random, int degrees)
    {
        double odd = degrees % 2 == 0 ? 0 : random.NextGaussian();
        return (odd * odd) + (degrees < 2 ? 0 : 2 * Gamma(random, degrees / 2));
    }

    // Shape 1 or more.
    private static double Gamma(DeterministicRandom random, double shape)
    {
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.NextGaussian();
            double v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            if (Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return d * v;
            }
        }
    }
}
