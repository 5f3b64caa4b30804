namespace ActionML.Runtime.Onnx;

/// <summary>A point of phase space, or a change of one, on the device, [N·D] each, in a model's precision.</summary>
internal sealed class PhaseBuffers<T>(DeviceMemory memory, int components)
    where T : unmanaged
{
    public DeviceBuffer<T> Positions { get; } = memory.Allocate<T>(components);

    public DeviceBuffer<T> Momenta { get; } = memory.Allocate<T>(components);
}
