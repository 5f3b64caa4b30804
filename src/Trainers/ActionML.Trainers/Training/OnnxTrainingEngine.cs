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
    private readonly RunOptions _run = new();
    private readonly AdamW<T> _optimizer;
    private readonly ParameterStore _parameters;
    private readonly T[] _weights;
    private readonly T[] _gradient;
    private readonly T[] _squaredErrors = new T[2];
    private readonly T[] _momenta;
    private readonly T[] _masses;
    private readonly T[] _shifts;
    private readonly T[] _rootWeights;
    private readonly T[] _targetPositions;
    private readonly T[] _targetMomenta;
    private readonly long[] _species;
    private readonly long[] _neighbors;
    private readonly long[] _reverse;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly List<OrtValue> _inputs = [];
    private readonly List<OrtValue> _averageInputs = [];
    private readonly List<OrtValue> _outputs = [];
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
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        OnnxSessionSettings.Apply(settings);
        _session = new InferenceSession(model, settings);

        int n = layout.Particles;
        int d = layout.Momenta.Length / n;
        _components = n * d;
        _weights = new T[parameters.Count];
        _gradient = new T[parameters.Count];
        _optimizer = new AdamW<T>(parameters.Count, options);
        _momenta = new T[n * d];
        _masses = new T[n];
        _shifts = new T[layout.Shifts.Length];
        _rootWeights = new T[n];
        _targetPositions = new T[n * d];
        _targetMomenta = new T[n * d];
        _species = new long[n];
        _neighbors = new long[layout.Neighbors.Length];
        _reverse = new long[layout.Reverse.Length];

        var inputNames = new List<string>();
        var outputNames = new List<string> { TrainingGraph.SquaredErrorPositions, TrainingGraph.SquaredErrorMomenta };
        _outputs.Add(Tensor(_squaredErrors.AsMemory(0, 1), 1, 1));
        _outputs.Add(Tensor(_squaredErrors.AsMemory(1, 1), 1, 1));
        int offset = 0;
        foreach (Value parameter in graph.Graph.Parameters)
        {
            string name = parameters.Names.ElementAt(inputNames.Count);
            long[] shape = [.. parameter.Shape.Select(dimension => (long)dimension.Factor)];
            int length = parameters[name].Length;
            for (int i = 0; i < length; i++)
            {
                _weights[offset + i] = T.CreateTruncating(parameters[name][i]);
            }

            inputNames.Add(name);
            _inputs.Add(Tensor(_weights.AsMemory(offset, length), shape));
            _averageInputs.Add(Tensor(_optimizer.Average.AsMemory(offset, length), shape));
            outputNames.Add(TrainingGraph.GradientPrefix + name);
            _outputs.Add(Tensor(_gradient.AsMemory(offset, length), shape));
            offset += length;
        }

        (string Name, OrtValue Value)[] data =
        [
            (TensorNames.Positions, Tensor(new T[n * d].AsMemory(), n, d)),
            (TensorNames.Momenta, Tensor(_momenta.AsMemory(), n, d)),
            (TensorNames.Masses, Tensor(_masses.AsMemory(), n)),
            (TensorNames.Species, OrtValue.CreateTensorValueFromMemory(_species, [n])),
            (TensorNames.Neighbors, OrtValue.CreateTensorValueFromMemory(_neighbors, [n, layout.Capacity])),
            (TensorNames.Reverse, OrtValue.CreateTensorValueFromMemory(_reverse, [n * layout.Capacity])),
            (TensorNames.Shifts, Tensor(_shifts.AsMemory(), d, n, layout.Capacity)),
            (TrainingGraph.RootWeights, Tensor(_rootWeights.AsMemory(), n)),
            (TrainingGraph.TargetPositions, Tensor(_targetPositions.AsMemory(), n, d)),
            (TrainingGraph.TargetMomenta, Tensor(_targetMomenta.AsMemory(), n, d)),
        ];
        inputNames.AddRange(data.Select(item => item.Name));
        _inputs.AddRange(data.Select(item => item.Value));
        _averageInputs.AddRange(data.Select(item => item.Value));
        _inputNames = [.. inputNames];
        _outputNames = [.. outputNames];
    }

    /// <summary>The gradient of the last step, parameter after parameter in the store's order.</summary>
    public ReadOnlySpan<T> Gradient => _gradient;

    public TrainingLoss Step(TrainingBatch batch, double learningRate)
    {
        TrainingLoss loss = Run(batch, _inputs, _outputs.Count);
        _optimizer.Step(_weights, _gradient, learningRate);
        return loss;
    }

    public TrainingLoss Validate(TrainingBatch batch) => Run(batch, _averageInputs, outputs: 2);

    public void ReadAverage(ParameterStore store)
    {
        int offset = 0;
        foreach (string name in _parameters.Names)
        {
            double[] values = new double[_parameters[name].Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = double.CreateTruncating(_optimizer.Average[offset + i]);
            }

            store[name] = values;
            offset += values.Length;
        }
    }

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
        foreach (OrtValue value in _inputs.Concat(_averageInputs).Concat(_outputs).Distinct())
        {
            value.Dispose();
        }

        _run.Dispose();
        _session.Dispose();
    }

    private TrainingLoss Run(TrainingBatch batch, List<OrtValue> inputs, int outputs)
    {
        Convert(batch.Momenta, _momenta);
        Convert(batch.Masses, _masses);
        Convert(batch.Shifts, _shifts);
        Convert(batch.Weights, _rootWeights);
        Convert(batch.TargetPositions, _targetPositions);
        Convert(batch.TargetMomenta, _targetMomenta);
        batch.Species.CopyTo(_species, 0);
        batch.Neighbors.CopyTo(_neighbors, 0);
        batch.Reverse.CopyTo(_reverse, 0);
        _session.Run(_run, _inputNames, inputs, _outputNames[..outputs], _outputs[..outputs]);
        return new TrainingLoss(
            double.CreateTruncating(_squaredErrors[0]) / _components,
            double.CreateTruncating(_squaredErrors[1]) / _components);
    }

    private static void Convert(double[] from, T[] to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = T.CreateTruncating(from[i]);
        }
    }

    private static OrtValue Tensor(Memory<T> data, params long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, shape);
}
