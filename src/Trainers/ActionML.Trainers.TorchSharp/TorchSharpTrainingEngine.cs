using ActionML.Export;
using ActionML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.Trainers;

/// <summary>
/// Trains with TorchSharp: the same graph as <see cref="OnnxTrainingEngine{T}"/>, gradient nodes included, on tensors of
/// the CPU or of a CUDA device. All weights are slices of one tensor, which the optimizer updates where it is.
/// </summary>
internal sealed class TorchSharpTrainingEngine : ITrainingEngine
{
    private readonly TensorMemory _memory;
    private readonly TensorProgram _training;
    private readonly TensorProgram _validation;
    private readonly TensorAdamW _optimizer;
    private readonly ParameterStore _parameters;
    private readonly Tensor _weights;
    private readonly List<Tensor> _slices = [];
    private readonly Dictionary<string, Tensor> _inputs = [];
    private readonly int _components;

    /// <param name="graph">The training graph.</param>
    /// <param name="parameters">Start values.</param>
    /// <param name="layout">A batch of the shape that every later one has.</param>
    /// <param name="options">Precision and options of the optimizer.</param>
    /// <param name="device">Where to compute.</param>
    public TorchSharpTrainingEngine(
        TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, Device device)
    {
        _parameters = parameters;
        _components = layout.Momenta.Length;
        _memory = new TensorMemory(options.Precision, device);
        var target = new TensorTarget(layout.Particles, layout.Capacity, _memory);
        Value[] outputs = [.. graph.Outputs.Select(output => output.Value)];
        _training = new TensorProgram(graph.Graph, outputs, target);
        _validation = new TensorProgram(graph.Graph, outputs[..2], target);

        _weights = _memory.New(parameters.Count);
        _optimizer = new TensorAdamW(parameters.Count, _memory, options);
        _memory.Write(_weights, [.. parameters.Names.SelectMany(name => parameters[name])]);
        int offset = 0;
        foreach ((string name, Value parameter) in parameters.Names.Zip(graph.Graph.Parameters))
        {
            long[] shape = [.. parameter.Shape.Select(dimension => (long)dimension.Factor)];
            _training.Bind(name, Slice(_weights));
            _validation.Bind(name, Slice(_optimizer.Average));
            offset += parameters[name].Length;

            Tensor Slice(Tensor all)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor slice = all.narrow(0, offset, parameters[name].Length).reshape(shape).DetachFromDisposeScope();
                _slices.Add(slice);
                return slice;
            }
        }

        foreach (Value input in graph.Graph.Inputs)
        {
            string name = ((InputOperator)input.Node.Operator).Name;
            long[] shape = Array.ConvertAll(input.Shape.Resolve(layout.Particles, layout.Capacity), size => (long)size);
            Tensor tensor = input.IsIndex ? _memory.NewIndices(shape) : _memory.New(shape);
            _inputs.Add(name, tensor);
            _training.Bind(name, tensor);
            _validation.Bind(name, tensor);
        }
    }

    public TrainingLoss Step(TrainingBatch batch, double learningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        Write(batch);
        Tensor[] results = _training.Run();
        Tensor gradient = cat(Array.ConvertAll(results[2..], part => part.reshape(-1)));
        TrainingLoss loss = LossOf(results);
        _optimizer.Step(_weights, gradient, learningRate);
        return loss;
    }

    public TrainingLoss Validate(TrainingBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Write(batch);
        return LossOf(_validation.Run());
    }

    public void ReadAverage(ParameterStore store)
    {
        double[] average = _memory.Read(_optimizer.Average);
        int offset = 0;
        foreach (string name in _parameters.Names)
        {
            int length = _parameters[name].Length;
            store[name] = average[offset..(offset + length)];
            offset += length;
        }
    }

    public void Save(BinaryWriter writer)
    {
        _memory.Save(writer, _weights);
        _optimizer.Save(writer);
    }

    public void Restore(BinaryReader reader)
    {
        _memory.Restore(reader, _weights);
        _optimizer.Restore(reader);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _slices.Concat(_inputs.Values))
        {
            tensor.Dispose();
        }

        _weights.Dispose();
        _optimizer.Dispose();
        _training.Dispose();
        _validation.Dispose();
    }

    private void Write(TrainingBatch batch)
    {
        foreach (BatchTensor<double> real in batch.Reals)
        {
            _memory.Write(_inputs[real.Name], real.Data);
        }

        foreach (BatchTensor<long> index in batch.Indices)
        {
            _memory.Write(_inputs[index.Name], index.Data);
        }
    }

    private TrainingLoss LossOf(Tensor[] results) =>
        new(results[0].ToDouble() / _components, results[1].ToDouble() / _components);
}
