using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Numbers on the device. Tensors of several shapes share them without a copy.</summary>
internal sealed class DeviceBuffer<T>(DeviceMemory memory, OrtMemoryAllocation allocation)
    where T : unmanaged
{
    /// <summary>A tensor of a shape over the first numbers. Never over later ones: a device's wide loads need the allocator's alignment.</summary>
    public OrtValue As(params long[] shape) => memory.View<T>(allocation.DangerousGetHandle(), shape);
}
