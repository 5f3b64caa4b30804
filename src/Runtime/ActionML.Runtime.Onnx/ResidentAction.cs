using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>
/// An action's session bound to vectors on its device for one number of neighbors: x̄ in, Δ out. Only a new
/// neighbor list comes from the host.
/// </summary>
internal sealed class ResidentAction<T> : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly DeviceMemory _memory;
    private readonly OrtIoBinding _binding;
    private readonly DeviceInput<long> _neighbors;
    private readonly DeviceInput<long> _reverse;
    private readonly DeviceInput<T> _shifts;
    private NeighborList? _list;
    private int _version;

    /// <summary>Binds a session.</summary>
    /// <param name="session">The action.</param>
    /// <param name="target">The device.</param>
    /// <param name="copies">Whether inputs are copied to the device.</param>
    /// <param name="system">Masses.</param>
    /// <param name="species">Indices into the manifest's kinds, [N].</param>
    /// <param name="capacity">Neighbors per particle K.</param>
    /// <param name="midpoint">x̄.</param>
    /// <param name="delta">Δ.</param>
    public ResidentAction(
        InferenceSession session, ExecutionTarget target, bool copies, ParticleSystem system, long[] species, int capacity, PhaseBuffers<T> midpoint, PhaseBuffers<T> delta)
    {
        (int count, int dimension) = (system.Count, system.Dimension);
        int edges = count * capacity;
        _memory = new DeviceMemory(session, target, copies);
        _neighbors = new DeviceInput<long>(_memory, new long[edges], count, capacity);
        _reverse = new DeviceInput<long>(_memory, new long[edges], edges);
        _shifts = new DeviceInput<T>(_memory, new T[dimension * edges], dimension, count, capacity);
        _binding = _memory.Bind(session);
        _neighbors.BindTo(_binding, TensorNames.Neighbors);
        _reverse.BindTo(_binding, TensorNames.Reverse);
        _shifts.BindTo(_binding, TensorNames.Shifts);
        _binding.BindInput(TensorNames.Masses, _memory.Host(Array.ConvertAll([.. system.Masses], T.CreateTruncating), count));
        _binding.BindInput(TensorNames.Species, _memory.Host(species, count));
        _binding.BindInput(TensorNames.Positions, midpoint.Positions.As(count, dimension));
        _binding.BindInput(TensorNames.Momenta, midpoint.Momenta.As(count, dimension));
        _binding.BindOutput(TensorNames.DeltaPositions, delta.Positions.As(count, dimension));
        _binding.BindOutput(TensorNames.DeltaMomenta, delta.Momenta.As(count, dimension));
    }

    /// <summary>The binding to run.</summary>
    public OrtIoBinding Binding => _binding;

    /// <summary>Sends a list unless it is there already.</summary>
    public void Send(NeighborList list)
    {
        if (ReferenceEquals(_list, list) && _version == list.Version)
        {
            return;
        }

        list.Neighbors.CopyTo(_neighbors.Data, 0);
        list.Reverse.CopyTo(_reverse.Data, 0);
        for (int i = 0; i < list.Shifts.Length; i++)
        {
            _shifts.Data[i] = T.CreateTruncating(list.Shifts[i]);
        }

        _neighbors.Send();
        _reverse.Send();
        _shifts.Send();
        (_list, _version) = (list, list.Version);
    }

    public void Dispose() => _memory.Dispose();
}
