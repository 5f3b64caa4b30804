namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class MeanSquareDisplacementTests(TestContext context)
{
    private static readonly TimeStep Spacing = TimeStep.FromFemtoseconds(20);

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void FreeFlightGoesWithTheSquareOfTime(int originInterval)
    {
        ParticleSystem system = Seeded.Mixture(2, 2);
        var displacement = new MeanSquareDisplacement(system, Spacing, 8, originInterval);
        var state = new PhasePoint(4, 3);
        for (int frame = 0; frame < 30; frame++)
        {
            // The particles of a kind fly apart along x, A by 0.3 and B by 0.1 per frame; all drift along z.
            for (int i = 0; i < 4; i++)
            {
                state.Positions[3 * i] = (i < 2 ? 0.3 : 0.1) * (i % 2 == 0 ? frame : -frame);
                state.Positions[(3 * i) + 2] = 5 * frame;
            }

            displacement.Add(state);
        }

        for (int lag = 0; lag <= 8; lag++)
        {
            Assert.AreEqual(lag * 20, displacement.LagTimes[lag], 1e-9);
            Assert.AreEqual(0.09 * lag * lag, displacement.Of("A")[lag], 1e-10);
            Assert.AreEqual(0.01 * lag * lag, displacement.Of("B")[lag], 1e-10);
            Assert.AreEqual(0.05 * lag * lag, displacement.All[lag], 1e-10);
        }

        // Slope of v²t² through the lags 4 … 8: 2v²·6 frames; 20 fs are 0.02 ps, and D is a sixth.
        Assert.AreEqual(0.09 * 12 / 0.02 / 6, displacement.Diffusion("A").Mean, 1e-9);
        Assert.AreEqual(0, displacement.Diffusion("A").StandardError, 1e-9);
    }

    [TestMethod]
    public void RandomWalksDiffuse()
    {
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(100, 100);
        var displacement = new MeanSquareDisplacement(system, Spacing, 20, 4);
        var state = new PhasePoint(200, 3);
        for (int frame = 0; frame < 3000; frame++)
        {
            displacement.Add(state);
            for (int c = 0; c < 600; c++)
            {
                state.Positions[c] += (c < 300 ? 0.2 : 0.1) * Seeded.Gaussian(random);
            }
        }

        foreach ((string kind, double step) in new[] { ("A", 0.2), ("B", 0.1) })
        {
            double expected = step * step / (2 * 0.02); // Å²/ps

            // Relative to the center of mass, a walk is shorter: variance s²(1 − 2m/M) + Σm²s²/M², below 1 % here.
            double mass = kind == "A" ? 2 : 7;
            double center = ((100 * 4 * 0.04) + (100 * 49 * 0.01)) / (900.0 * 900);
            expected *= 1 - (2 * mass / 900) + (center / (step * step));
            MeanEstimate found = displacement.Diffusion(kind);
            context.WriteLine($"{kind}: {found} {displacement.DiffusionUnit}, expected {expected:G5}, {found.Samples} origins");
            Assert.IsLessThan(5 * found.StandardError, Math.Abs(found.Mean - expected));
            Assert.IsLessThan(0.03 * expected, found.StandardError);
            Assert.AreEqual(6 * expected * 0.02 * 20, displacement.Of(kind)[20], 0.05 * 6 * expected * 0.02 * 20);
        }
    }

    [TestMethod]
    public void NothingIsKnownBeforeALagIsReached()
    {
        var displacement = new MeanSquareDisplacement(Seeded.Mixture(1, 1), Spacing, 5, 2);
        displacement.Add(new PhasePoint(2, 3));
        displacement.Add(new PhasePoint(2, 3));
        Assert.AreEqual(0, displacement.All[1]);
        Assert.IsTrue(double.IsNaN(displacement.All[2]));
        Assert.IsTrue(double.IsNaN(displacement.DiffusionOfAll.Mean));
        Assert.Contains("lag", Assert.ThrowsExactly<UsageException>(() => new MeanSquareDisplacement(Seeded.Mixture(1, 1), Spacing, 1, 1)).Message);
    }

    [TestMethod]
    public void ASimulationWithAnotherSpacingIsRefused()
    {
        Simulation simulation = Toy.Verlet();
        simulation.Observe(new MeanSquareDisplacement(simulation.System, TimeStep.Dimensionless(3 * simulation.Stepper.TimeStep.Value), 4, 1), 3);
        simulation.Run(30);
        Simulation wrong = Toy.Verlet();
        wrong.Observe(new MeanSquareDisplacement(wrong.System, TimeStep.Dimensionless(3 * wrong.Stepper.TimeStep.Value), 4, 1), 2);
        Assert.Contains("interval", Assert.ThrowsExactly<UsageException>(() => wrong.Run(30)).Message);
    }
}
