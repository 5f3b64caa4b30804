using System.Numerics;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>A batch as inputs of ONNX Runtime's sessions, on the device where they run.</summary>
internal sealed class BatchInputs<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly OrtValue _positions;
    private readonly (string Name, DeviceInput<T> Input, Func<TrainingBatch, double[]> Source)[] _reals;
    private readonly (string Name, DeviceInput<long> Input, Func<TrainingBatch, long[]> Source)[] _indices;

    /// <param name="memory">The sessions' device.</param>
    /// <param name="layout">A batch of the shape that every later one has.</param>
    public BatchInputs(DeviceMemory memory, TrainingBatch layout)
    {
        int n = layout.Particles;
        int d = layout.Momenta.Length / n;
        int k = layout.Capacity;

        // Displacements from the list's reference stay zero.
        _positions = memory.Host(new T[n * d], n, d);
        _reals =
        [
            Real(TensorNames.Momenta, batch => batch.Momenta, n, d),
            Real(TensorNames.Masses, batch => batch.Masses, n),
            Real(TensorNames.Shifts, batch => batch.Shifts, d, n, k),
            Real(TrainingGraph.RootWeights, batch => batch.Weights, n),
            Real(TrainingGraph.TargetPositions, batch => batch.TargetPositions, n, d),
            Real(TrainingGraph.TargetMomenta, batch => batch.TargetMomenta, n, d),
        ];
        _indices =
        [
            Index(TensorNames.Species, batch => batch.Species, n),
            Index(TensorNames.Neighbors, batch => batch.Neighbors, n, k),
            Index(TensorNames.Reverse, batch => batch.Reverse, n * k),
        ];

        (string, DeviceInput<T>, Func<TrainingBatch, double[]>) Real(string name, Func<TrainingBatch, double[]> source, params long[] shape) =>
            (name, new DeviceInput<T>(memory, new T[source(layout).Length], shape), source);

        (string, DeviceInput<long>, Func<TrainingBatch, long[]>) Index(string name, Func<TrainingBatch, long[]> source, params long[] shape) =>
            (name, new DeviceInput<long>(memory, new long[source(layout).Length], shape), source);
    }

    /// <summary>Makes all of it inputs of a binding.</summary>
    public void BindTo(OrtIoBinding binding)
    {
        binding.BindInput(TensorNames.Positions, _positions);
        foreach ((string name, DeviceInput<T> input, _) in _reals)
        {
            input.BindTo(binding, name);
        }

        foreach ((string name, DeviceInput<long> input, _) in _indices)
        {
            input.BindTo(binding, name);
        }
    }

    /// <summary>Brings a batch to the device for the one binding that runs next.</summary>
    public void Send(TrainingBatch batch, OrtIoBinding binding)
    {
        foreach ((_, DeviceInput<T> input, Func<TrainingBatch, double[]> source) in _reals)
        {
            double[] from = source(batch);
            T[] to = input.Data;
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = T.CreateTruncating(from[i]);
            }

            input.SendTo(binding);
        }

        foreach ((_, DeviceInput<long> input, Func<TrainingBatch, long[]> source) in _indices)
        {
            source(batch).CopyTo(input.Data, 0);
            input.SendTo(binding);
        }
    }
}
