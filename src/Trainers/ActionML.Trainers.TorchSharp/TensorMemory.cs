using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ActionML.Runtime;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace ActionML.Trainers;

/// <summary>Tensors of one device and one real type. On this side real numbers are <see cref="double"/>, whatever the tensors hold.</summary>
/// <param name="precision">The type of real tensors.</param>
/// <param name="device">Where the tensors live.</param>
internal sealed class TensorMemory(ModelPrecision precision, Device device)
{
    /// <summary>The type of real tensors.</summary>
    public ScalarType Real => IsDouble ? ScalarType.Float64 : ScalarType.Float32;

    private bool IsDouble => precision == ModelPrecision.Double;

    /// <summary>A real tensor of zeros that no dispose scope owns.</summary>
    public Tensor New(params long[] shape) => zeros(shape, Real, device).DetachFromDisposeScope();

    /// <summary>A tensor of integers, zeros, that no dispose scope owns.</summary>
    public Tensor NewIndices(params long[] shape) => zeros(shape, ScalarType.Int64, device).DetachFromDisposeScope();

    /// <summary>Fills a tensor, row-major.</summary>
    public void Write(Tensor tensor, ReadOnlySpan<double> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor host = Host(tensor, Real);
        if (IsDouble)
        {
            values.CopyTo(MemoryMarshal.Cast<byte, double>(host.bytes));
        }
        else
        {
            TensorPrimitives.ConvertTruncating(values, MemoryMarshal.Cast<byte, float>(host.bytes));
        }

        Send(host, tensor);
    }

    /// <summary>Fills a tensor of integers, row-major.</summary>
    public void Write(Tensor tensor, ReadOnlySpan<long> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor host = Host(tensor, ScalarType.Int64);
        values.CopyTo(MemoryMarshal.Cast<byte, long>(host.bytes));
        Send(host, tensor);
    }

    /// <summary>The elements of a real tensor, row-major.</summary>
    public double[] Read(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();

        // A repeated tensor stays one of stride zero when it is flattened; the copy is contiguous.
        Span<byte> bytes = tensor.reshape(-1).clone().cpu().bytes;
        if (IsDouble)
        {
            return MemoryMarshal.Cast<byte, double>(bytes).ToArray();
        }

        double[] values = new double[bytes.Length / sizeof(float)];
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(bytes), values);
        return values;
    }

    /// <summary>Writes the elements in the tensor's own type, as <see cref="Binary"/> writes arrays.</summary>
    public void Save(BinaryWriter writer, Tensor tensor)
    {
        double[] values = Read(tensor);
        if (IsDouble)
        {
            Binary.Write<double>(writer, values);
        }
        else
        {
            Binary.Write<float>(writer, Array.ConvertAll(values, value => (float)value));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader, Tensor tensor)
    {
        double[] values = new double[tensor.shape.Aggregate(1L, (count, size) => count * size)];
        if (IsDouble)
        {
            Binary.Read<double>(reader, values);
        }
        else
        {
            float[] single = new float[values.Length];
            Binary.Read<float>(reader, single);
            TensorPrimitives.ConvertTruncating<float, double>(single, values);
        }

        Write(tensor, values);
    }

    /// <summary>What numbers are written into: the tensor itself, or one on the host.</summary>
    private Tensor Host(Tensor tensor, ScalarType type) => device.type == DeviceType.CPU ? tensor : zeros(tensor.shape, type);

    private static void Send(Tensor host, Tensor tensor)
    {
        if (!ReferenceEquals(host, tensor))
        {
            tensor.copy_(host);
        }
    }
}
