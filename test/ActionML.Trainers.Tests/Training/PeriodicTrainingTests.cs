using ActionML.Export;
using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers.Tests;

/// <summary>Models with a cutoff learn periodic systems, and see images rather than coordinates.</summary>
[TestClass]
public sealed class PeriodicTrainingTests
{
    private const double Cutoff = SoftSpheres.Cutoff;

    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 6,
        BatchSize = 2,
        WarmUp = 5,
        Cutoff = Cutoff,
        MaxIterations = 400,
        ValidationInterval = 50,
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void TrainingLearns()
    {
        List<Frame> frames = Trajectories();
        TrainingSummary summary = ModelTraining.Train(ModelKind.Action, Pairs(frames), Tiny).Summary;
        double first = summary.History[0].ValidationRmseMomenta;
        double untrained = ModelTraining.Train(ModelKind.Action, Pairs(frames), Tiny with { MaxIterations = 1, LearningRate = 1e-9, ValidationInterval = 1 }).Summary.RmseMomenta;
        TestContext.WriteLine($"RMSE of Δp/√m: {untrained:G3}, {first:G3}, {summary.RmseMomenta:G3}");
        Assert.IsLessThan(0.5 * untrained, summary.RmseMomenta);
    }

    [TestMethod]
    public void AnActionCarriesTheSpringsOfItsPotential()
    {
        PairSet pairs = Pairs(Trajectories());
        PairStiffness? springs = ModelTraining.Train(ModelKind.Action, pairs, Tiny).Manifest.PairStiffness;
        Assert.IsNotNull(springs);
        Assert.AreEqual(1, springs.Kinds);
        TestContext.WriteLine(springs.ToString());

        // In a short step S_qq = hV″, with V = (1 − r²/4)³ here. Found in six runs: within 0.1.
        for (double r = 1.5; r < 1.95; r += 0.05)
        {
            double x = 1 - (0.25 * r * r);
            Assert.AreEqual(1.5 * x * ((r * r) - x), springs.At(0, r), 0.3, $"at {r}");
        }

        Assert.IsNull(ModelTraining.Train(ModelKind.Direct, pairs, Tiny with { MaxIterations = 1 }).Manifest.PairStiffness);
    }

    [TestMethod]
    public void ActionsWithACutoffSeeThirdHarmonicsAndRatesAndAreBounded()
    {
        PairSet pairs = Pairs(Trajectories());
        NetworkOptions Trained(ModelKind kind, TrainingOptions options) =>
            ModelTraining.Train(kind, pairs, options with { MaxIterations = 1 }).Network.Options;
        NetworkOptions action = Trained(ModelKind.Action, Tiny);
        Assert.AreEqual((2, 3, true, 2, 64, 4.0), (action.Rounds, action.HarmonicDegree, action.HasRates, action.ParticleLayers, action.ParticleWidth!.Value, action.ProductLimit!.Value));
        Assert.AreEqual(0.25, action.PathPoint);
        Assert.AreEqual(16, Trained(ModelKind.Action, Tiny with { Width = null }).Width);
        Assert.AreEqual(32, Trained(ModelKind.Action, Tiny with { Width = null, PathPoint = 0 }).Width);
        NetworkOptions wide = Trained(ModelKind.Action, Tiny with { Width = 256, RadialFunctions = 2 });
        Assert.AreEqual((256, 256), (wide.Width, wide.ParticleWidth!.Value));
        Assert.IsNull(Trained(ModelKind.Action, Tiny with { PathPoint = 0 }).PathPoint);
        NetworkOptions unbounded = Trained(ModelKind.Action, Tiny with { ProductLimit = double.PositiveInfinity, HarmonicDegree = 2 });
        Assert.IsNull(unbounded.ProductLimit);
        Assert.AreEqual(2, unbounded.HarmonicDegree);
        NetworkOptions direct = Trained(ModelKind.Direct, Tiny);
        Assert.IsNull(direct.ProductLimit);
        Assert.IsNull(direct.PathPoint);
        Assert.AreEqual((3, 2, false, 1, 8), (direct.Rounds, direct.HarmonicDegree, direct.HasRates, direct.ParticleLayers, direct.ParticleWidth!.Value));
    }

    [TestMethod]
    [DataRow(TrainingEngine.OnnxRuntime)]
    [DataRow(TrainingEngine.TorchSharp)]
    public void ImagesDoNotMatter(TrainingEngine engine)
    {
        if (engine == TrainingEngine.TorchSharp && new TorchSharpEngineFactory().WhyNot(gpu: null) is { } reason)
        {
            Assert.Inconclusive(reason);
        }

        // A particle that is taken to another image, the same one in all frames, sees what it saw.
        List<Frame> frames = Trajectories();
        Random random = Chance();
        double[] shifts = [.. Enumerable.Range(0, frames[0].State.Positions.Length).Select(_ => SoftSpheres.Length * random.Next(-2, 3))];
        List<Frame> moved = [.. frames.Select(frame => frame with
        {
            State = new PhasePoint(frame.System.Count, 3, [.. frame.State.Positions.Zip(shifts, (q, shift) => q + shift)], frame.State.Momenta),
        })];
        TrainingOptions options = Tiny with { Engine = engine, Precision = ModelPrecision.Double, MaxIterations = 6, ValidationInterval = 1 };
        IReadOnlyList<TrainingProgress> one = ModelTraining.Train(ModelKind.Action, Pairs(frames), options).Summary.History;
        IReadOnlyList<TrainingProgress> other = ModelTraining.Train(ModelKind.Action, Pairs(moved), options).Summary.History;
        for (int i = 0; i < one.Count; i++)
        {
            Assert.AreEqual(one[i].Loss, other[i].Loss, 1e-8 * one[i].Loss);
        }
    }

    [TestMethod]
    public void EdgesOfABatchPointBackAndPaddingIsBeyondTheCutoff()
    {
        PairSet pairs = Pairs(Trajectories());
        var weights = new PairWeights(pairs, 1);
        (NetworkScales scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Action, Cutoff);
        var source = new BatchSource(ModelKind.Action, pairs, scales, weights, Tiny.For(ModelKind.Action, pairs.Frames[0].System.Count), ["A"]);
        TrainingBatch batch = source.Training(0);
        int edges = batch.Neighbors.Length;
        int padding = 0;
        for (int e = 0; e < edges; e++)
        {
            int i = e / batch.Capacity;
            int back = (int)batch.Reverse[e];
            double square = 0;
            Assert.AreEqual(e, batch.Reverse[back]);
            Assert.AreEqual(i, batch.Neighbors[back]);
            Assert.AreEqual(batch.Neighbors[e], back / batch.Capacity);
            for (int c = 0; c < 3; c++)
            {
                double shift = batch.Shifts[(c * edges) + e];
                square += shift * shift;
                Assert.AreEqual(back == e ? shift : -shift, batch.Shifts[(c * edges) + back], 1e-12);
            }

            padding += back == e ? 1 : 0;
            Assert.AreEqual(back == e, square > Cutoff * Cutoff, $"edge {e}");
        }

        TestContext.WriteLine($"{batch.Size} systems of {batch.Particles / batch.Size}, {batch.Capacity} places, {padding} of {edges} are padding");
        Assert.AreEqual((double)(edges - padding) / batch.Particles, scales.Neighbors, 0.2 * scales.Neighbors);
        Assert.IsGreaterThan(0, padding);
    }

    [TestMethod]
    public void TheTransformerPredictsPeriodicRows()
    {
        List<Frame> frames = Trajectories();
        var context = new MLContext(1);
        IDataView data = context.Dynamics().LoadTrajectory(frames);
        using DirectTransformer model = context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Training = Tiny }).Fit(data);
        double[][] predicted = [.. Views.Vectors(model.Transform(data), "DeltaMomenta")];
        double error = 0;
        double change = 0;
        for (int f = 0; f + 1 < frames.Count; f++)
        {
            if (frames[f].TrajectoryId == frames[f + 1].TrajectoryId)
            {
                for (int i = 0; i < predicted[f].Length; i++)
                {
                    double delta = frames[f + 1].State.Momenta[i] - frames[f].State.Momenta[i];
                    change += delta * delta;
                    error += (delta - predicted[f][i]) * (delta - predicted[f][i]);
                }
            }
        }

        TestContext.WriteLine($"relative error of Δp {Math.Sqrt(error / change):G3}");
        Assert.IsLessThan(0.5, Math.Sqrt(error / change));
    }

    [TestMethod]
    public void WithoutACutoffTheReasonIsGiven()
    {
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Action, Pairs(Trajectories()), Tiny with { Cutoff = null }));
        StringAssert.Contains(error.Message, "Set the training option Cutoff");
    }

    private static PairSet Pairs(List<Frame> frames) => PairSampler.Sample(frames, new PairSamplerOptions { ValidationFraction = 0.25 });

    private Random Chance()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private List<Frame> Trajectories()
    {
        Random random = Chance();
        return [.. Enumerable.Range(0, 4).SelectMany(t => SoftSpheres.Trajectory($"t{t}", random, speed: 0.29))];
    }
}
