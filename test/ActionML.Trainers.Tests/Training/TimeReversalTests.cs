using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>
/// Time-reversed pairs (x', −p') → (x, −p) hold nothing that an action model does not know: its S is even in the momenta
/// whatever the weights are, so it predicts for the reversed pair the reverse of what it predicts for the pair.
/// </summary>
[TestClass]
public sealed class TimeReversalTests
{
    private static readonly TrainingOptions Options = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 6,
        BatchSize = 6,
        Cutoff = SoftSpheres.Cutoff,
        Precision = ModelPrecision.Double,
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void ReversedPairsChangeTheLossOfRandomActionModelsByRoundingOnly()
    {
        Random random = Chance();
        for (int draw = 0; draw < 5; draw++)
        {
            (double forward, double reversed, double both) = Losses(ModelKind.Action, random);
            TestContext.WriteLine($"forward {forward:R}, reversed {reversed:R}, both {both:R}");
            Assert.AreEqual(forward, reversed, 1e-10 * forward);
            Assert.AreEqual(forward, both, 1e-10 * forward);
        }
    }

    [TestMethod]
    public void ToADirectModelTheyAreNews()
    {
        (double forward, double reversed, _) = Losses(ModelKind.Direct, Chance());
        TestContext.WriteLine($"forward {forward:R}, reversed {reversed:R}");
        Assert.AreNotEqual(forward, reversed, 1e-4 * forward);
    }

    /// <summary>The loss of random weights on a batch of pairs, on the same reversed, and on the first half of both.</summary>
    private (double Forward, double Reversed, double Both) Losses(ModelKind kind, Random random)
    {
        List<Frame> frames = SoftSpheres.Trajectory("forward", random, kinds: SoftSpheres.Kinds(random, 13));
        double end = frames[^1].Time;
        frames.AddRange([.. Enumerable.Reverse(frames).Select((frame, i) => frame with
        {
            TrajectoryId = "reversed",
            Step = i,
            Time = end - frame.Time,
            State = new PhasePoint(frame.System.Count, 3, [.. frame.State.Positions], [.. frame.State.Momenta.Select(p => -p)]),
        })]);
        PairSet pairs = PairSampler.Sample(frames, new PairSamplerOptions { ValidationFraction = 0, OutlierFraction = 0 });
        FramePair[] all = [.. pairs.Training];
        Assert.HasCount(18, all);
        FramePair[] forward = all[..6];
        FramePair[] reversed = [.. forward.Select(pair => new FramePair(19 - pair.End, 19 - pair.Start))];
        CollectionAssert.IsSubsetOf(reversed, all);

        TrainingOptions options = Options.For(kind, frames[0].System.Count);
        var weights = new PairWeights(pairs, 1);
        (NetworkScales scales, _) = ScaleEstimator.Estimate(pairs, weights, kind, Options.Cutoff);
        var batches = new BatchSource(kind, pairs, scales, weights, options, ["A", "B"]);
        NetworkOptions network = options.Network(dimension: 3, kinds: 2);
        var parameters = new ParameterStore();
        var graph = new TrainingGraph(kind, network, scales, parameters, batches.Layout, options);
        foreach (string name in parameters.Names)
        {
            double[] values = parameters[name];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = 2 * (random.NextDouble() - 0.5);
            }
        }

        using ITrainingEngine engine = new OnnxEngineFactory().Create(graph, parameters, batches.Layout, options, gpu: null);
        double Loss(ReadOnlySpan<FramePair> of)
        {
            TrainingLoss loss = engine.Step(batches.Of(of), learningRate: 0); // that of the weights, which stay
            return (options.PositionWeight!.Value * loss.Positions) + loss.Momenta;
        }

        foreach (string name in parameters.Names)
        {
            Array.Clear(parameters[name]);
        }

        using (ITrainingEngine nothing = new OnnxEngineFactory().Create(graph, parameters, batches.Layout, options, gpu: null))
        {
            TrainingLoss untrained = nothing.Step(batches.Of(forward), learningRate: 0);
            Assert.AreNotEqual(untrained.Momenta, engine.Step(batches.Of(forward), learningRate: 0).Momenta, 1e-3); // the weights do count
        }

        return (Loss(forward), Loss(reversed), (Loss([.. forward[..3], .. reversed[..3]]) + Loss([.. forward[3..], .. reversed[3..]])) / 2);
    }

    private Random Chance()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
