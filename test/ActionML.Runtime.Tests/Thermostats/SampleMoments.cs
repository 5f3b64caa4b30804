namespace ActionML.Runtime.Tests;

/// <summary>Mean and variance of independent samples, compared with what is expected in standard errors.</summary>
internal sealed class SampleMoments
{
    // One comparison in 16,000 fails by chance; seeds are fixed.
    private const double MostErrors = 4;

    private readonly List<double> _samples = [];

    public void Add(double sample) => _samples.Add(sample);

    public void AssertAre(double mean, double variance, string what, TestContext context)
    {
        double n = _samples.Count;
        double found = _samples.Average();
        double spread = _samples.Sum(s => (s - mean) * (s - mean)) / n;
        double fourth = _samples.Sum(s => Math.Pow(s - mean, 4)) / n;
        double meanErrors = (found - mean) / Math.Sqrt(variance / n);
        double varianceErrors = (spread - variance) / Math.Sqrt((fourth - (spread * spread)) / n);
        context.WriteLine(FormattableString.Invariant(
            $"{what}: mean {found:g6} (expected {mean:g6}, {meanErrors:f2} standard errors), variance {spread:g6} (expected {variance:g6}, {varianceErrors:f2} standard errors), {n} samples"));
        Assert.IsLessThan(MostErrors, Math.Abs(meanErrors), what);
        Assert.IsLessThan(MostErrors, Math.Abs(varianceErrors), what);
    }

    /// <summary>The same for the mean of correlated samples, whose standard error is that of 40 blocks.</summary>
    public void AssertMeanIs(double mean, string what, TestContext context)
    {
        const int blocks = 40;
        double[] means = [.. _samples.Chunk(_samples.Count / blocks).Take(blocks).Select(block => block.Average())];
        double found = means.Average();
        double error = Math.Sqrt(means.Sum(m => (m - found) * (m - found)) / (blocks - 1) / blocks);
        context.WriteLine(FormattableString.Invariant($"{what}: mean {found:g6} ± {error:g3} (expected {mean:g6})"));
        Assert.IsLessThan(MostErrors * error, Math.Abs(found - mean), what);

        // An error so large that nothing could fail would be no test.
        Assert.IsLessThan(0.02 * mean, error, what);
    }
}
