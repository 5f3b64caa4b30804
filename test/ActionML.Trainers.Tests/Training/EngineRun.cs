using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>An engine with its batches.</summary>
internal sealed record EngineRun(ITrainingEngine Value, BatchSource Batches, ParameterStore Parameters) : IDisposable
{
    public static EngineRun Create(PairSet pairs, TrainingOptions options, ITrainingEngineFactory factory, ModelKind kind = ModelKind.Action)
    {
        options = options.For(kind, pairs.Frames[0].System.Count);
        string[] kinds = [.. pairs.Frames.SelectMany(frame => frame.System.Kinds).Distinct()];
        NetworkOptions network = options.Network(pairs.Frames[0].System.Dimension, kinds.Length);
        var weights = new PairWeights(pairs, options.WeightThreshold!.Value);
        (NetworkScales scales, _) = ScaleEstimator.Estimate(pairs, weights, kind, cutoff: null);
        var parameters = new ParameterStore();
        var batches = new BatchSource(kind, pairs, scales, weights, options, kinds);
        var graph = new TrainingGraph(kind, network, scales, parameters, batches.Layout, options);
        return new EngineRun(factory.Create(graph, parameters, batches.Layout, options, gpu: null), batches, parameters);
    }

    public TrainingLoss Step(int iteration) => Value.Step(Batches.Training(iteration), 5e-3);

    /// <summary>The averaged weights, parameter after parameter.</summary>
    public double[] Average()
    {
        ParameterStore store = Parameters.Clone();
        Value.ReadAverage(store);
        return FlatWeights.Of<double>(store);
    }

    /// <summary>The state, as a checkpoint has it.</summary>
    public byte[] Save()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Value.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    public void Restore(byte[] state) => Value.Restore(new BinaryReader(new MemoryStream(state)));

    public void Dispose() => Value.Dispose();
}
