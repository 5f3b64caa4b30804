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

    public abstract void Dispose();
}

/// <summary>The evaluator of a model that computes in <typeparamref name="T"/>.</summary>
internal sealed class OnnxEvaluator<T>(SharedSession session) : OnnxEvaluator
    where T : unmanaged, IFloatingPoint<T>
{
    private readonly bool _takesDirection = session.Session.InputMetadata.ContainsKey(TensorNames.DirectionPositions);
    private readonly RunOptions _run = new();
    private T[] _masses = [];
    private long[] _species = [];
    private Buffers? _buffers;

    public override void Bind(ReadOnlySpan<double> masses, long[] species)
    {
        _masses = new T[masses.Length];
        Convert(masses, _masses);
        _species = species;
        _buffers?.Dispose();
        _buffers = null;
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

        if (_buffers is null || _buffers.Capacity != neighbors.Capacity)
        {
            _buffers?.Dispose();
            _buffers = new Buffers(session.Session, neighbors, _masses, _species, _takesDirection);
        }

        Buffers buffers = _buffers;
        if (!ReferenceEquals(buffers.List, neighbors) || buffers.Version != neighbors.Version)
        {
            neighbors.Neighbors.CopyTo(buffers.Neighbors, 0);
            neighbors.Reverse.CopyTo(buffers.Reverse, 0);
            Convert(neighbors.Shifts, buffers.Shifts);
            (buffers.List, buffers.Version) = (neighbors, neighbors.Version);
        }

        Convert(displacements, buffers.Positions);
        Convert(momenta, buffers.Momenta);
        Convert(directionPositions, buffers.DirectionPositions);
        Convert(directionMomenta, buffers.DirectionMomenta);
        session.Run(_run, buffers.Binding, _species.Length);
        Convert(buffers.DeltaPositions, deltaPositions);
        Convert(buffers.DeltaMomenta, deltaMomenta);
    }

    public override void Dispose()
    {
        _buffers?.Dispose();
        _run.Dispose();
        session.Release();
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
        private readonly List<OrtValue> _tensors = [];

        public Buffers(InferenceSession session, NeighborList list, T[] masses, long[] species, bool takesDirection)
        {
            int n = list.Count;
            int d = list.Dimension;
            Capacity = list.Capacity;
            int edges = n * Capacity;
            Positions = new T[n * d];
            Momenta = new T[n * d];
            Neighbors = new long[edges];
            Reverse = new long[edges];
            Shifts = new T[d * edges];
            DeltaPositions = new T[n * d];
            DeltaMomenta = new T[n * d];

            // Bound once: a run by names would allocate arrays of handles each time.
            Binding = session.CreateIoBinding();
            Binding.BindInput(TensorNames.Positions, Tensor(Positions, n, d));
            Binding.BindInput(TensorNames.Momenta, Tensor(Momenta, n, d));
            Binding.BindInput(TensorNames.Masses, Tensor(masses, n));
            Binding.BindInput(TensorNames.Species, Tensor(species, n));
            Binding.BindInput(TensorNames.Neighbors, Tensor(Neighbors, n, Capacity));
            Binding.BindInput(TensorNames.Reverse, Tensor(Reverse, edges));
            Binding.BindInput(TensorNames.Shifts, Tensor(Shifts, d, n, Capacity));
            if (takesDirection)
            {
                DirectionPositions = new T[n * d];
                DirectionMomenta = new T[n * d];
                Binding.BindInput(TensorNames.DirectionPositions, Tensor(DirectionPositions, n, d));
                Binding.BindInput(TensorNames.DirectionMomenta, Tensor(DirectionMomenta, n, d));
            }

            Binding.BindOutput(TensorNames.DeltaPositions, Tensor(DeltaPositions, n, d));
            Binding.BindOutput(TensorNames.DeltaMomenta, Tensor(DeltaMomenta, n, d));
        }

        public int Capacity { get; }

        public NeighborList? List { get; set; }

        public int Version { get; set; }

        public T[] Positions { get; }

        public T[] Momenta { get; }

        public T[] DirectionPositions { get; } = [];

        public T[] DirectionMomenta { get; } = [];

        public long[] Neighbors { get; }

        public long[] Reverse { get; }

        public T[] Shifts { get; }

        public T[] DeltaPositions { get; }

        public T[] DeltaMomenta { get; }

        public OrtIoBinding Binding { get; }

        public void Dispose()
        {
            Binding.Dispose();
            _tensors.ForEach(tensor => tensor.Dispose());
        }

        private OrtValue Tensor<TElement>(TElement[] data, params long[] shape)
            where TElement : unmanaged
        {
            var tensor = OrtValue.CreateTensorValueFromMemory(data, shape);
            _tensors.Add(tensor);
            return tensor;
        }
    }
}
