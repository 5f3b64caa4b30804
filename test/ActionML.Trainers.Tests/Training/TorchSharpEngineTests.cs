using ActionML.Runtime;
using TorchSharp;

namespace ActionML.Trainers.Tests;

/// <summary>The two engines learn the same from the same batches.</summary>
[TestClass]
public sealed class TorchSharpEngineTests
{
    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 4,
        BatchSize = 8,
        WarmUp = 5,
        WeightDecay = 0.01,
        GradientClip = 0.5,
        MaxIterations = 50,
        ValidationInterval = 1,
    };

    public required TestContext TestContext { get; set; }

    [TestInitialize]
    public void SkipWithoutLibtorch()
    {
        if (new TorchSharpEngineFactory().WhyNot(gpu: null) is { } reason)
        {
            Assert.Inconclusive(reason);
        }
    }

    [TestMethod]
    [DataRow(ModelKind.Action, ModelPrecision.Single, 1e-4)]
    [DataRow(ModelKind.Action, ModelPrecision.Double, 1e-9)]
    [DataRow(ModelKind.Direct, ModelPrecision.Single, 1e-4)]
    [DataRow(ModelKind.Direct, ModelPrecision.Double, 1e-9)]
    public void BothEnginesHaveTheSameLosses(ModelKind kind, ModelPrecision precision, double tolerance)
    {
        PairSet pairs = Pairs();
        // A low rate: what differs by rounding grows with every step that overshoots.
        TrainingOptions options = Tiny with { Precision = precision, LearningRate = 2e-3 };
        IReadOnlyList<TrainingProgress> onnx = Train(kind, pairs, options with { Engine = TrainingEngine.OnnxRuntime }).History;
        TrainingSummary summary = Train(kind, pairs, options with { Engine = TrainingEngine.TorchSharp });
        Assert.AreEqual("TorchSharp on the CPU", summary.Engine);
        Assert.HasCount(50, onnx);
        double worst = 0;
        foreach ((TrainingProgress expected, TrainingProgress found) in onnx.Zip(summary.History))
        {
            worst = Math.Max(worst, Relative(expected.Loss, found.Loss));
            worst = Math.Max(worst, Relative(expected.ValidationRmsePositions, found.ValidationRmsePositions));
            worst = Math.Max(worst, Relative(expected.ValidationRmseMomenta, found.ValidationRmseMomenta));
        }

        TestContext.WriteLine($"{kind}, {precision}: largest relative difference over 50 steps {worst:E1}");
        double change = onnx.Max(report => Relative(onnx[0].ValidationRmseMomenta, report.ValidationRmseMomenta));
        Assert.IsGreaterThan(1e-2, change, "the weights stayed where they were, so nothing was compared");
        Assert.IsLessThanOrEqualTo(tolerance, worst);
    }

    [TestMethod]
    public void NoTensorOutlivesItsBatch()
    {
        PairSet pairs = Pairs();
        long before = torch.Tensor.TotalCount;
        using (EngineRun engine = EngineRun.Create(pairs, Tiny, new TorchSharpEngineFactory()))
        {
            engine.Step(0);
            engine.Value.Validate(engine.Batches.Validation(0));
            long afterOne = torch.Tensor.TotalCount;
            for (int iteration = 1; iteration <= 200; iteration++)
            {
                engine.Step(iteration);
            }

            engine.Value.Validate(engine.Batches.Validation(0));
            TestContext.WriteLine($"{afterOne - before} tensors last as long as the engine");
            Assert.AreEqual(afterOne, torch.Tensor.TotalCount, "tensors are left over from batches");
        }

        Assert.AreEqual(before, torch.Tensor.TotalCount, "tensors are left over from the engine");
    }

    [TestMethod]
    public void ATrainingGoesOnWithTheOtherEngine()
    {
        // The state of a training does not depend on the engine: 25 steps on each give what 50 on one give.
        PairSet pairs = Pairs();
        TrainingOptions options = Tiny with { Precision = ModelPrecision.Double };
        using EngineRun whole = EngineRun.Create(pairs, options, new TorchSharpEngineFactory());
        using EngineRun first = EngineRun.Create(pairs, options, new TorchSharpEngineFactory());
        double expected = 0;
        for (int iteration = 0; iteration < 50; iteration++)
        {
            expected = Sum(whole.Step(iteration));
            if (iteration < 25)
            {
                first.Step(iteration);
            }
        }

        using var state = new MemoryStream();
        first.Value.Save(new BinaryWriter(state));
        state.Position = 0;
        using EngineRun second = EngineRun.Create(pairs, options, new OnnxEngineFactory());
        second.Value.Restore(new BinaryReader(state));
        double found = 0;
        for (int iteration = 25; iteration < 50; iteration++)
        {
            found = Sum(second.Step(iteration));
        }

        Assert.IsLessThan(1e-9, Relative(expected, found));
    }

    private static TrainingSummary Train(ModelKind kind, PairSet pairs, TrainingOptions options) =>
        ModelTraining.Train(kind, pairs, options).Summary;

    private static double Sum(TrainingLoss loss) => loss.Positions + loss.Momenta;

    private static double Relative(double expected, double found) => Math.Abs(found - expected) / Math.Abs(expected);

    private PairSet Pairs()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        return PairSampler.Sample(Toys.Trajectories(seed, 6), new PairSamplerOptions { ValidationFraction = 0.25 });
    }
}
