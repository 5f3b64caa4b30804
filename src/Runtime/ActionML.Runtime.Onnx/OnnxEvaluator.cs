using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Runs one session on one system. Buffers are made once per (N, K); a run copies and allocates nothing else.</summary>
internal abstract class OnnxEvaluator : IDisposable
{
    public static OnnxEvaluator Create(SharedSession session) =>
        session.Manifest.Precision == ModelPrecision.Double
            ? new OnnxEvaluator<double>(session)
            : new OnnxEvaluator<float>(session);

    public abstract void Bind(ReadOnlySpan<double> masses, long[] species);

    /// <summary>Runs the session; the direction is empty unless the model takes one.</summary>
    public abstract void Run(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta);

    /// <summary>Runs the session on what <see cref="Run"/> has put into the buffers. It may fail for want of memory, and be done again.</summary>
    public abstract void Execute();

    public abstract void Dispose();
}

/// <summary>The evaluator of a model that computes in <typeparamref name="T"/>.</summary>
internal sealed class OnnxEvaluator<T>(SharedSession session) : OnnxEvaluator
    where T : unmanaged, IFloatingPoint<T>
{
    private readonly bool _takesDirection = session.Session.InputMetadata.ContainsKey(TensorNames.DirectionPositions);
    private readonly RunOptions _run = new();
    private bool _givesMemoryBack;
    private T[] _masses = [];
    private long[] _species = [];
    private readonly Dictionary<int, Buffers> _buffersByCapacity = [];
    private Buffers? _buffers; // those of the last list

    public override void Bind(ReadOnlySpan<double> masses, long[] species)
    {
        _masses = new T[masses.Length];
        Convert(masses, _masses);
        _species = species;
        ReleaseBuffers();
    }

    public override void Run(
        NeighborList neighbors,
        ReadOnlySpan<double> displacements,
        ReadOnlySpan<double> momenta,
        ReadOnlySpan<double> directionPositions,
        ReadOnlySpan<double> directionMomenta,
        Span<double> deltaPositions,
        Span<double> deltaMomenta)
    {
        if (_species.Length != neighbors.Count)
        {
            throw new InvalidOperationException(
                $"The neighbor list has {neighbors.Count} particles; the model is bound to {_species.Length}. Call Bind with this system first.");
        }

        if (!_buffersByCapacity.TryGetValue(neighbors.Capacity, out Buffers? buffers))
        {
            buffers = new Buffers(session, neighbors, _masses, _species, _takesDirection);
            _buffersByCapacity.Add(neighbors.Capacity, buffers);
        }

        _buffers = buffers;
        if (!ReferenceEquals(buffers.List, neighbors) || buffers.Version != neighbors.Version)
        {
            neighbors.Neighbors.CopyTo(buffers.Neighbors, 0);
            neighbors.Reverse.CopyTo(buffers.Reverse, 0);
            Convert(neighbors.Shifts, buffers.Shifts);
            (buffers.List, buffers.Version) = (neighbors, neighbors.Version);
            buffers.ListIsNew = true;
        }

        Convert(displacements, buffers.Positions);
        Convert(momenta, buffers.Momenta);
        Convert(directionPositions, buffers.DirectionPositions);
        Convert(directionMomenta, buffers.DirectionMomenta);
        session.Run(this, _species.Length);
        Convert(buffers.DeltaPositions, deltaPositions);
        Convert(buffers.DeltaMomenta, deltaMomenta);
    }

    public override void Execute()
    {
        if (!_givesMemoryBack && session.MostAtOnce is not null)
        {
            // Memory was short: what an arena has kept from times with more evaluations is of use to another's.
            _run.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", session.Target.CudaDevice is { } device ? FormattableString.Invariant($"gpu:{device}") : "cpu:0");
            _givesMemoryBack = true;
        }

        _buffers!.Send();
        session.Session.RunWithBinding(_run, _buffers.Binding);
        _buffers.Receive();
    }

    public override void Dispose()
    {
        ReleaseBuffers();
        _run.Dispose();
        session.Release();
    }

    private void ReleaseBuffers()
    {
        foreach (Buffers buffers in _buffersByCapacity.Values)
        {
            buffers.Dispose();
        }

        _buffersByCapacity.Clear();
        _buffers = null;
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = TTo.CreateTruncating(from[i]);
        }
    }

    private static void Convert(ReadOnlySpan<double> from, T[] to) => Convert<double, T>(from, to.AsSpan());

    private static void Convert(T[] from, Span<double> to) => Convert<T, double>(from, to);

    /// <summary>Arrays, the tensors over them and their binding to the session, for one number of particles and neighbors.</summary>
    private sealed class Buffers : IDisposable
    {
        private readonly SharedSession _session;
        private readonly bool _copies;
        private readonly (string Name, OrtValue Tensor)[] _constants;
        private readonly (string Name, OrtValue Tensor)[] _list;
        private readonly (string Name, OrtValue Tensor)[] _state;
        private readonly (string Name, OrtValue Tensor)[] _outputs;
        private bool _isBound;

        public Buffers(SharedSession session, NeighborList list, T[] masses, long[] species, bool takesDirection)
        {
            int n = list.Count;
            int d = list.Dimension;
            int capacity = list.Capacity;
            int edges = n * capacity;
            Positions = new T[n * d];
            Momenta = new T[n * d];
            Neighbors = new long[edges];
            Reverse = new long[edges];
            Shifts = new T[d * edges];
            DeltaPositions = new T[n * d];
            DeltaMomenta = new T[n * d];
            _constants = [(TensorNames.Masses, Tensor(masses, n)), (TensorNames.Species, Tensor(species, n))];
            _list =
            [
                (TensorNames.Neighbors, Tensor(Neighbors, n, capacity)),
                (TensorNames.Reverse, Tensor(Reverse, edges)),
                (TensorNames.Shifts, Tensor(Shifts, d, n, capacity)),
            ];
            _state = [(TensorNames.Positions, Tensor(Positions, n, d)), (TensorNames.Momenta, Tensor(Momenta, n, d))];
            if (takesDirection)
            {
                DirectionPositions = new T[n * d];
                DirectionMomenta = new T[n * d];
                _state =
                [
                    .. _state,
                    (TensorNames.DirectionPositions, Tensor(DirectionPositions, n, d)),
                    (TensorNames.DirectionMomenta, Tensor(DirectionMomenta, n, d)),
                ];
            }

            _outputs = [(TensorNames.DeltaPositions, Tensor(DeltaPositions, n, d)), (TensorNames.DeltaMomenta, Tensor(DeltaMomenta, n, d))];
            _session = session;
            _copies = session.Target.CudaDevice is not null;
            Binding = session.Session.CreateIoBinding();
        }

        public NeighborList? List { get; set; }

        public int Version { get; set; }

        /// <summary>Whether the neighbor list has changed since it was sent.</summary>
        public bool ListIsNew { get; set; }

        public T[] Positions { get; }

        public T[] Momenta { get; }

        public T[] DirectionPositions { get; } = [];

        public T[] DirectionMomenta { get; } = [];

        public long[] Neighbors { get; }

        public long[] Reverse { get; }

        public T[] Shifts { get; }

        public T[] DeltaPositions { get; }

        public T[] DeltaMomenta { get; }

        public OrtIoBinding Binding { get; private set; }

        /// <summary>
        /// Makes the session see the arrays. On the CPU it reads them where they are, so that binding them once is enough: a
        /// run by names would allocate arrays of handles each time. A device gets its copy when a tensor is bound, not when
        /// the session runs, so that each is bound anew when it has changed.
        /// </summary>
        public void Send()
        {
            if (!_isBound)
            {
                Bind(_constants);
                foreach ((string name, OrtValue tensor) in _outputs)
                {
                    Binding.BindOutput(name, tensor);
                }
            }

            if (!_isBound || (_copies && ListIsNew))
            {
                Bind(_list);
                ListIsNew = false;
            }

            if (!_isBound || _copies)
            {
                Bind(_state);
                Binding.SynchronizeBoundInputs();
            }

            _isBound = true;
        }

        /// <summary>Waits for the outputs.</summary>
        public void Receive()
        {
            if (_copies)
            {
                Binding.SynchronizeBoundOutputs();
            }
        }

        public void Dispose()
        {
            Binding.Dispose();
            foreach ((string _, OrtValue tensor) in (IEnumerable<(string, OrtValue)>)[.. _constants, .. _list, .. _state, .. _outputs])
            {
                tensor.Dispose();
            }
        }

        private void Bind((string Name, OrtValue Tensor)[] inputs)
        {
            try
            {
                foreach ((string name, OrtValue tensor) in inputs)
                {
                    Binding.BindInput(name, tensor);
                }
            }
            catch (OnnxRuntimeException)
            {
                // A binding that found no memory for a copy knows the name but not the value, and refuses both from then on.
                Binding.Dispose();
                Binding = _session.Session.CreateIoBinding();
                _isBound = false;
                throw;
            }
        }

        private static OrtValue Tensor<TElement>(TElement[] data, params long[] shape)
            where TElement : unmanaged => OrtValue.CreateTensorValueFromMemory(data, shape);
    }
}
