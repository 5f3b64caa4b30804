using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>When the stages of a training begin and end, and what is kept of them.</summary>
[TestClass]
public sealed class TrainingLoopTests
{
    private static readonly TrainingOptions Options = new() { MaxIterations = 100, ValidationInterval = 5, BatchSize = 4 };

    [TestMethod]
    public void AStageEndsWithItsShareOfTheTraining()
    {
        (Engine[] engines, _, _) = Run(Options, new Engine(validation: 1), new Engine(validation: 1));
        Assert.AreEqual(60, engines[0].Steps);
        Assert.AreEqual(40, engines[1].Steps);
    }

    [TestMethod]
    public void PatienceEndsAStageNotTheTraining()
    {
        (Engine[] engines, TrainingSummary summary, _) = Run(Options with { Patience = 3 }, new Engine(validation: 1), new Engine(validation: 1));
        Assert.AreEqual(20, engines[0].Steps); // three validations no better than the first
        Assert.AreEqual(20, engines[1].Steps);
        Assert.AreEqual(40, summary.Iterations);
    }

    [TestMethod]
    public void TheNextStageGoesOnWithTheWeightsAndKeepsItsOwnBest()
    {
        (Engine[] engines, TrainingSummary summary, ParameterStore parameters) = Run(Options, new Engine(validation: 0.1), new Engine(validation: 0.4));
        Assert.AreEqual(60, engines[1].StepsBefore);
        Assert.AreEqual(Math.Sqrt(0.4), summary.RelativeErrorMomenta, 1e-12, "the error is that of the weights that are kept");
        Assert.IsTrue(engines[0].IsDisposed && engines[1].IsDisposed);
        Assert.AreEqual(0.4, parameters[Engine.Weights][0], "the weights are those of the second stage");
    }

    private static (Engine[] Engines, TrainingSummary Summary, ParameterStore Parameters) Run(TrainingOptions options, params Engine[] engines)
    {
        PairSet pairs = PairSampler.Sample(Toys.Trajectories(seed: 1), new PairSamplerOptions { ValidationFraction = 0.25 });
        options = options.For(ModelKind.Action, particles: 3);
        var weights = new PairWeights(pairs, options.WeightThreshold!.Value);
        (NetworkScales scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Action, cutoff: null);
        var batches = new BatchSource(ModelKind.Action, pairs, scales, weights, options, ["Body"]);
        TrainingStage[] stages = [new(batches, () => engines[0], End: 0.6), new(batches, () => engines[1], End: 1)];
        using var loop = new TrainingLoop(ModelKind.Action, stages, scales, options, pairs);
        var parameters = new ParameterStore { [Engine.Weights] = [0] };
        return (engines, loop.Run(parameters, progress: null, CancellationToken.None), parameters);
    }

    /// <summary>Counts instead of computing; its weights are its validation error.</summary>
    private sealed class Engine(double validation) : ITrainingEngine
    {
        public const string Weights = "weights";

        public int Steps { get; private set; }

        /// <summary>Steps of the engine that this one went on from.</summary>
        public int StepsBefore { get; private set; }

        public bool IsDisposed { get; private set; }

        public TrainingLoss Step(TrainingBatch batch, double learningRate)
        {
            Steps++;
            return new TrainingLoss(0, 1);
        }

        public TrainingLoss Validate(TrainingBatch batch) => new(0, validation);

        public void ReadAverage(ParameterStore store) => store[Weights] = [validation];

        public void Save(BinaryWriter writer) => writer.Write(StepsBefore + Steps);

        public void Restore(BinaryReader reader) => StepsBefore = reader.ReadInt32();

        public void Dispose() => IsDisposed = true;
    }
}
