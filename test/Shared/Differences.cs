namespace ActionML.Testing;

/// <summary>Fourth-order central differences.</summary>
internal static class Differences
{
    /// <summary>∂f/∂xᵢ for every i, with x changed in place and restored.</summary>
    public static double[] Gradient(double[] x, Func<double> f, double displacement = 1e-3)
    {
        var gradient = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            double at = x[i];
            double Value(double offset)
            {
                x[i] = at + (offset * displacement);
                return f();
            }

            gradient[i] = ((Value(-2) - Value(2)) + (8 * (Value(1) - Value(-1)))) / (12 * displacement);
            x[i] = at;
        }

        return gradient;
    }
}
