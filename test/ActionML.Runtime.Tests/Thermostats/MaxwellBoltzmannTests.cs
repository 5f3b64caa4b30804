namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class MaxwellBoltzmannTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void MomentaAreCanonicalForEachKindWithoutATotal()
    {
        // Unequal masses and few particles: what the projection takes is felt.
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = new(3, UnitSystem.Atomistic, ["H", "Te", "H", "Te", "Te"], [1.0, 127.6, 1, 127.6, 127.6]);
        var temperature = Temperature.FromKelvin(700);
        var state = new PhasePoint(system.Count, 3);
        SampleMoments kinetic = new(), light = new(), momentum = new(), product = new();
        Span<double> total = stackalloc double[3];
        for (int sample = 0; sample < 20000; sample++)
        {
            MaxwellBoltzmann.Draw(system, temperature, random, state.Momenta);
            Observables.LinearMomentum(system, state, total);
            for (int d = 0; d < 3; d++)
            {
                Assert.AreEqual(0, total[d], 1e-13);
            }

            double[] p = state.Momenta;
            kinetic.Add(Observables.KineticEnergy(system, state));
            light.Add(0.5 * ((p[0] * p[0]) + (p[1] * p[1]) + (p[2] * p[2]))); // mass 1
            momentum.Add(p[4]);
            product.Add(p[4] * p[10]);
        }

        double kT = temperature.Value;
        const double mass = 127.6;
        double left = 1 - (1 / system.TotalMass); // of the light particle's variance
        double variance = kT * mass * (1 - (mass / system.TotalMass));
        double covariance = -kT * mass * mass / system.TotalMass;
        kinetic.AssertAre(6 * kT, 6 * kT * kT, "kinetic energy, 12 degrees of freedom", TestContext);
        light.AssertAre(1.5 * kT * left, 1.5 * kT * kT * left * left, "kinetic energy of a light particle", TestContext);
        momentum.AssertAre(0, variance, "a component of a heavy particle", TestContext);
        product.AssertAre(covariance, (variance * variance) + (covariance * covariance), "product of two heavy particles' components", TestContext);
    }

    [TestMethod]
    public void TheSeedDecides()
    {
        double[] Draw(ulong seed)
        {
            var momenta = new double[6];
            MaxwellBoltzmann.Draw(ThreeBodies.System, Temperature.Dimensionless(0.3), new DeterministicRandom(seed), momenta);
            return momenta;
        }

        CollectionAssert.AreEqual(Draw(1), Draw(1));
        CollectionAssert.AreNotEqual(Draw(1), Draw(2));
    }

    [TestMethod]
    public void ColdMomentaAndThoseOfOneParticleAreZero()
    {
        var momenta = new double[6];
        momenta.AsSpan().Fill(7);
        MaxwellBoltzmann.Draw(ThreeBodies.System, Temperature.Dimensionless(0), new DeterministicRandom(1), momenta);
        Assert.IsTrue(momenta.All(p => p == 0));
        double[] one = [1, 2];
        MaxwellBoltzmann.Draw(new ParticleSystem(2, UnitSystem.Dimensionless, ["A"], [2.0]), Temperature.Dimensionless(1), new DeterministicRandom(1), one);
        Assert.IsTrue(one.All(p => p == 0));
    }

    [TestMethod]
    public void OtherUnitsAndLengthsAreRefused()
    {
        var random = new DeterministicRandom(1);
        Assert.Contains("300 K", Assert.ThrowsExactly<UsageException>(
            () => MaxwellBoltzmann.Draw(ThreeBodies.System, Temperature.FromKelvin(300), random, new double[6])).Message);
        Assert.Contains("5 momentum components", Assert.ThrowsExactly<ArgumentException>(
            () => MaxwellBoltzmann.Draw(ThreeBodies.System, Temperature.Dimensionless(1), random, new double[5])).Message);
    }
}
