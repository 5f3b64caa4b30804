using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.Trainers;

/// <summary>Numbers into tensors and back. Real numbers are <see cref="double"/> on this side, whatever the tensor holds.</summary>
internal static class TensorMemory
{
    /// <summary>Fills a tensor, row-major.</summary>
    public static void Write(Tensor tensor, ReadOnlySpan<double> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor host = Host(tensor);
        if (tensor.dtype == ScalarType.Float64)
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
    public static void Write(Tensor tensor, ReadOnlySpan<long> values)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor host = Host(tensor);
        values.CopyTo(MemoryMarshal.Cast<byte, long>(host.bytes));
        Send(host, tensor);
    }

    /// <summary>The elements of a real tensor, row-major.</summary>
    public static double[] Read(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();

        // A repeated tensor stays one of stride zero when it is flattened; the copy is contiguous.
        Span<byte> bytes = tensor.reshape(-1).clone().cpu().bytes;
        if (tensor.dtype == ScalarType.Float64)
        {
            return MemoryMarshal.Cast<byte, double>(bytes).ToArray();
        }

        double[] values = new double[bytes.Length / sizeof(float)];
        TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, float>(bytes), values);
        return values;
    }

    /// <summary>Writes the elements in the tensor's own type, as <see cref="Binary"/> writes arrays.</summary>
    public static void Save(BinaryWriter writer, Tensor tensor)
    {
        double[] values = Read(tensor);
        if (tensor.dtype == ScalarType.Float64)
        {
            Binary.Write<double>(writer, values);
        }
        else
        {
            Binary.Write<float>(writer, Array.ConvertAll(values, value => (float)value));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static void Restore(BinaryReader reader, Tensor tensor)
    {
        double[] values = new double[tensor.shape.Aggregate(1L, (count, size) => count * size)];
        if (tensor.dtype == ScalarType.Float64)
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

    private static bool IsOnHost(Tensor tensor) => tensor.device.type == DeviceType.CPU;

    private static Tensor Host(Tensor tensor) => IsOnHost(tensor) ? tensor : zeros(tensor.shape, tensor.dtype);

    private static void Send(Tensor host, Tensor tensor)
    {
        if (!ReferenceEquals(host, tensor))
        {
            tensor.copy_(host);
        }
    }
}
