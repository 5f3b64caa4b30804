using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>An array of the host that sessions read on the device, in one or more bindings.</summary>
internal sealed class DeviceInput<T>
    where T : unmanaged
{
    private readonly T[] _sent;
    private readonly OrtValue _tensor;
    private readonly List<(OrtIoBinding Binding, string Name)> _readers = [];

    public DeviceInput(DeviceMemory memory, T[] data, params long[] shape)
    {
        Data = data;
        _sent = memory.CopiesInputs ? new T[data.Length] : data;
        _tensor = memory.Host(_sent, shape);
    }

    /// <summary>What the next <see cref="Send"/> sends; where the device is the host, what is read.</summary>
    public T[] Data { get; }

    /// <summary>Makes it an input of a binding, with what was sent last.</summary>
    public void BindTo(OrtIoBinding binding, string name)
    {
        _readers.Add((binding, name));
        binding.BindInput(name, _tensor);
    }

    /// <summary>Brings the data to the device, for all bindings.</summary>
    public void Send() => Bring(only: null);

    /// <summary>Brings the data to the device for one binding; the others keep what they have.</summary>
    public void SendTo(OrtIoBinding binding) => Bring(binding);

    private void Bring(OrtIoBinding? only)
    {
        if (ReferenceEquals(_sent, Data))
        {
            return;
        }

        // ONNX Runtime copies an input that is not where it is needed when it is bound, not when the session runs.
        Data.CopyTo(_sent, 0);
        foreach ((OrtIoBinding binding, string name) in _readers)
        {
            if (only is null || ReferenceEquals(only, binding))
            {
                binding.BindInput(name, _tensor);
            }
        }
    }
}
