using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>
/// One batch of three-body pairs and an action network as the demo trains it, with the loss and the gradients that the
/// interpreter, our double-precision reference, computes.
/// </summary>
internal sealed class TrainingProblem
{
    private const double Step = 0.25;

    private readonly Dictionary<string, double[]> _expected = [];

    public TrainingProblem(int batchSize)
    {
        Options = new TrainingOptions { BatchSize = batchSize, LearningRate = 1e-3, WeightThreshold = 1 };
        var dataset = new ThreeBodyDatasetOptions { Trajectories = 16, FrameSpacing = Step, Duration = 8, Threads = 1 };
        PairSet pairs = PairSampler.Sample(ThreeBodyDataset.Generate(dataset), new PairSamplerOptions());
        string[] kinds = [.. pairs.Frames[0].System.Kinds.Distinct()];
        var weights = new PairWeights(pairs, Options.WeightThreshold!.Value);
        (Scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Action, cutoff: null);
        Network = new NetworkOptions
        {
            Dimension = pairs.Frames[0].System.Dimension,
            SpeciesCount = kinds.Length,
            Width = Options.Width,
            VectorWidth = Options.VectorWidth,
            Rounds = Options.Rounds,
            RadialFunctions = Options.RadialFunctions,
        };
        Batch = new BatchSource(ModelKind.Action, pairs, Scales, weights, Options, kinds).Training(0);
        Graph = new TrainingGraph(
            ModelKind.Action, Network, Scales, Parameters, Options.PositionWeight, Batch.Particles, Options.Seed);
        Shake();
        Evaluate();
    }

    public TrainingOptions Options { get; }

    public NetworkOptions Network { get; }

    public NetworkScales Scales { get; }

    public TrainingBatch Batch { get; }

    public TrainingGraph Graph { get; }

    public ParameterStore Parameters { get; } = new();

    /// <summary>The batch by input name.</summary>
    public Dictionary<string, Array> Inputs { get; } = [];

    /// <summary>Squared errors and gradients by output name.</summary>
    public IReadOnlyDictionary<string, double[]> Expected => _expected;

    /// <summary>Biases start at zero, where a mistake in one of them would go unseen.</summary>
    private void Shake()
    {
        var random = new Random(1);
        foreach (string name in Parameters.Names.Where(name => name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            foreach (ref double value in Parameters[name].AsSpan())
            {
                value = 0.1 * ((2 * random.NextDouble()) - 1);
            }
        }
    }

    private void Evaluate()
    {
        Inputs[TensorNames.Positions] = new double[Batch.Momenta.Length];
        Inputs[TensorNames.Momenta] = Batch.Momenta;
        Inputs[TensorNames.Masses] = Batch.Masses;
        Inputs[TensorNames.Species] = Batch.Species;
        Inputs[TensorNames.Neighbors] = Batch.Neighbors;
        Inputs[TensorNames.Reverse] = Batch.Reverse;
        Inputs[TensorNames.Shifts] = Batch.Shifts;
        Inputs[TrainingGraph.RootWeights] = Batch.Weights;
        Inputs[TrainingGraph.TargetPositions] = Batch.TargetPositions;
        Inputs[TrainingGraph.TargetMomenta] = Batch.TargetMomenta;
        var interpreter = new Interpreter([.. Graph.Outputs.Select(output => output.Value)]);
        double[][] results = interpreter.Run(Inputs, Parameters, Batch.Particles, Batch.Capacity);
        foreach ((int i, (string name, _)) in Graph.Outputs.Index())
        {
            _expected[name] = results[i];
        }
    }
}
