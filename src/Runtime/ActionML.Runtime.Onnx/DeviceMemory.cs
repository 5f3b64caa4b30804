using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace ActionML.Runtime.Onnx;

/// <summary>
/// Memory of the device that runs a session, and of the host for what goes there and comes back. The one place that says where
/// tensors live.
/// </summary>
internal sealed class DeviceMemory : IDisposable
{
    private readonly OrtMemoryInfo _place;
    private readonly OrtAllocator _allocator;
    private readonly List<IDisposable> _owned = [];

    /// <summary>The memory of a session's device.</summary>
    /// <param name="session">The session.</param>
    /// <param name="target">Its device.</param>
    /// <param name="copies">
    /// Whether inputs are copied to the device, as they are when it is not the host: a binding then holds what the host's array
    /// held when it was bound.
    /// </param>
    public DeviceMemory(InferenceSession session, ExecutionTarget target, bool copies)
    {
        _place = target.CudaDevice is { } device
            ? Own(new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, device, OrtMemType.Default))
            : OrtMemoryInfo.DefaultInstance;
        CopiesInputs = copies;
        _allocator = Own(new OrtAllocator(session, _place));
    }

    /// <summary>Whether a change of the host's array reaches the device only when it is sent.</summary>
    public bool CopiesInputs { get; }

    /// <summary>Memory for some numbers on the device, as tensors of one or more shapes over it.</summary>
    /// <param name="count">How many numbers there is room for.</param>
    public DeviceBuffer<T> Allocate<T>(int count)
        where T : unmanaged => new(this, Own(_allocator.Allocate(checked((uint)count * (uint)Unsafe.SizeOf<T>()))));

    /// <summary>A tensor over a part of memory on the device.</summary>
    public OrtValue View<T>(IntPtr start, long[] shape)
        where T : unmanaged =>
        Own(OrtValue.CreateTensorValueWithData(_place, ElementType<T>(), shape, start, ShapeUtils.GetSizeForShape(shape) * Unsafe.SizeOf<T>()));

    /// <summary>A tensor over an array of the host.</summary>
    public OrtValue Host<T>(T[] data, params long[] shape)
        where T : unmanaged => Own(OrtValue.CreateTensorValueFromMemory(data, shape));

    /// <summary>A tensor over a part of an array of the host.</summary>
    public OrtValue Host<T>(Memory<T> data, params long[] shape)
        where T : unmanaged => Own(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data, shape));

    /// <summary>A binding of a session.</summary>
    public OrtIoBinding Bind(InferenceSession session) => Own(session.CreateIoBinding());

    /// <summary>Releases all of it, and the bindings first.</summary>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
    }

    private static TensorElementType ElementType<T>() => typeof(T) == typeof(double) ? TensorElementType.Double : TensorElementType.Float;

    private TOwned Own<TOwned>(TOwned owned)
        where TOwned : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }
}
