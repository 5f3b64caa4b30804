using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Fourth differences of errors are of one particle, in five pairs that follow each other.</summary>
[TestClass]
public sealed class PairSequencesTests
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
        int[][] sequences = PairSequences.Of(pairs);
        TestContext.WriteLine($"{sequences.Length} sequences of {pairs.Training.Count} pairs");
        foreach (int[] sequence in sequences)
        {
            Assert.HasCount(5, sequence);
            Frame[] starts = [.. sequence.Select(index => pairs.Frames[pairs.Training[index].Start])];
            for (int place = 0; place < 5; place++)
            {
                Assert.AreEqual(starts[0].TrajectoryId, starts[place].TrajectoryId);
                Assert.AreEqual(starts[0].Step + (place * offset), starts[place].Step);
            }
        }

        // Each of a trajectory's pairs but the last few begins one.
        int expected = pairs.Training.CountBy(pair => pairs.Frames[pair.Start].TrajectoryId).Sum(trajectory => Math.Max(0, trajectory.Value - (4 * offset)));
        Assert.HasCount(offset == 0 ? 0 : expected, sequences.Select(sequence => sequence[0]).Distinct().ToArray());
        Assert.AreEqual(lag is 2 or 3, sequences.Length > 0, "ten frames hold five pairs a frame apart, not two");
    }

    [TestMethod]
    public void PartnersOfTheMiddleAreTheSameParticleOfTheOtherPairs()
    {
        const int Count = 4;
        double[] mask = PairSequences.Mask(Count, size: 10);
        foreach (int place in PairSequences.Others)
        {
            long[] partners = PairSequences.Partners(place, Count, size: 10);
            for (int i = 0; i < partners.Length; i++)
            {
                Assert.AreEqual(i, partners[partners[i]]);
                bool isMiddle = i / Count % 5 == 2;
                Assert.AreEqual(isMiddle ? 1 : 0, mask[i]);
                if (isMiddle)
                {
                    Assert.AreEqual(i + ((place - 2) * Count), partners[i]);
                }
            }
        }
    }

    [TestMethod]
    [DataRow(1, 5)]
    [DataRow(5, 5)]
    [DataRow(6, 10)]
    public void BatchesAreOfSequences(int batchSize, int expected)
    {
        PairSet pairs = Pairs(lag: 2);
        int count = pairs.Frames[0].System.Count;
        TrainingOptions options = Tiny.For(ModelKind.Action, count, hasSequences: true);
        Assert.AreEqual(1, options.FourthDifferenceWeight);
        Assert.AreEqual(0, Tiny.For(ModelKind.Direct, count, hasSequences: true).FourthDifferenceWeight);
        Assert.AreEqual(0, Tiny.For(ModelKind.Action, count, hasSequences: false).FourthDifferenceWeight);

        var weights = new PairWeights(pairs, double.PositiveInfinity);
        (var scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Action, Cutoff);
        var source = new BatchSource(ModelKind.Action, pairs, scales, weights, options with { BatchSize = batchSize }, ["A"], PairSequences.Of(pairs));
        Assert.AreEqual(expected, source.Layout.Size);
        int row = 3 * count;
        double[][] midpoints = [.. pairs.Training.Select(pair =>
            pairs.Frames[pair.Start].State.Momenta.Zip(pairs.Frames[pair.End].State.Momenta, (p, q) => p + (0.5 * (q - p))).ToArray())];
        var seen = new HashSet<int>();
        for (int i = 0; i < source.BatchesPerEpoch; i++)
        {
            TrainingBatch batch = source.Training(i);
            for (int place = 0; place < batch.Size; place++)
            {
                int index = Array.FindIndex(midpoints, midpoint => midpoint.AsSpan().SequenceEqual(batch.Momenta.AsSpan(place * row, row)));
                int first = Array.FindIndex(midpoints, midpoint => midpoint.AsSpan().SequenceEqual(batch.Momenta.AsSpan(place / 5 * 5 * row, row)));
                Assert.AreEqual(first + (place % 5), index);
                Assert.IsTrue(place % 5 > 0 || seen.Add(first), "once per epoch");
            }
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
    [DataRow(1, DisplayName = "single pairs")]
    [DataRow(3, DisplayName = "sequences")]
    public void AnInterruptedTrainingGoesOnWhereItWas(int stopAfter)
    {
        PairSet pairs = Pairs(lag: 2);
        using var folder = new TemporaryFolder();
        ParameterStore whole = ModelTraining.Train(ModelKind.Action, pairs, Tiny).Network.Parameters;
        using var source = new CancellationTokenSource();
        List<TrainingProgress> reports = [];
        var progress = new Collector(reports, () =>
        {
            if (reports.Count == stopAfter)
            {
                source.Cancel();
            }
        });
        TrainingOptions options = Tiny with { CheckpointPath = folder["checkpoint"] };
        Assert.ThrowsExactly<OperationCanceledException>(() => ModelTraining.Train(ModelKind.Action, pairs, options, progress, source.Token));
        ParameterStore parts = ModelTraining.Train(ModelKind.Action, pairs, options).Network.Parameters;
        CollectionAssert.AreEqual(FlatWeights.Of<double>(whole), FlatWeights.Of<double>(parts));
    }

    [TestMethod]
    public void WithFramesAStepApartTheReasonIsGiven()
    {
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Action, Pairs(lag: 1), Tiny with { FourthDifferenceWeight = 1 }));
        StringAssert.Contains(error.Message, "a step is 1 frame");
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
