using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class EngineTests
{
    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 4,
        BatchSize = 8,
        WarmUp = 5,
        MaxIterations = 60,
        ValidationInterval = 20,
    };

    [TestMethod]
    [DataRow(ModelKind.Action)]
    [DataRow(ModelKind.Direct)]
    public void TrainingLearns(ModelKind kind)
    {
        PairSet pairs = Pairs(3, trajectories: 20);
        TrainedModel model = ModelTraining.Train(kind, pairs, Tiny with { MaxIterations = 600, ValidationInterval = 100 });
        double untrained = RmsOfMomentumChange(pairs);
        Console.WriteLine($"{kind}: RMSE {model.Summary.RmseMomenta:G3} of {untrained:G3}");
        Assert.IsLessThan(0.1 * untrained, model.Summary.RmseMomenta);
    }

    [TestMethod]
    public void FloatAndDoubleAgreeAtTheStart()
    {
        PairSet pairs = Pairs(5);
        TrainingOptions options = Tiny with { MaxIterations = 3, ValidationInterval = 1 };
        IReadOnlyList<TrainingProgress> single = ModelTraining.Train(ModelKind.Action, pairs, options).Summary.History;
        IReadOnlyList<TrainingProgress> wide = ModelTraining.Train(
            ModelKind.Action, pairs, options with { Precision = ModelPrecision.Double }).Summary.History;
        for (int i = 0; i < single.Count; i++)
        {
            Assert.AreEqual(wide[i].Loss, single[i].Loss, 1e-4 * wide[i].Loss);
        }
    }

    [TestMethod]
    public void TrainingStopsEarlyWhenValidationDoesNotImprove()
    {
        // With next to no learning rate the first validation stays the best but for rounding; patience then ends it.
        TrainedModel model = ModelTraining.Train(
            ModelKind.Direct, Pairs(6), Tiny with { LearningRate = 1e-12, MaxIterations = 100_000, ValidationInterval = 2, Patience = 3 });
        Assert.IsLessThan(2000, model.Summary.Iterations);
    }

    [TestMethod]
    public void ADivergingTrainingSaysSo()
    {
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(
            ModelKind.Action, Pairs(7), Tiny with { LearningRate = 1, GradientClip = 1e6, WarmUp = 0, MaxIterations = 20_000, ValidationInterval = 50, Precision = ModelPrecision.Single, WeightDecay = 0 }, null, Diverge()));
        StringAssert.Contains(error.Message, "Lower the learning rate");

        static CancellationToken Diverge() => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    }

    [TestMethod]
    public void AllOptionErrorsAreListedTogether()
    {
        var error = Assert.ThrowsExactly<UsageException>(() => (Tiny with { BatchSize = 0, LearningRate = -1, AverageDecay = 1 }).Validate());
        foreach (string name in new[] { "BatchSize", "LearningRate", "AverageDecay" })
        {
            StringAssert.Contains(error.Message, name);
        }
    }

    [TestMethod]
    public void EveryPairComesOncePerEpoch()
    {
        PairSet pairs = Pairs(8);
        TrainingOptions options = (Tiny with { BatchSize = 4 }).For(ModelKind.Direct, particles: 3);
        var weights = new PairWeights(pairs, options.WeightThreshold!.Value);
        (NetworkScales scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Direct, cutoff: null);
        var source = new BatchSource(ModelKind.Direct, pairs, scales, weights, options, ["Body"]);
        var seen = new HashSet<double>();
        for (int batch = 0; batch < source.BatchesPerEpoch; batch++)
        {
            TrainingBatch content = source.Training(batch);
            for (int place = 0; place < content.Size; place++)
            {
                Assert.IsTrue(seen.Add(content.Momenta[place * content.Momenta.Length / content.Size]), "a pair came twice");
            }
        }

        Assert.HasCount(source.BatchesPerEpoch * 4, seen);
    }

    [TestMethod]
    public void AReversedPairTeachesTheActionNothingNew()
    {
        // The midpoint of the reversed pair is (q̄, −p̄), its targets (−Δq, Δp): the errors are the same for any weights.
        int seed = Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        List<Frame> frames = Toys.Trajectories(seed);
        PairSet forward = PairSampler.Sample(frames, new PairSamplerOptions { ValidationFraction = 0.25 });
        var backward = new PairSet
        {
            Frames = [.. frames.Select(Flipped)],
            Training = [.. forward.Training.Select(pair => new FramePair(pair.End, pair.Start))],
            Validation = [.. forward.Validation.Select(pair => new FramePair(pair.End, pair.Start))],
            TimeStep = forward.TimeStep,
            Lag = forward.Lag,
            DataSha256 = "reversed",
        };
        TrainingOptions options = Tiny with { Precision = ModelPrecision.Double, MaxIterations = 8, ValidationInterval = 1 };
        IReadOnlyList<TrainingProgress> one = ModelTraining.Train(ModelKind.Action, forward, options).Summary.History;
        IReadOnlyList<TrainingProgress> other = ModelTraining.Train(ModelKind.Action, backward, options).Summary.History;
        IReadOnlyList<TrainingProgress> direct = ModelTraining.Train(ModelKind.Direct, forward, options).Summary.History;
        IReadOnlyList<TrainingProgress> directReversed = ModelTraining.Train(ModelKind.Direct, backward, options).Summary.History;
        for (int i = 0; i < one.Count; i++)
        {
            Console.WriteLine($"{one[i].Loss} {other[i].Loss}");
            Assert.AreEqual(one[i].Loss, other[i].Loss, 1e-9 * one[i].Loss);
        }

        Assert.AreNotEqual(direct[^1].Loss, directReversed[^1].Loss, 1e-6 * direct[^1].Loss);

        static Frame Flipped(Frame frame)
        {
            PhasePoint state = frame.State.Clone();
            state.FlipMomenta();
            return frame with { State = state };
        }
    }

    [TestMethod]
    public void SystemsOfDifferentSizeAreRefusedByName()
    {
        List<Frame> frames = Toys.Trajectories(1);
        frames.AddRange(Toys.Trajectories(2, count: 4).Select(frame => frame with { TrajectoryId = "larger-" + frame.TrajectoryId }));
        PairSet pairs = PairSampler.Sample(frames, new PairSamplerOptions { ValidationFraction = 0.25 });
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Action, pairs, Tiny));
        StringAssert.Contains(error.Message, "larger-t0");
        StringAssert.Contains(error.Message, "4 particles");
    }

    private static PairSet Pairs(int seed, int trajectories = 6) =>
        PairSampler.Sample(Toys.Trajectories(seed, trajectories), new PairSamplerOptions { ValidationFraction = 0.25 });

    private static double RmsOfMomentumChange(PairSet pairs)
    {
        double sum = 0;
        int count = 0;
        foreach (FramePair pair in pairs.Validation)
        {
            Frame start = pairs.Frames[pair.Start];
            for (int i = 0; i < start.State.Momenta.Length; i++)
            {
                double change = pairs.Frames[pair.End].State.Momenta[i] - start.State.Momenta[i];
                sum += change * change / start.System.Masses[i / start.System.Dimension];
                count++;
            }
        }

        return Math.Sqrt(sum / count);
    }
}
