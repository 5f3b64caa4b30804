using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>Periodic models of germanium telluride with random weights, in the units and files of real ones, and crystals.</summary>
internal static class RandomGeTe
{
    /// <summary>The step, in fs.</summary>
    public const double Step = 16;

    /// <summary>The cutoff, in Å.</summary>
    public const double Cutoff = 4.5;

    /// <summary>Masses, in u.</summary>
    public const double GeMass = 72.63, TeMass = 127.6;

    /// <summary>A model whose interaction is soft: atoms fly nearly free.</summary>
    public static NetworkModel Create(ModelKind kind, Random random, double interaction = 0.05)
    {
        var options = new NetworkOptions { SpeciesCount = 2, Width = 8, VectorWidth = 4, Rounds = 1, RadialFunctions = 4, Cutoff = Cutoff };
        NetworkModel model = RandomModel.Create(kind, options, random, neighbors: 16).WithInteraction(interaction);
        var step = TimeStep.FromFemtoseconds(Step);
        const double length = 2.8, momentumChange = 0.1;
        return model with
        {
            Scales = new NetworkScales
            {
                TimeStep = step.Value,
                Length = length,
                Velocity = length / step.Value,
                Mass = Math.Sqrt(GeMass * TeMass),
                Neighbors = 16,
                MomentumChange = momentumChange,
                PositionChange = 0.02,
            },
            Manifest = model.Manifest with
            {
                TimeStep = step,
                Species = ["Ge", "Te"],
                Masses = [new MassRange(GeMass, GeMass), new MassRange(TeMass, TeMass)],
                ResidualScale = momentumChange,
            },
        };
    }

    /// <summary>Writes a model directory: both models in both precisions.</summary>
    public static string WriteDirectory(string directory, Random random)
    {
        Directory.CreateDirectory(directory);
        Write(ModelKind.Action, TensorNames.ActionFile, TensorNames.ActionDoubleFile);
        Write(ModelKind.Direct, TensorNames.DirectFile, TensorNames.DirectDoubleFile);
        return directory;

        void Write(ModelKind kind, string single, string wide)
        {
            NetworkModel model = Create(kind, random);
            File.WriteAllBytes(Path.Combine(directory, single), model.ToOnnx(ModelPrecision.Single));
            File.WriteAllBytes(Path.Combine(directory, wide), model.ToOnnx(ModelPrecision.Double));
        }
    }

    /// <summary>Rock salt at rest, side³ cubic cells of 8 atoms, 6 Å wide.</summary>
    public static Frame Crystal(int side)
    {
        const double a = 6;
        List<string> kinds = [];
        List<double> positions = [];
        for (int site = 0; site < 8 * side * side * side; site++)
        {
            int n = 2 * side;
            int x = site / (n * n), y = site / n % n, z = site % n;
            kinds.Add((x + y + z) % 2 == 0 ? "Ge" : "Te");
            positions.AddRange([x * a / 2, y * a / 2, z * a / 2]);
        }

        return Of([.. kinds], [.. positions], Cell.Cubic(side * a));
    }

    /// <summary>A frame of atoms with their usual masses.</summary>
    public static Frame Of(string[] kinds, double[] positions, Cell cell, double[]? momenta = null)
    {
        var system = new ParticleSystem(
            3, UnitSystem.Atomistic, kinds, [.. kinds.Select(kind => kind == "Ge" ? GeMass : TeMass)]);
        var state = new PhasePoint(kinds.Length, 3, positions, momenta ?? new double[positions.Length]);
        return new Frame("gete", 0, 0, system, state, [.. cell.Vectors]);
    }

    /// <summary>
    /// Atoms on a grid too wide for the cutoff that fly to its middle: after <paramref name="steps"/> steps the grid has
    /// shrunk to a third, and nearly all see each other.
    /// </summary>
    public static Frame Collapse(int steps)
    {
        const int side = 3;
        const double spacing = 6;
        const double middle = spacing * (side - 1) / 2;
        double time = steps * TimeStep.FromFemtoseconds(Step).Value;
        List<string> kinds = [];
        List<double> positions = [], momenta = [];
        for (int site = 0; site < side * side * side; site++)
        {
            kinds.Add(site % 2 == 0 ? "Ge" : "Te");
            double mass = site % 2 == 0 ? GeMass : TeMass;
            foreach (int index in new[] { site / (side * side), site / side % side, site % side })
            {
                positions.Add(index * spacing);
                momenta.Add(mass * (2.0 / 3) * (middle - (index * spacing)) / time);
            }
        }

        return Of([.. kinds], [.. positions], Cell.Cubic(side * spacing), [.. momenta]);
    }
}
