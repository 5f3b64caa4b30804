namespace ActionML.Reference.Tests;

[TestClass]
public sealed class AccurateIntegratorTests(TestContext context)
{
    [TestMethod]
    public void Figure_eight_returns_after_one_period()
    {
        (AccurateIntegrator integrator, PhasePoint state) = FigureEight();
        PhasePoint start = state.Clone();
        integrator.Advance(state, ThreeBodyStates.FigureEightPeriod);

        double distance = Distance(start, state);
        context.WriteLine($"return distance {distance:e2}, {integrator.Evaluations} evaluations");
        Assert.IsLessThan(1e-7, distance); // the digits of the start and of the period allow no more: 4e-8
    }

    [TestMethod]
    public void Energy_is_kept_over_a_hundred_periods()
    {
        (AccurateIntegrator integrator, PhasePoint state) = FigureEight();
        double energy = integrator.Energy(state);
        double worst = 0;
        for (int period = 0; period < 100; period++)
        {
            integrator.Advance(state, ThreeBodyStates.FigureEightPeriod);
            worst = Math.Max(worst, Math.Abs((integrator.Energy(state) / energy) - 1));
        }

        context.WriteLine(
            $"relative energy error {worst:e2}, {integrator.AcceptedSteps} steps, {integrator.RejectedSteps} rejected, {integrator.Evaluations} evaluations");
        Assert.IsLessThan(1e-12, worst);
    }

    [TestMethod]
    public void Going_back_returns_to_the_start()
    {
        (AccurateIntegrator integrator, PhasePoint state) = FigureEight();
        PhasePoint start = state.Clone();
        integrator.Advance(state, 3 * ThreeBodyStates.FigureEightPeriod);
        integrator.Advance(state, -3 * ThreeBodyStates.FigureEightPeriod);

        Assert.IsLessThan(1e-10, Distance(start, state));
    }

    [TestMethod]
    public void Agrees_with_the_solution_of_a_harmonic_oscillator()
    {
        Random random = Chance.New(context);
        double mass = 0.5 + random.NextDouble();
        double stiffness = 0.5 + random.NextDouble();
        double time = 20 * random.NextDouble();
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["Body"], [mass]);
        var state = new PhasePoint(1, 2, [1, 0], [0, mass]);
        new AccurateIntegrator(system, new Spring(stiffness)).Advance(state, time);

        double omega = Math.Sqrt(stiffness / mass);
        Assert.AreEqual(Math.Cos(omega * time), state.Positions[0], 1e-12);
        Assert.AreEqual(Math.Sin(omega * time) / omega, state.Positions[1], 1e-12);
        Assert.AreEqual(mass * Math.Cos(omega * time), state.Momenta[1], 1e-12);
    }

    [TestMethod]
    public void Kepler_orbit_with_a_close_passage_closes()
    {
        // Eccentricity 0.99: at the pericenter the bodies are 200 times closer than at the apocenter.
        const double e = 0.99;
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["Body", "Body"], [1, 1]);
        double speed = Math.Sqrt(2 * (1 - e) / (1 + e)) / 2; // at relative distance 1 + e, semi-major axis 1, G·Σm = 2
        var state = new PhasePoint(2, 2, [(1 + e) / 2, 0, -(1 + e) / 2, 0], [0, speed, 0, -speed]);
        PhasePoint start = state.Clone();
        var integrator = new AccurateIntegrator(system, new GravityPotential(2, system.Masses));
        integrator.Advance(state, 2 * Math.PI / Math.Sqrt(2));

        context.WriteLine($"closes within {Distance(start, state):e2}, {integrator.AcceptedSteps} steps, {integrator.RejectedSteps} rejected");
        Assert.IsLessThan(1e-9, Distance(start, state));
    }

    [TestMethod]
    public void Splitting_the_duration_changes_nothing_beyond_the_tolerance()
    {
        (AccurateIntegrator integrator, PhasePoint whole) = FigureEight();
        integrator.Advance(whole, 5);
        (integrator, PhasePoint parts) = FigureEight();
        for (int i = 0; i < 100; i++)
        {
            integrator.Advance(parts, 0.05);
        }

        Assert.IsLessThan(1e-11, Distance(whole, parts));
    }

    [TestMethod]
    public void Error_follows_the_tolerance()
    {
        (AccurateIntegrator exact, PhasePoint reference) = FigureEight();
        exact.Advance(reference, 5);
        double[] distances = [.. new[] { 1e-4, 1e-8, 1e-12 }.Select(tolerance =>
        {
            (AccurateIntegrator integrator, PhasePoint state) = FigureEight(tolerance);
            integrator.Advance(state, 5);
            return Distance(reference, state);
        })];

        context.WriteLine(string.Join(' ', distances));
        Assert.IsLessThan(1e-2, distances[0]);
        Assert.IsLessThan(distances[0], distances[1]);
        Assert.IsLessThan(distances[1], distances[2]);
    }

    [TestMethod]
    public void A_collision_ends_without_success()
    {
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["Body", "Body"], [1, 1]);
        var integrator = new AccurateIntegrator(system, new GravityPotential(2, system.Masses));
        var state = new PhasePoint(2, 2, [-0.5, 0, 0.5, 0], new double[4]);

        Assert.IsFalse(integrator.TryAdvance(state.Clone(), 2));
        ConvergenceException error = Assert.ThrowsExactly<ConvergenceException>(() => integrator.Advance(state, 2));
        StringAssert.Contains(error.Message, "collide");
    }

    [TestMethod]
    public void Bad_options_are_listed_together()
    {
        var options = new AccurateIntegratorOptions { Tolerance = 0, MaxSteps = 0, SmallestStepShare = 2 };
        string message = Assert.ThrowsExactly<UsageException>(options.Validate).Message;

        StringAssert.Contains(message, "Tolerance");
        StringAssert.Contains(message, "MaxSteps");
        StringAssert.Contains(message, "SmallestStepShare");
    }

    internal static double Distance(PhasePoint a, PhasePoint b) => Math.Sqrt(
        a.Positions.Zip(b.Positions, (x, y) => (x - y) * (x - y)).Sum() +
        a.Momenta.Zip(b.Momenta, (x, y) => (x - y) * (x - y)).Sum());

    private static (AccurateIntegrator Integrator, PhasePoint State) FigureEight(double tolerance = 3e-15)
    {
        ParticleSystem system = ThreeBodyStates.UnitMasses();
        var integrator = new AccurateIntegrator(
            system, new GravityPotential(2, system.Masses), new AccurateIntegratorOptions { Tolerance = tolerance });
        return (integrator, ThreeBodyStates.FigureEight());
    }

    private sealed class Spring(double stiffness) : IPotential
    {
        public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
        {
            double energy = 0;
            for (int i = 0; i < positions.Length; i++)
            {
                energy += 0.5 * stiffness * positions[i] * positions[i];
                forces[i] = -stiffness * positions[i];
            }

            return energy;
        }
    }
}
