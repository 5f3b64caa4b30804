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

    // The solution does not depend on how the last bits of an evaluation fell, but for what the tolerance leaves open.
    [TestMethod]
    public void StepsOfThreeBodiesAreThoseOfTheHost()
    {
        byte[] action = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", "three-body", TensorNames.ActionDoubleFile));
        CompareSteps(action, ThreeBodyStates.UnitMasses(), ThreeBodyStates.FigureEight(), tolerance: 1e-12, bound: 1e-9);
    }

    // Weak, and one seed: bodies of other draws meet, and then a step may not be solvable. The model's own noise is 1e-7.
    [TestMethod]
    [DataRow(ModelPrecision.Double, 1e-12, 1e-9)]
    [DataRow(ModelPrecision.Single, 1e-6, 1e-5)]
    public void StepsOfRandomActionsAreThoseOfTheHost(ModelPrecision precision, double tolerance, double bound)
    {
        Random random = Chance.New(TestContext, usual: 1);
        var network = new NetworkOptions { Dimension = 3, SpeciesCount = 2, Width = 8, VectorWidth = 4, RadialFunctions = 5 };
        NetworkModel action = RandomModel.Create(ModelKind.Action, network, random, timeStep: 0.1).WithInteraction(0.1);
        CompareSteps(action.ToOnnx(precision), RandomModel.System(random, 5, 3, kinds: 2), RandomModel.State(random, 5, 3), tolerance, bound);
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

    private void CompareSteps(byte[] action, ParticleSystem system, PhasePoint start, double tolerance, double bound)
    {
        using OnnxActionModel host = OnnxActionModel.Load(action, "action");
        using ResidentActionModel device = ResidentActionModel.Load(
            action,
            CorrectorGraph.WriteResidual(host.Manifest),
            CorrectorGraph.WriteMixing(host.Manifest),
            "action",
            new OnnxModelOptions { ExecutionTarget = target });
        PhasePoint expected = start.Clone();
        PhasePoint found = start.Clone();
        SymplecticStepper one = Stepper(host);
        SymplecticStepper other = Stepper(device);
        for (int step = 0; step < Steps; step++)
        {
            one.Step(expected);
            other.Step(found);
        }

        double error = Math.Max(Compare.Relative(found.Positions, expected.Positions), Compare.Relative(found.Momenta, expected.Momenta));
        double change = Compare.Relative(expected.Momenta, start.Momenta);
        TestContext.WriteLine($"after {Steps} steps, in which momenta changed by {change:E1}, {error:E1}");
        Assert.IsLessThanOrEqualTo(bound, error);
        Assert.IsGreaterThan(10 * bound, change, "next to nothing acts, so nothing was compared");

        SymplecticStepper Stepper(IActionModel model) => new(
            system,
            model,
            new AllPairs(system.Count, system.Dimension),
            new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance } });
    }

    private static double Difference(TrainingLoss expected, TrainingLoss found) =>
        Compare.Relative([found.Positions, found.Momenta], [expected.Positions, expected.Momenta]);
}
