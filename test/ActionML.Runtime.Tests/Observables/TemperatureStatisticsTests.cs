namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class TemperatureStatisticsTests(TestContext context)
{
    [TestMethod]
    public void EquipartitionHoldsForKindsThatShareTheCenterOfMass()
    {
        // Of three particles, the motion of the center of mass is a third of all: counted wrongly, nothing agrees.
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(2, 1);
        var statistics = new TemperatureStatistics(system);
        var state = new PhasePoint(3, 3);
        double energy = Temperature.FromKelvin(500).Value;
        for (int frame = 0; frame < 40_000; frame++)
        {
            for (int c = 0; c < 9; c++)
            {
                state.Momenta[c] = Math.Sqrt(system.Masses[c / 3] * energy) * Seeded.Gaussian(random);
            }

            statistics.Add(state);
        }

        Assert.AreEqual(3 * (2 - (4.0 / 11)), statistics.DegreesOfFreedom("A"), 1e-12);
        Assert.AreEqual(3 * (1 - (7.0 / 11)), statistics.DegreesOfFreedom("B"), 1e-12);
        foreach ((string name, MeanEstimate found) in new[] { ("A", statistics.Of("A")), ("B", statistics.Of("B")), ("all", statistics.All) })
        {
            context.WriteLine($"{name}: {found}");
            Assert.IsLessThan(5 * found.StandardError, Math.Abs(found.Mean - 500), name);
            Assert.IsLessThan(6, found.StandardError, name);
            Assert.AreEqual(40_000, found.Samples);
        }
    }

    [TestMethod]
    public void DriftIsNoHeat()
    {
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(3, 4);
        PhasePoint state = new(7, 3);
        for (int c = 0; c < 21; c++)
        {
            state.Momenta[c] = random.NextDouble() - 0.5;
        }

        var statistics = new TemperatureStatistics(system);
        statistics.Add(state);
        double[] still = statistics.Latest.ToArray();
        for (int c = 0; c < 21; c++)
        {
            state.Momenta[c] += 3 * system.Masses[c / 3];
        }

        statistics.Add(state);
        for (int k = 0; k < 3; k++)
        {
            Assert.AreEqual(still[k], statistics.Latest[k], 1e-9 * still[k]);
        }
    }

    [TestMethod]
    public void DimensionlessSystemsGiveTheEnergy()
    {
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["x", "x"], [1, 1]);
        var statistics = new TemperatureStatistics(system);
        statistics.Add(new PhasePoint(2, 2, new double[4], [1, 0, -1, 0]));
        Assert.AreEqual(1, statistics.All.Mean, 1e-15); // Σp²/m = 2 on two degrees of freedom
        Assert.Contains("'y'", Assert.ThrowsExactly<UsageException>(() => statistics.Of("y")).Message);

        // One kind holds all degrees of freedom there are.
        Assert.AreEqual(statistics.All, statistics.Of("x"));
    }
}
