using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Particles that attract each other with V = ½ Σ |qᵢ − qⱼ|², whose models are known in closed form.</summary>
internal static class Toys
{
    public const double Spacing = 0.1;

    /// <summary>Trajectories by velocity Verlet with ten substeps per frame.</summary>
    public static List<Frame> Trajectories(
        int seed, int trajectories = 4, int frames = 12, int count = 3, int dimension = 2, UnitSystem units = UnitSystem.Dimensionless)
    {
        var random = new Random(seed);
        var result = new List<Frame>();
        for (int t = 0; t < trajectories; t++)
        {
            double[] masses = [.. Enumerable.Range(0, count).Select(_ => 0.5 + random.NextDouble())];
            var system = new ParticleSystem(dimension, units, [.. Enumerable.Repeat("Body", count)], masses);
            var state = new PhasePoint(count, dimension);
            for (int i = 0; i < state.Positions.Length; i++)
            {
                state.Positions[i] = (2 * random.NextDouble()) - 1;
                state.Momenta[i] = (2 * random.NextDouble()) - 1;
            }

            for (int f = 0; f < frames; f++)
            {
                result.Add(new Frame($"t{t}", 10L * f, Spacing * f, system, state.Clone()));
                for (int s = 0; s < 10; s++)
                {
                    Verlet(system, state, Spacing / 10);
                }
            }
        }

        return result;
    }

    /// <summary>F = −∂V/∂q, [N, D].</summary>
    public static double[] Forces(ReadOnlySpan<double> positions, int dimension)
    {
        var forces = new double[positions.Length];
        int count = positions.Length / dimension;
        for (int i = 0; i < positions.Length; i++)
        {
            for (int j = 0; j < count; j++)
            {
                forces[i] += positions[(j * dimension) + (i % dimension)] - positions[i];
            }
        }

        return forces;
    }

    public static ModelManifest Manifest(
        ModelKind kind, int dimension = 2, UnitSystem units = UnitSystem.Dimensionless, double step = Spacing) => new()
        {
            Kind = kind,
            Precision = ModelPrecision.Double,
            Dimension = dimension,
            TimeStep = TimeStep.FromDisplayValue(step, units),
            Species = ["Body"],
            Masses = [new MassRange(0.1, 10)],
            Lag = 1,
            ResidualScale = 1,
            MeanNeighbors = 2,
            Symmetries = [],
        };

    private static void Verlet(ParticleSystem system, PhasePoint state, double h)
    {
        void Kick()
        {
            double[] forces = Forces(state.Positions, state.Dimension);
            for (int i = 0; i < forces.Length; i++)
            {
                state.Momenta[i] += 0.5 * h * forces[i];
            }
        }

        Kick();
        for (int i = 0; i < state.Positions.Length; i++)
        {
            state.Positions[i] += h * state.Momenta[i] / system.Masses[i / state.Dimension];
        }

        Kick();
    }
}
