using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Testing;
using ActionML.Trainers;

namespace ActionML.Conformance.Tests;

/// <summary>
/// What stays on a device through many runs does there what the host does: steps solved where the model runs, and a training
/// whose weights never leave it.
/// </summary>
public abstract class DeviceConformanceTests(ExecutionTarget target)
{
    private const int Steps = 20;

    public required TestContext TestContext { get; set; }

    [TestInitialize]
    public void SkipWithoutTheDevice()
    {
        if (Targets.WhyNot(target) is { } reason)
        {
            Assert.Inconclusive(reason);
        }
    }

    // The solution does not depend on how the last bits of an evaluation fell, but for what the tolerance leaves open: in single
    // precision, where the model's own noise is 1e-7, more of it than in double.
    [TestMethod]
    [DataRow(ModelPrecision.Double, 1e-12, 1e-9)]
    [DataRow(ModelPrecision.Single, 1e-5, 1e-3)]
    public void StepsAreThoseOfTheHost(ModelPrecision precision, double tolerance, double bound)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "models", "three-body", TensorNames.ActionDoubleFile);
        NetworkModel action = NetworkModel.FromOnnx(File.ReadAllBytes(path), path);
        ModelManifest manifest = action.Manifest with { Precision = precision };
        PhasePoint start = ThreeBodyStates.FigureEight();
        PhasePoint expected = start.Clone();
        PhasePoint found = start.Clone();
        using OnnxActionModel host = OnnxActionModel.Load(action.ToOnnx(precision), "three bodies");
        using ResidentActionModel device = ResidentActionModel.Load(
            action.ToOnnx(precision),
            CorrectorGraph.WriteResidual(manifest),
            CorrectorGraph.WriteMixing(manifest),
            "three bodies",
            new OnnxModelOptions { ExecutionTarget = target });
        SymplecticStepper one = Stepper(host);
        SymplecticStepper other = Stepper(device);
        for (int step = 0; step < Steps; step++)
        {
            one.Step(expected);
            other.Step(found);
        }

        double error = Math.Max(Compare.Relative(found.Positions, expected.Positions), Compare.Relative(found.Momenta, expected.Momenta));
        TestContext.WriteLine($"after {Steps} steps {error:E1}");
        Assert.IsLessThanOrEqualTo(bound, error);
        Assert.IsGreaterThan(1e-2, Compare.Relative(start.Momenta, expected.Momenta), "nothing acts, so nothing was solved");

        SymplecticStepper Stepper(IActionModel model) => new(
            ThreeBodyStates.UnitMasses(), model, new AllPairs(3, 2), new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance } });
    }

    [TestMethod]
    [DataRow(ModelKind.Action, ModelPrecision.Double, 1e-9)]
    [DataRow(ModelKind.Action, ModelPrecision.Single, 1e-4)]
    [DataRow(ModelKind.Direct, ModelPrecision.Double, 1e-9)]
    [DataRow(ModelKind.Direct, ModelPrecision.Single, 1e-4)]
    public void ATrainingIsThatOfTheHost(ModelKind kind, ModelPrecision precision, double tolerance)
    {
        Random random = Chance.New(TestContext);
        TrainingProblem problem = TrainingProblem.Create(random, kind, dimension: 3);
        var options = new TrainingOptions { Precision = precision, WeightDecay = 0.01, GradientClip = 0.5 };
        using ITrainingEngine host = new OnnxEngineFactory().Create(problem.Graph, problem.Parameters, problem.Batch, options, gpu: null);
        using ITrainingEngine device = precision == ModelPrecision.Double
            ? new ResidentTrainingEngine<double>(problem.Graph, problem.Parameters, problem.Batch, options, target)
            : new ResidentTrainingEngine<float>(problem.Graph, problem.Parameters, problem.Batch, options, target);
        double worst = 0;
        for (int step = 0; step < Steps; step++)
        {
            worst = Math.Max(worst, Difference(host.Step(problem.Batch, 1e-3), device.Step(problem.Batch, 1e-3)));
            worst = Math.Max(worst, Difference(host.Validate(problem.Batch), device.Validate(problem.Batch)));
        }

        ParameterStore expected = problem.Parameters.Clone();
        ParameterStore found = problem.Parameters.Clone();
        host.ReadAverage(expected);
        device.ReadAverage(found);
        worst = Math.Max(worst, Compare.Relative(FlatWeights.Of<double>(found), FlatWeights.Of<double>(expected)));
        TestContext.WriteLine($"losses and averaged weights within {worst:E1} over {Steps} steps");
        Assert.IsLessThanOrEqualTo(tolerance, worst);
        Assert.IsGreaterThan(1e-3, Compare.Relative(FlatWeights.Of<double>(expected), FlatWeights.Of<double>(problem.Parameters)));

        // What left the device comes back to it.
        using var state = new MemoryStream();
        device.Save(new BinaryWriter(state));
        TrainingLoss before = device.Validate(problem.Batch);
        device.Step(problem.Batch, 1);
        state.Position = 0;
        device.Restore(new BinaryReader(state));
        Assert.AreEqual(before, device.Validate(problem.Batch));
    }

    private static double Difference(TrainingLoss expected, TrainingLoss found) =>
        Compare.Relative([found.Positions, found.Momenta], [expected.Positions, expected.Momenta]);
}
