using System.Numerics;
using ActionML.Runtime.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>A batch as inputs of ONNX Runtime's sessions, on the device where they run.</summary>
internal sealed class BatchInputs<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly (string Name, DeviceInput<T> Input)[] _reals;
    private readonly (string Name, DeviceInput<long> Input)[] _indices;

    /// <param name="memory">The sessions' device.</param>
    /// <param name="layout">A batch of the shape that every later one has.</param>
    public BatchInputs(DeviceMemory memory, TrainingBatch layout)
    {
        _reals = [.. layout.Reals.Select(real => (real.Name, new DeviceInput<T>(memory, new T[real.Data.Length], real.Shape)))];
        _indices = [.. layout.Indices.Select(index => (index.Name, new DeviceInput<long>(memory, new long[index.Data.Length], index.Shape)))];
    }

    /// <summary>Makes all of it inputs of a binding.</summary>
    public void BindTo(OrtIoBinding binding)
    {
        foreach ((string name, DeviceInput<T> input) in _reals)
        {
            input.BindTo(binding, name);
        }

        foreach ((string name, DeviceInput<long> input) in _indices)
        {
            input.BindTo(binding, name);
        }
    }

    /// <summary>Brings a batch to the device for the one binding that runs next.</summary>
    public void Send(TrainingBatch batch, OrtIoBinding binding)
    {
        for (int r = 0; r < _reals.Length; r++)
        {
            double[] from = batch.Reals[r].Data;
            T[] to = _reals[r].Input.Data;
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = T.CreateTruncating(from[i]);
            }

            _reals[r].Input.SendTo(binding);
        }

        for (int i = 0; i < _indices.Length; i++)
        {
            batch.Indices[i].Data.CopyTo(_indices[i].Input.Data, 0);
            _indices[i].Input.SendTo(binding);
        }
    }
}
