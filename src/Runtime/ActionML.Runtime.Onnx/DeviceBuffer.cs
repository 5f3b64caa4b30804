using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Numbers on the device. Tensors of any shape share them, so that nothing is ever split, joined or reshaped by a copy.</summary>
internal sealed class DeviceBuffer<T>(DeviceMemory memory, OrtMemoryAllocation allocation)
    where T : unmanaged
{
    /// <summary>A tensor of a shape over the first numbers.</summary>
    public OrtValue As(params long[] shape) => From(0, shape);

    /// <summary>A tensor of a shape over the numbers from an offset on.</summary>
    public OrtValue From(int offset, params long[] shape) =>
        memory.View<T>(allocation.DangerousGetHandle() + (offset * Unsafe.SizeOf<T>()), shape);
}
