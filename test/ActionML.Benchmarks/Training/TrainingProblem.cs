using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>
/// One batch of pairs and an action network, with the loss and the gradients that the interpreter, our
/// double-precision reference, computes.
/// </summary>
internal sealed class TrainingProblem
{
    private const double Step = 0.25;

    private readonly Dictionary<string, double[]> _expected = [];

    private TrainingProblem(
        string name, PairSet pairs, PairWeights weights, TrainingOptions options, NetworkOptions network, NetworkScales scales, ParameterStore parameters)
    {
        (Name, Options, Network, Scales, Parameters) = (name, options, network, scales, parameters);
        string[] kinds = [.. pairs.Frames[0].System.Kinds.Distinct().Order(StringComparer.Ordinal)];
        Batch = new BatchSource(ModelKind.Action, pairs, scales, weights, options, kinds).Training(0);
        Graph = new TrainingGraph(ModelKind.Action, network, scales, parameters, Batch, options);
        Shake();
        Evaluate();
    }

    /// <summary>Three bodies and a new network, as the demo trains it.</summary>
    /// <param name="batchSize">Pairs in the batch; null for as many as the trainer takes.</param>
    public static TrainingProblem ThreeBodies(int? batchSize)
    {
        var dataset = new ThreeBodyDatasetOptions { Trajectories = 16, FrameSpacing = Step, Duration = 8, Threads = 1 };
        PairSet pairs = PairSampler.Sample(ThreeBodyDataset.Generate(dataset), new PairSamplerOptions());
        ParticleSystem system = pairs.Frames[0].System;
        TrainingOptions options = new TrainingOptions { BatchSize = batchSize, LearningRate = 1e-3 }.For(ModelKind.Action, system.Count);
        var weights = new PairWeights(pairs, options.WeightThreshold!.Value);
        (NetworkScales scales, _) = ScaleEstimator.Estimate(pairs, weights, ModelKind.Action, cutoff: null);
        NetworkOptions network = options.Network(system.Dimension, system.Kinds.Distinct().Count());
        return new TrainingProblem("three bodies", pairs, weights, options, network, scales, new ParameterStore());
    }

    /// <summary>Germanium telluride, going on with a trained network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="frames">A trajectory whose frames are the network's step apart.</param>
    public static TrainingProblem GeTe(NetworkModel model, IEnumerable<Frame> frames)
    {
        PairSet pairs = PairSampler.Sample(frames, new PairSamplerOptions { OutlierFraction = 0 });
        int atoms = pairs.Frames[0].System.Count;
        TrainingOptions options = new TrainingOptions { Cutoff = model.Options.Cutoff, LearningRate = 1e-3 }.For(ModelKind.Action, atoms);
        var weights = new PairWeights(pairs, options.WeightThreshold!.Value);
        return new TrainingProblem($"{atoms} atoms of GeTe", pairs, weights, options, model.Options, model.Scales, model.Parameters.Clone());
    }

    /// <summary>What is trained, in words.</summary>
    public string Name { get; }

    public TrainingOptions Options { get; }

    public NetworkOptions Network { get; }

    public NetworkScales Scales { get; }

    public TrainingBatch Batch { get; }

    public TrainingGraph Graph { get; }

    public ParameterStore Parameters { get; }

    /// <summary>The batch by input name.</summary>
    public Dictionary<string, Array> Inputs { get; } = [];

    /// <summary>Squared errors and gradients by output name.</summary>
    public IReadOnlyDictionary<string, double[]> Expected => _expected;

    /// <summary>Biases start at zero, where a mistake in one of them would go unseen; and a trained network's loss is mostly rounding in single precision.</summary>
    private void Shake()
    {
        var random = new Random(1);
        foreach (string name in Parameters.Names.Where(name => name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            foreach (ref double value in Parameters[name].AsSpan())
            {
                value += 0.1 * ((2 * random.NextDouble()) - 1);
            }
        }
    }

    private void Evaluate()
    {
        foreach (BatchTensor<double> real in Batch.Reals)
        {
            Inputs[real.Name] = real.Data;
        }

        foreach (BatchTensor<long> index in Batch.Indices)
        {
            Inputs[index.Name] = index.Data;
        }

        var interpreter = new Interpreter([.. Graph.Outputs.Select(output => output.Value)]);
        double[][] results = interpreter.Run(Inputs, Parameters, Batch.Particles, Batch.Capacity);
        foreach ((int i, (string name, _)) in Graph.Outputs.Index())
        {
            _expected[name] = results[i];
        }
    }
}
