using System.Numerics;
using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>
/// Trains on the CPU through ONNX Runtime: parameters are inputs of the graph, gradients its outputs, and all of them
/// are slices of one array. One thread per engine: two engines on two cores beat one engine on two threads.
/// </summary>
internal sealed class OnnxTrainingEngine<T> : ITrainingEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly InferenceSession _session;
    private readonly DeviceMemory _memory;
    private readonly RunOptions _run = new();
    private readonly AdamW<T> _optimizer;
    private readonly ParameterStore _parameters;
    private readonly BatchInputs<T> _batch;
    private readonly OrtIoBinding _step;
    private readonly OrtIoBinding _validate;
    private readonly T[] _weights;
    private readonly T[] _gradient;
    private readonly T[] _squaredErrors = new T[2];
    private readonly int _components;

    /// <param name="graph">The training graph.</param>
    /// <param name="parameters">Start values.</param>
    /// <param name="layout">A batch of the shape that every later one has.</param>
    /// <param name="options">Options of the optimizer.</param>
    /// <param name="threads">Threads within an operator.</param>
    public OnnxTrainingEngine(
        TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int threads = 1)
    {
        _parameters = parameters;
        byte[] model = OnnxWriter.Write(graph.Graph, graph.Outputs, new OnnxOptions
        {
            Precision = typeof(T) == typeof(double) ? ModelPrecision.Double : ModelPrecision.Single,
            Sizes = (layout.Particles, layout.Capacity),
        });
        _session = TrainingSession.Open(model, ExecutionTarget.Cpu, threads);
        _memory = new DeviceMemory(_session, ExecutionTarget.Cpu, copies: false);
        _components = layout.Momenta.Length;
        _weights = FlatWeights.Of<T>(parameters);
        _gradient = new T[_weights.Length];
        _optimizer = new AdamW<T>(_weights.Length, options);
        _batch = new BatchInputs<T>(_memory, layout);
        _step = Bind();
        _validate = Bind();
        int offset = 0;
        foreach ((string name, Value parameter) in parameters.Names.Zip(graph.Graph.Parameters))
        {
            long[] shape = [.. parameter.Shape.Select(dimension => (long)dimension.Factor)];
            int length = parameters[name].Length;
            _step.BindInput(name, Slice(_weights));
            _step.BindOutput(TrainingGraph.GradientPrefix + name, Slice(_gradient));
            _validate.BindInput(name, Slice(_optimizer.Average));
            offset += length;

            OrtValue Slice(T[] all) => _memory.Host(all.AsMemory(offset, length), shape);
        }
    }

    /// <summary>The gradient of the last step, parameter after parameter in the store's order.</summary>
    public ReadOnlySpan<T> Gradient => _gradient;

    public TrainingLoss Step(TrainingBatch batch, double learningRate)
    {
        TrainingLoss loss = Run(batch, _step);
        _optimizer.Step(_weights, _gradient, learningRate);
        return loss;
    }

    public TrainingLoss Validate(TrainingBatch batch) => Run(batch, _validate);

    public void ReadAverage(ParameterStore store) => FlatWeights.Write<T>(_optimizer.Average, _parameters, store);

    public void Save(BinaryWriter writer)
    {
        Binary.Write<T>(writer, _weights);
        _optimizer.Save(writer);
    }

    public void Restore(BinaryReader reader)
    {
        Binary.Read<T>(reader, _weights);
        _optimizer.Restore(reader);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private OrtIoBinding Bind()
    {
        OrtIoBinding binding = _memory.Bind(_session);
        _batch.BindTo(binding);
        binding.BindOutput(TrainingGraph.SquaredErrorPositions, _memory.Host(_squaredErrors.AsMemory(0, 1), 1, 1));
        binding.BindOutput(TrainingGraph.SquaredErrorMomenta, _memory.Host(_squaredErrors.AsMemory(1, 1), 1, 1));
        return binding;
    }

    private TrainingLoss Run(TrainingBatch batch, OrtIoBinding binding)
    {
        _batch.Send(batch, binding);
        _session.RunWithBinding(_run, binding);
        return new TrainingLoss(
            double.CreateTruncating(_squaredErrors[0]) / _components,
            double.CreateTruncating(_squaredErrors[1]) / _components);
    }
}
