using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Runs one session on one system. Buffers are made once per (N, K); a run copies and allocates nothing else.</summary>
internal abstract class OnnxEvaluator : IDisposable
{
    public static OnnxEvaluator Create(SharedSession session, ModelManifest manifest) =>
        manifest.Precision == ModelPrecision.Double
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
    private static readonly string[] OutputNames = [TensorNames.DeltaPositions, TensorNames.DeltaMomenta];

    private static readonly string[] InputNames =
    [
        TensorNames.Positions, TensorNames.Momenta, TensorNames.Masses, TensorNames.Species,
        TensorNames.Neighbors, TensorNames.Reverse, TensorNames.Shifts,
    ];

    private static readonly string[] DirectedInputNames = [.. InputNames, TensorNames.DirectionPositions, TensorNames.DirectionMomenta];

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
            _buffers = new Buffers(neighbors, _masses, _species, _takesDirection);
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
        session.Session.Run(_run, _takesDirection ? DirectedInputNames : InputNames, buffers.Inputs, OutputNames, buffers.Outputs);
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

    /// <summary>Arrays and the tensors over them, for one number of particles and neighbors.</summary>
    private sealed class Buffers : IDisposable
    {
        public Buffers(NeighborList list, T[] masses, long[] species, bool takesDirection)
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
            Inputs =
            [
                Tensor(Positions, n, d), Tensor(Momenta, n, d), Tensor(masses, n), Tensor(species, n),
                Tensor(Neighbors, n, Capacity), Tensor(Reverse, edges), Tensor(Shifts, d, n, Capacity),
            ];
            if (takesDirection)
            {
                DirectionPositions = new T[n * d];
                DirectionMomenta = new T[n * d];
                Inputs = [.. Inputs, Tensor(DirectionPositions, n, d), Tensor(DirectionMomenta, n, d)];
            }

            Outputs = [Tensor(DeltaPositions, n, d), Tensor(DeltaMomenta, n, d)];
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

        public OrtValue[] Inputs { get; }

        public OrtValue[] Outputs { get; }

        public void Dispose()
        {
            foreach (OrtValue value in (OrtValue[])[.. Inputs, .. Outputs])
            {
                value.Dispose();
            }
        }

        private static OrtValue Tensor<TElement>(TElement[] data, params long[] shape)
            where TElement : unmanaged => OrtValue.CreateTensorValueFromMemory(data, shape);
    }
}
