using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>A training whose update is in the graph takes the steps of the one whose update is the host's.</summary>
[TestClass]
public sealed class ResidentTrainingTests
{
    private const int Steps = 50;

    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 4,
        BatchSize = 8,
        WarmUp = 5,
        WeightDecay = 0.01,
        GradientClip = 0.5,
        MaxIterations = Steps,
        ValidationInterval = 1,
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(ModelKind.Action, ModelPrecision.Single, false, 1e-4)]
    [DataRow(ModelKind.Action, ModelPrecision.Single, true, 1e-4)]
    [DataRow(ModelKind.Action, ModelPrecision.Double, false, 1e-9)]
    [DataRow(ModelKind.Action, ModelPrecision.Double, true, 1e-9)]
    [DataRow(ModelKind.Direct, ModelPrecision.Single, true, 1e-4)]
    [DataRow(ModelKind.Direct, ModelPrecision.Double, false, 1e-9)]
    public void LossesAndWeightsAreThoseOfTheHost(ModelKind kind, ModelPrecision precision, bool copies, double tolerance)
    {
        PairSet pairs = Pairs();
        TrainingOptions options = Tiny with { Precision = precision };
        using EngineRun host = EngineRun.Create(pairs, options, new OnnxEngineFactory(), kind);
        using EngineRun device = EngineRun.Create(pairs, options, new ResidentFactory(copies), kind);
        double[] start = host.Average();
        double worst = 0;
        for (int i = 0; i < Steps; i++)
        {
            // A low rate: what differs by rounding grows with every step that overshoots.
            double rate = LearningRateSchedule.At(options with { LearningRate = 2e-3 }, i, i / (double)Steps);
            TrainingLoss expected = host.Value.Step(host.Batches.Training(i), rate);
            worst = Math.Max(worst, Difference(expected, device.Value.Step(device.Batches.Training(i), rate)));
            worst = Math.Max(worst, Difference(host.Value.Validate(host.Batches.Validation(0)), device.Value.Validate(device.Batches.Validation(0))));
        }

        double weights = Difference(host.Average(), device.Average());
        double state = Difference(State(host, precision), State(device, precision));
        TestContext.WriteLine($"losses within {worst:E1}, averaged weights {weights:E1}, weights, moments and averages {state:E1}");
        Assert.IsGreaterThan(1e-3, Difference(start, host.Average()), "the weights did not move, so nothing was compared");
        Assert.IsLessThanOrEqualTo(tolerance, worst);
        Assert.IsLessThanOrEqualTo(tolerance, weights);
        Assert.IsLessThanOrEqualTo(tolerance, state);
    }

    [TestMethod]
    [DataRow(true, false)]
    [DataRow(false, false)]
    [DataRow(false, true)]
    public void ATrainingGoesOnWithTheOtherEngine(bool hostFirst, bool copies)
    {
        PairSet pairs = Pairs();
        TrainingOptions options = Tiny with { Precision = ModelPrecision.Double };
        var device = new ResidentFactory(copies);
        var host = new OnnxEngineFactory();
        using EngineRun whole = EngineRun.Create(pairs, options, hostFirst ? host : device);
        using EngineRun first = EngineRun.Create(pairs, options, hostFirst ? host : device);
        using EngineRun second = EngineRun.Create(pairs, options, hostFirst ? device : host);
        for (int i = 0; i < Steps; i++)
        {
            TrainingLoss expected = whole.Step(i);
            if (i == Steps / 2)
            {
                second.Restore(first.Save());
                CollectionAssert.AreEqual(first.Save(), second.Save());
            }

            TrainingLoss found = (i < Steps / 2 ? first : second).Step(i);
            Assert.IsLessThanOrEqualTo(1e-9, Difference(expected, found), $"step {i}");
        }

        Assert.IsLessThanOrEqualTo(1e-9, Difference(whole.Average(), second.Average()));
    }

    [TestMethod]
    [DataRow(double.NaN, false)]
    [DataRow(double.NaN, true)]
    [DataRow(double.PositiveInfinity, true)]
    [DataRow(1e36, false)] // its square overflows in single precision
    public void ABatchThatIsNotFiniteChangesNothing(double value, bool copies)
    {
        PairSet pairs = Pairs();
        using EngineRun host = EngineRun.Create(pairs, Tiny, new OnnxEngineFactory());
        using EngineRun device = EngineRun.Create(pairs, Tiny, new ResidentFactory(copies));
        for (int i = 0; i < 10; i++)
        {
            // The first batch too: an average that begins with it would stay wrong.
            foreach (int wrong in i is 0 or 4 or 5 ? (int[])[0, 1] : [])
            {
                byte[] before = device.Save();
                foreach (EngineRun run in (EngineRun[])[host, device])
                {
                    TrainingBatch batch = run.Batches.Training(i);
                    batch.TargetMomenta[wrong] = value;
                    TrainingLoss loss = run.Value.Step(batch, 5e-3);
                    Assert.IsFalse(double.IsFinite(loss.Momenta));
                    Assert.IsTrue(double.IsFinite(loss.Positions));
                }

                // But for the count of steps, which follows the weights.
                byte[] after = device.Save();
                int count = sizeof(int) + (device.Parameters.Count * sizeof(float));
                Assert.AreEqual(BitConverter.ToInt64(before, count) + 1, BitConverter.ToInt64(after, count));
                CollectionAssert.AreEqual(before[..count], after[..count]);
                CollectionAssert.AreEqual(before[(count + sizeof(long))..], after[(count + sizeof(long))..]);
            }

            Assert.IsLessThanOrEqualTo(1e-4, Difference(host.Step(i), device.Step(i)));
        }

        Assert.IsLessThanOrEqualTo(1e-4, Difference(host.Average(), device.Average()));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void AWholeTrainingWithCheckpointsEndsWithTheSameModel(bool copies)
    {
        PairSet pairs = Pairs();
        string path = Path.Combine(Path.GetTempPath(), $"actionml-resident-{Guid.NewGuid():N}");
        try
        {
            TrainingOptions options = Tiny with { Precision = ModelPrecision.Double, ValidationInterval = 10, MaxIterations = 40, LearningRate = 2e-3 };
            TrainedModel expected = Train(new OnnxEngineFactory(), options);
            TrainedModel found = Train(new ResidentFactory(copies), options with { CheckpointPath = path });
            Assert.IsLessThanOrEqualTo(1e-9, Difference(FlatWeights.Of<double>(expected.Network.Parameters), FlatWeights.Of<double>(found.Network.Parameters)));
            Assert.IsLessThanOrEqualTo(1e-9, Difference([.. expected.Summary.History.Select(report => report.Loss)], [.. found.Summary.History.Select(report => report.Loss)]));

            // The last checkpoint is that of the end: the host's engine has nothing left to do but to read it.
            TrainedModel read = Train(new OnnxEngineFactory(), options with { CheckpointPath = path });
            Assert.AreEqual(found.Summary.Iterations, read.Summary.Iterations);
            CollectionAssert.AreEqual(FlatWeights.Of<double>(found.Network.Parameters), FlatWeights.Of<double>(read.Network.Parameters));
        }
        finally
        {
            File.Delete(path);
        }

        TrainedModel Train(ITrainingEngineFactory factory, TrainingOptions options) =>
            ModelTraining.Train(ModelKind.Action, pairs, options, new EngineSelection(factory, null, ""), null, CancellationToken.None);
    }

    [TestMethod]
    public void AStepAllocatesNothing()
    {
        using EngineRun run = EngineRun.Create(Pairs(), Tiny, new ResidentFactory(copies: false));
        TrainingBatch batch = run.Batches.Training(0);
        for (int i = 0; i < 5; i++)
        {
            run.Value.Step(batch, 1e-3);
            run.Value.Validate(batch);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
        {
            run.Value.Step(batch, 1e-3);
            run.Value.Validate(batch);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Difference(TrainingLoss expected, TrainingLoss found) =>
        Difference([expected.Positions, expected.Momenta], [found.Positions, found.Momenta]);

    /// <summary>The largest difference over the largest number.</summary>
    private static double Difference(double[] expected, double[] found)
    {
        Assert.HasCount(expected.Length, found);
        Assert.IsTrue(found.All(double.IsFinite));
        return expected.Zip(found, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
    }

    /// <summary>Weights, moments and average of a checkpoint, each over its own largest number.</summary>
    private static double[] State(EngineRun run, ModelPrecision precision)
    {
        using var reader = new BinaryReader(new MemoryStream(run.Save()));
        List<double> state = [];
        for (int vector = 0; vector < 4; vector++)
        {
            double[] values = new double[reader.ReadInt32()];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = precision == ModelPrecision.Double ? reader.ReadDouble() : reader.ReadSingle();
            }

            double largest = values.Max(Math.Abs);
            state.AddRange(values.Select(value => value / largest));
            if (vector == 0)
            {
                Assert.AreEqual(Steps, reader.ReadInt64());
                reader.ReadDouble(); // the mean norm
            }
        }

        Assert.AreEqual(reader.BaseStream.Length, reader.BaseStream.Position);
        return [.. state];
    }

    private PairSet Pairs()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        return PairSampler.Sample(Toys.Trajectories(seed, 6), new PairSamplerOptions { ValidationFraction = 0.25 });
    }
}
