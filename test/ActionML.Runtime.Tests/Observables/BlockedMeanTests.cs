namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class BlockedMeanTests(TestContext context)
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    [DataRow(0.9)]
    [DataRow(-0.5)]
    public void FindsTheStandardErrorOfAnAutoregressiveSeries(double correlation)
    {
        Random random = Seeded.Random(context);
        const int Series = 100;
        const int Samples = 1 << 14;
        double expected = Math.Sqrt((1 + correlation) / (1 - correlation) / Samples);
        double sum = 0;
        int resolved = 0;
        for (int s = 0; s < Series; s++)
        {
            var mean = new BlockedMean();
            double x = Seeded.Gaussian(random);
            for (int i = 0; i < Samples; i++)
            {
                mean.Add(3 + x);
                x = (correlation * x) + (Math.Sqrt(1 - (correlation * correlation)) * Seeded.Gaussian(random));
            }

            Assert.IsLessThan(6 * expected, Math.Abs(mean.Mean - 3));
            sum += mean.StandardError;
            resolved += mean.IsResolved ? 1 : 0;
        }

        // One error scatters by 9 % at 0.9 (64 blocks), their mean by 0.9 %; blocks of 256 miss 1 % of it.
        context.WriteLine($"{sum / Series:G4}, expected {expected:G4}; {resolved} of {Series} resolved");
        Assert.AreEqual(expected, sum / Series, 0.06 * expected);
        Assert.AreEqual(Series, resolved);
    }

    [TestMethod]
    public void SaysWhenSamplesAreTooFew()
    {
        Random random = Seeded.Random(context);
        var mean = new BlockedMean();
        Assert.IsTrue(double.IsNaN(mean.Mean));
        for (int i = 0; i < 3; i++)
        {
            mean.Add(i);
        }

        Assert.AreEqual(1, mean.Mean);
        Assert.AreEqual(1, mean.Variance, 1e-15);
        Assert.IsTrue(double.IsNaN(mean.StandardError));

        // A random walk is correlated over all its length: no block is long enough.
        var walk = new BlockedMean();
        double x = 0;
        for (int i = 0; i < 4096; i++)
        {
            walk.Add(x += random.NextDouble() - 0.5);
        }

        Assert.IsFalse(walk.IsResolved);
        Assert.IsGreaterThan(10 * Math.Sqrt(walk.Variance / walk.Samples), walk.StandardError);
    }

    [TestMethod]
    public void EqualSamplesHaveNoError()
    {
        var mean = new BlockedMean();
        for (int i = 0; i < 100; i++)
        {
            mean.Add(6);
        }

        Assert.AreEqual(new MeanEstimate(6, 0, 100), mean.Estimate);
        Assert.IsTrue(mean.IsResolved);
    }
}
