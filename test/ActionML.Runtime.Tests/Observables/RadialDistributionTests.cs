using ActionML.Runtime.Tests.Periodic;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class RadialDistributionTests(TestContext context)
{
    [TestMethod]
    public void AnIdealGasHasNoStructure()
    {
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(20, 12);
        Cell cell = PeriodicCase.Triclinic(random, 5, 6);
        var whole = new RadialDistribution(system, cell, 7, 0.5); // beyond the cell
        const int Frames = 1500;
        for (int frame = 0; frame < Frames; frame++)
        {
            whole.Add(State(system, cell, random));
        }

        foreach (KindPair pair in whole.Pairs)
        {
            double[] g = whole.Of(pair);
            double pairs = pair.First != pair.Second ? 20 * 12 : pair.First == "A" ? 10 * 19 : 6 * 11;
            for (int b = 2; b < g.Length; b++)
            {
                double shell = 4 * Math.PI / 3 * (Math.Pow((b + 1) * 0.5, 3) - Math.Pow(b * 0.5, 3));

                // Each of n pairs is counted in a shell with a chance below 1, or several times beyond the cell.
                double error = Math.Sqrt(1 / (pairs * Frames * shell / cell.Volume));
                Assert.AreEqual(1, g[b], 6 * error, $"{pair} at {whole.Radii[b]}");
            }
        }
    }

    [TestMethod]
    public void CountsWhatBruteForceCounts()
    {
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(5, 4);
        Cell cell = PeriodicCase.Triclinic(random, 3, 6);
        PhasePoint state = State(system, cell, random);
        var distribution = new RadialDistribution(system, cell, 5);
        distribution.Add(state);
        List<(int I, int J, double[] R)> edges = PeriodicCase.BruteForce(cell, state.Positions, 5);
        Assert.AreEqual(100, distribution.Radii.Count);
        foreach (KindPair pair in distribution.Pairs)
        {
            var expected = new double[100];
            foreach ((int i, int j, double[] r) in edges.Where(e => e.I < e.J && new KindPair(system.Kinds[e.I], system.Kinds[e.J]) == pair))
            {
                expected[(int)(Math.Sqrt(r.Sum(x => x * x)) / 0.05)]++;
            }

            double pairs = pair.First != pair.Second ? 20 : pair.First == "A" ? 10 : 6;
            double[] g = distribution.Of(pair);
            for (int b = 0; b < 100; b++)
            {
                double shell = 4 * Math.PI / 3 * (Math.Pow((b + 1) * 0.05, 3) - Math.Pow(b * 0.05, 3));
                Assert.AreEqual(expected[b], g[b] * pairs * shell / cell.Volume, 1e-9, $"{pair} bin {b}");
            }
        }
    }

    [TestMethod]
    public void MergedHalvesAreTheWhole()
    {
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(9, 9);
        Cell cell = PeriodicCase.Triclinic(random, 6, 8);
        RadialDistribution[] parts = [.. Enumerable.Range(0, 3).Select(_ => new RadialDistribution(system, cell, 6, 0.1))];
        for (int frame = 0; frame < 20; frame++)
        {
            PhasePoint state = State(system, cell, random);
            parts[0].Add(state);
            parts[1 + (frame % 2)].Add(state);
        }

        Assert.IsGreaterThan(0.01, parts[0].DifferenceFrom(parts[1], new KindPair("A", "B")));
        parts[1].Merge(parts[2]);
        Assert.AreEqual(20, parts[1].Frames);
        foreach (KindPair pair in parts[0].Pairs)
        {
            Assert.AreEqual(0, parts[0].DifferenceFrom(parts[1], pair), 1e-12); // the ideal gas is summed in another order
        }

        Assert.Contains("0.2", Assert.ThrowsExactly<UsageException>(() => parts[0].Merge(new RadialDistribution(system, cell, 6, 0.2))).Message);
        var other = new RadialDistribution(new ParticleSystem(3, UnitSystem.Atomistic, ["C"], [1]), cell, 6, 0.1);
        Assert.Contains("A, B", Assert.ThrowsExactly<UsageException>(() => parts[0].Merge(other)).Message);
    }

    [TestMethod]
    public void DifferencesAreRelativeToTheReference()
    {
        // Two crystals whose peaks do not overlap differ by (∫g + ∫g')/∫g'.
        (ParticleSystem system, PhasePoint state, Cell cell) = Seeded.RockSalt(4, 3.025);
        (ParticleSystem _, PhasePoint wide, Cell wideCell) = Seeded.RockSalt(4, 3.225);
        var g = new RadialDistribution(system, cell, 4);
        var reference = new RadialDistribution(system, wideCell, 4);
        g.Add(state);
        reference.Add(wide);
        var pair = new KindPair("B", "A");
        double difference = (g.Of(pair).Sum() + reference.Of(pair).Sum()) / reference.Of(pair).Sum();
        Assert.AreEqual(difference, g.DifferenceFrom(reference, pair), 1e-12);

        // The first peak holds six neighbors: N_B/V ∫g 4πr²dr.
        double neighbors = g.Of(pair).Select((value, b) => value * 4 * Math.PI / 3 * (Math.Pow((b + 1) * 0.05, 3) - Math.Pow(b * 0.05, 3))).Sum() * 32 / cell.Volume;
        Assert.AreEqual(6, neighbors, 1e-9);
    }

    [TestMethod]
    public void WrongRangesAreRefused()
    {
        ParticleSystem system = Seeded.Mixture(1, 1);
        Assert.Contains("Range", Assert.ThrowsExactly<UsageException>(() => new RadialDistribution(system, Cell.Cubic(5), 0.01)).Message);
        Assert.Contains("images", Assert.ThrowsExactly<DataException>(() => new RadialDistribution(system, Cell.Cubic(0.5), 6)).Message);
        var flat = new ParticleSystem(2, UnitSystem.Dimensionless, ["x"], [1]);
        Assert.Contains("three dimensions", Assert.ThrowsExactly<UsageException>(() => new RadialDistribution(flat, Cell.Cubic(5), 3)).Message);
        var distribution = new RadialDistribution(system, Cell.Cubic(5), 3);
        Assert.ThrowsExactly<DataException>(() => distribution.Add(new PhasePoint(2, 3, [0, 0, 0, 1, double.NaN, 0], new double[6])));
    }

    private static PhasePoint State(ParticleSystem system, Cell cell, Random random) =>
        new(system.Count, 3, PeriodicCase.Positions(random, cell, system.Count), new double[system.Coordinates]);
}
