using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Physics.Tests;

/// <summary>
/// The files of each model that ships belong together: the network that is built again from a file computes what the file does,
/// and the Hessian-vector product is that of the action.
/// </summary>
[TestClass]
public sealed class ShippedFilesTests(TestContext context)
{
    [TestMethod]
    [DataRow("three-body", TensorNames.ActionDoubleFile)]
    [DataRow("three-body", TensorNames.DirectDoubleFile)]
    [DataRow("gete", TensorNames.ActionFile)]
    [DataRow("gete", TensorNames.DirectFile)]
    public void TheNetworkOfAFileIsTheFile(string model, string file)
    {
        byte[] content = File.ReadAllBytes(Path.Combine(Models.Folder(model), file));
        NetworkModel network = NetworkModel.FromOnnx(content, file);
        byte[] again = network.ToOnnx(network.Manifest.Precision);
        (ParticleSystem system, PhasePoint state, NeighborList list) = State(model, network.Manifest);
        double deviation = Deviation(Evaluate(content), Evaluate(again));
        context.WriteLine($"{deviation:G3}");
        Assert.IsLessThanOrEqualTo(network.Manifest.Precision == ModelPrecision.Double ? 1e-12 : 1e-5, deviation);

        double[] Evaluate(byte[] bytes)
        {
            double[] delta = new double[2 * system.Coordinates];
            Span<double> positions = delta.AsSpan(0, system.Coordinates);
            Span<double> momenta = delta.AsSpan(system.Coordinates);
            if (network.Manifest.Kind == ModelKind.Action)
            {
                using OnnxActionModel action = OnnxActionModel.Load(bytes, file);
                action.Bind(system);
                action.Evaluate(list, new double[system.Coordinates], state.Momenta, positions, momenta);
            }
            else
            {
                using OnnxDirectModel direct = OnnxDirectModel.Load(bytes, file);
                direct.Bind(system);
                direct.Predict(list, new double[system.Coordinates], state.Momenta, positions, momenta);
            }

            return delta;
        }
    }

    [TestMethod]
    [DataRow("three-body", ModelPrecision.Double, 1e-5, 1e-8)]
    [DataRow("gete", ModelPrecision.Single, 1e-2, 1e-2)]
    public void TheHessianIsThatOfTheAction(string model, ModelPrecision precision, double displacement, double bound)
    {
        var options = new OnnxModelOptions { Precision = precision };
        using OnnxActionModel action = OnnxActionModel.Load(Models.Folder(model), options);
        using OnnxHessianModel hessian = OnnxHessianModel.Load(Models.Folder(model), options);
        (ParticleSystem system, PhasePoint state, NeighborList list) = State(model, action.Manifest);
        int seed = Environment.TickCount & 0xFFFFFF;
        context.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int n = system.Coordinates;
        double[] directionPositions = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        double[] directionMomenta = [.. Enumerable.Range(0, n).Select(i => (random.NextDouble() - 0.5) * Math.Sqrt(system.Masses[i / system.Dimension]))];
        double[] product = new double[2 * n];
        hessian.Bind(system);
        hessian.Multiply(list, new double[n], state.Momenta, directionPositions, directionMomenta, product.AsSpan(0, n), product.AsSpan(n));
        action.Bind(system);
        double[] ahead = At(displacement);
        double[] back = At(-displacement);
        double deviation = Deviation(product, [.. ahead.Zip(back, (a, b) => (a - b) / (2 * displacement))]);
        context.WriteLine($"{deviation:G3}");
        Assert.IsLessThanOrEqualTo(bound, deviation);

        double[] At(double size)
        {
            double[] delta = new double[2 * n];
            action.Evaluate(
                list,
                [.. directionPositions.Select(u => size * u)],
                [.. state.Momenta.Zip(directionMomenta, (p, w) => p + (size * w))],
                delta.AsSpan(0, n),
                delta.AsSpan(n));
            return delta;
        }
    }

    private static (ParticleSystem System, PhasePoint State, NeighborList List) State(string model, ModelManifest manifest)
    {
        if (model == "three-body")
        {
            PhasePoint state = ThreeBodyStates.FigureEight();
            return (ThreeBodyStates.UnitMasses(), state, new AllPairs(3, 2).Update(state.Positions));
        }

        var options = new GeTeDatasetOptions { Atoms = 64, CrystalTemperatures = [], EquilibrationPicoseconds = 0.2 };
        GeTeThermalHistory melt = GeTeThermalHistory.Liquid(options, 800, new DeterministicRandom(5));
        NeighborList list = new PeriodicNeighbors(melt.Cell, melt.System.Count, manifest.Cutoff!.Value, skin: 0.1).Update(melt.State.Positions);
        return (melt.System, melt.State, list);
    }

    private static double Deviation(double[] expected, double[] found) =>
        Math.Sqrt(expected.Zip(found, (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(a => a * a));
}
