namespace ActionML.Testing;

/// <summary>Differences of arrays, relative to the largest element.</summary>
internal static class Compare
{
    public static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
        {
            largest = Math.Max(largest, double.IsNaN(value) ? double.PositiveInfinity : Math.Abs(value));
        }

        return largest;
    }

    /// <summary>max |a − b| / max(|b|), with a floor of <paramref name="floor"/> for the denominator.</summary>
    public static double Relative(double[] found, double[] expected, double floor = 1e-300)
    {
        Assert.HasCount(expected.Length, found);
        return Largest([.. found.Zip(expected, (a, b) => a - b)]) / Math.Max(floor, Largest(expected));
    }
}
