namespace ActionML.Runtime.Tests;

/// <summary>Random systems and states for tests.</summary>
internal static class Toy
{
    public static ParticleSystem RandomSystem(int count, int dimension, DeterministicRandom random)
    {
        var masses = new double[count];
        for (int i = 0; i < count; i++)
        {
            masses[i] = random.NextDouble(0.5, 2);
        }

        return new ParticleSystem(dimension, UnitSystem.Dimensionless, [.. Enumerable.Repeat("Body", count)], masses);
    }

    public static PhasePoint RandomState(ParticleSystem system, DeterministicRandom random)
    {
        PhasePoint state = new(system.Count, system.Dimension);
        for (int i = 0; i < system.Coordinates; i++)
        {
            state.Positions[i] = random.NextGaussian();
            state.Momenta[i] = random.NextGaussian();
        }

        return state;
    }

    public static double Energy(ParticleSystem system, PhasePoint state) =>
        Observables.KineticEnergy(system, state) + new ToyGravity(system).Evaluate(state.Positions, new double[system.Coordinates]);

    public static double Distance(PhasePoint a, PhasePoint b) => Math.Max(
        a.Positions.Zip(b.Positions, (x, y) => Math.Abs(x - y)).Max(),
        a.Momenta.Zip(b.Momenta, (x, y) => Math.Abs(x - y)).Max());

    /// <summary>
    /// A fixed seed, or that of the environment variable ACTIONML_TEST_SEED; printed, so that a failure can be repeated.
    /// Not a new one for each run: bounds such as 10 · tolerance hold for all but about one in a thousand random models.
    /// </summary>
    public static DeterministicRandom Random(TestContext context)
    {
        ulong seed = ulong.TryParse(Environment.GetEnvironmentVariable("ACTIONML_TEST_SEED"), out ulong given) ? given : 1;
        context.WriteLine($"seed {seed}");
        return new DeterministicRandom(seed);
    }

    /// <summary>The figure eight under velocity Verlet.</summary>
    public static Simulation Verlet(double step = 0.01, SimulationOptions? options = null) => new(
        new VelocityVerletStepper(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(step)), ThreeBodies.FigureEight(), options);

    /// <summary>A new, empty folder.</summary>
    public static string Folder(TestContext context)
    {
        string folder = Path.Combine(context.TestRunDirectory ?? Path.GetTempPath(), "simulation-tests", Guid.NewGuid().ToString("N"));
        return Directory.CreateDirectory(folder).FullName;
    }
}
