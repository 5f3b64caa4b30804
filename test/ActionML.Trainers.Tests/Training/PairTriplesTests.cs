using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Second differences of errors are of one particle, in three pairs that follow each other.</summary>
[TestClass]
public sealed class PairTriplesTests
{
    private const double Cutoff = SoftSpheres.Cutoff;

    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 6,
        WarmUp = 5,
        Cutoff = Cutoff,
        MaxIterations = 200,
        ValidationInterval = 50,
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(2, 1)]
    [DataRow(3, 1)]
    [DataRow(4, 2)]
    public void TheyAreHalfAStepApartInOneTrajectory(int lag, int offset)
    {
        PairSet pairs = Pairs(lag);
        int[][] triples = PairTriples.Of(pairs);
        TestContext.WriteLine($"{triples.Length} triples of {pairs.Training.Count} pairs");
        foreach (int[] triple in triples)
        {
            Frame[] starts = [.. triple.Select(index => pairs.Frames[pairs.Training[index].Start])];
            Assert.HasCount(1, starts.Select(frame => frame.TrajectoryId).Distinct().ToArray());
            Assert.AreEqual(starts[0].Step + (2 * offset), starts[2].Step);
            Assert.AreEqual(starts[0].Step + offset, starts[1].Step);
        }

        // Each trajectory's pairs but the first and last few are in the middle of one.
        int trajectories = pairs.Training.Select(pair => pairs.Frames[pair.Start].TrajectoryId).Distinct().Count();
        Assert.HasCount(offset == 0 ? 0 : pairs.Training.Count - (2 * offset * trajectories), triples.Select(triple => triple[1]).Distinct().ToArray());
    }

    [TestMethod]
    public void PartnersAreTheSameParticleOfThePairBeforeAndAfter()
    {
        (long[] before, long[] after, double[] middle) = PairTriples.Partners(count: 5, size: 6);
        for (int i = 0; i < middle.Length; i++)
        {
            Assert.AreEqual(i, before[before[i]]);
            Assert.AreEqual(i, after[after[i]]);
            bool isMiddle = i / 5 % 3 == 1;
            Assert.AreEqual(isMiddle ? 1 : 0, middle[i]);
            Assert.AreEqual(isMiddle, before[i] == i - 5 && after[i] == i + 5);
        }
    }

    [TestMethod]
    public void BatchesAreOfTriples()
    {
        PairSet pairs = Pairs(lag: 2);
        int count = pairs.Frames[0].System.Count;
        TrainingOptions options = Tiny.For(ModelKind.Action, count, hasTriples: true);
        Assert.AreEqual(4, options.SecondDifferenceWeight);
        Assert.AreEqual(0, options.BatchSize % 3);
        Assert.AreEqual(0, Tiny.For(ModelKind.Direct, count, hasTriples: true).SecondDifferenceWeight);
        Assert.AreEqual(0, Tiny.For(ModelKind.Action, count, hasTriples: false).SecondDifferenceWeight);
        Assert.AreEqual(0, (Tiny with { BatchSize = 2 }).For(ModelKind.Action, count, hasTriples: true).SecondDifferenceWeight);

        var weights = new PairWeights(pairs, double.PositiveInfinity);
        (var scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Action, Cutoff);
        var source = new BatchSource(ModelKind.Action, pairs, scales, weights, options, ["A"]);
        int row = 3 * count;
        double[][] midpoints = [.. pairs.Training.Select(pair =>
            pairs.Frames[pair.Start].State.Momenta.Zip(pairs.Frames[pair.End].State.Momenta, (p, q) => p + (0.5 * (q - p))).ToArray())];
        var seen = new HashSet<int>();
        for (int i = 0; i < source.BatchesPerEpoch; i++)
        {
            TrainingBatch batch = source.Training(i);
            for (int place = 0; place < batch.Size; place += 3)
            {
                int before = IndexOf(place);
                Assert.AreEqual(before + 1, IndexOf(place + 1));
                Assert.AreEqual(before + 2, IndexOf(place + 2));
                Assert.IsTrue(seen.Add(before), "once per epoch");
            }

            int IndexOf(int place) => Array.FindIndex(midpoints, midpoint => midpoint.AsSpan().SequenceEqual(batch.Momenta.AsSpan(place * row, row)));
        }
    }

    [TestMethod]
    public void ATrainingWithThemLearns()
    {
        PairSet pairs = Pairs(lag: 2);
        double untrained = ModelTraining.Train(ModelKind.Action, pairs, Tiny with { MaxIterations = 1, LearningRate = 1e-9, ValidationInterval = 1 }).Summary.RmseMomenta;
        double trained = ModelTraining.Train(ModelKind.Action, pairs, Tiny).Summary.RmseMomenta;
        TestContext.WriteLine($"RMSE of Δp/√m: {untrained:G3}, {trained:G3}");
        Assert.IsLessThan(0.5 * untrained, trained);
    }

    [TestMethod]
    public void WithFramesAStepApartTheReasonIsGiven()
    {
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Action, Pairs(lag: 1), Tiny with { SecondDifferenceWeight = 1 }));
        StringAssert.Contains(error.Message, "a step is 1 frame");
        var usage = Assert.ThrowsExactly<UsageException>(() => (Tiny with { SecondDifferenceWeight = 1, BatchSize = 4 }).Validate());
        StringAssert.Contains(usage.Message, "multiple of three");
    }

    private PairSet Pairs(int lag)
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        List<Frame> frames = [.. Enumerable.Range(0, 4).SelectMany(t => SoftSpheres.Trajectory($"t{t}", random, speed: 0.29))];
        return PairSampler.Sample(frames, new PairSamplerOptions { Lag = lag, ValidationFraction = 0.25, OutlierFraction = 0 });
    }
}
