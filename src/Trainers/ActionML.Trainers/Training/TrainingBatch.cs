using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// A batch of pairs as one disjoint system of B·N particles. The midpoint (action) or the start (direct) is the
/// reference of the neighbor list, so displacements are zero and relative positions are formed in double.
/// </summary>
internal sealed class TrainingBatch
{
    private readonly ModelKind _kind;
    private readonly NetworkScales _scales;
    private readonly FrameEdges _edges;
    private readonly int _dimension;
    private readonly int _count;
    private readonly double _beyond;

    /// <param name="kind">Action or direct.</param>
    /// <param name="scales">Units of the targets.</param>
    /// <param name="dimension">D.</param>
    /// <param name="count">Particles of each system.</param>
    /// <param name="size">Pairs per batch B.</param>
    /// <param name="capacity">K, enough for every particle of every pair.</param>
    /// <param name="cutoff">The model's cutoff; null when every pair counts.</param>
    /// <param name="isOfSequences">Whether each five places are pairs that follow each other (<see cref="PairSequences"/>).</param>
    public TrainingBatch(ModelKind kind, NetworkScales scales, int dimension, int count, int size, int capacity, double? cutoff, bool isOfSequences = false)
    {
        (_kind, _scales, _dimension, _count, Size, Capacity) = (kind, scales, dimension, count, size, capacity);
        _edges = new FrameEdges(cutoff);
        _beyond = 2 * cutoff.GetValueOrDefault();
        Particles = size * count;
        Neighbors = new long[Particles * capacity];
        Reverse = new long[Particles * capacity];
        Momenta = new double[Particles * dimension];
        Masses = new double[Particles];
        Species = new long[Particles];
        Shifts = new double[dimension * Particles * capacity];
        Weights = new double[Particles];
        TargetPositions = new double[Particles * dimension];
        TargetMomenta = new double[Particles * dimension];
        IsOfSequences = isOfSequences;
        Reals =
        [
            new(TensorNames.Positions, new double[Particles * dimension], Particles, dimension), // displacements from the list's reference
            new(TensorNames.Momenta, Momenta, Particles, dimension),
            new(TensorNames.Masses, Masses, Particles),
            new(TensorNames.Shifts, Shifts, dimension, Particles, capacity),
            new(TrainingGraph.RootWeights, Weights, Particles),
            new(TrainingGraph.TargetPositions, TargetPositions, Particles, dimension),
            new(TrainingGraph.TargetMomenta, TargetMomenta, Particles, dimension),
        ];
        Indices =
        [
            new(TensorNames.Species, Species, Particles),
            new(TensorNames.Neighbors, Neighbors, Particles, capacity),
            new(TensorNames.Reverse, Reverse, Particles * capacity),
        ];
        if (isOfSequences)
        {
            Reals = [.. Reals, new(TrainingGraph.Middle, PairSequences.Mask(count, size), Particles)];
            Indices = [.. Indices, .. PairSequences.Others.Select(place => new BatchTensor<long>(TrainingGraph.Partners(place), PairSequences.Partners(place, count, size), Particles))];
        }
    }

    /// <summary>Pairs per batch B.</summary>
    public int Size { get; }

    /// <summary>B·N.</summary>
    public int Particles { get; }

    /// <summary>K.</summary>
    public int Capacity { get; }

    /// <summary>Whether each five places are pairs that follow each other.</summary>
    public bool IsOfSequences { get; }

    /// <summary>Inputs of the training graph.</summary>
    public IReadOnlyList<BatchTensor<double>> Reals { get; }

    /// <summary>Inputs that are indices.</summary>
    public IReadOnlyList<BatchTensor<long>> Indices { get; }

    public long[] Neighbors { get; }

    public long[] Reverse { get; }

    public double[] Momenta { get; }

    public double[] Masses { get; }

    public long[] Species { get; }

    public double[] Shifts { get; }

    /// <summary>Square root of each particle's weight in the loss, [B·N].</summary>
    public double[] Weights { get; }

    /// <summary>√m·(Δq − h p/m)/h over its standard deviation.</summary>
    public double[] TargetPositions { get; }

    /// <summary>Δp/√m over its standard deviation.</summary>
    public double[] TargetMomenta { get; }

    /// <summary>Writes a pair into a place of the batch.</summary>
    /// <param name="place">0 to B − 1.</param>
    /// <param name="start">x.</param>
    /// <param name="end">x'.</param>
    /// <param name="species">Kinds of the particles.</param>
    /// <param name="weight">The pair's weight in the loss.</param>
    public void Set(int place, Frame start, Frame end, ReadOnlySpan<long> species, double weight)
    {
        int d = _dimension;
        int first = place * _count;
        ReadOnlySpan<double> masses = start.System.Masses;
        double h = _scales.TimeStep;
        species.CopyTo(Species.AsSpan(first));
        masses.CopyTo(Masses.AsSpan(first));
        Weights.AsSpan(first, _count).Fill(Math.Sqrt(weight));
        double half = PairState.Fraction(_kind);
        for (int i = 0; i < _count * d; i++)
        {
            double deltaQ = end.State.Positions[i] - start.State.Positions[i];
            double deltaP = end.State.Momenta[i] - start.State.Momenta[i];
            double p = start.State.Momenta[i] + (half * deltaP);
            double mass = masses[i / d];
            int at = (first * d) + i;
            Momenta[at] = p;
            TargetPositions[at] = Math.Sqrt(mass) * (deltaQ - (h * p / mass)) / (h * _scales.PositionChange);
            TargetMomenta[at] = deltaP / (Math.Sqrt(mass) * _scales.MomentumChange);
        }

        _edges.Update(start.System, start.Cell, PairState.Positions(_kind, start, end));
        SetEdges(first);
    }

    /// <summary>Writes the edges of one system, padded.</summary>
    private void SetEdges(int first)
    {
        if (_edges.LongestRow > Capacity)
        {
            throw new InvalidOperationException($"A particle has {_edges.LongestRow} neighbors; the batch has room for {Capacity}.");
        }

        int all = Neighbors.Length;
        for (int i = 0; i < _count; i++)
        {
            int row = _edges.RowStart(i);
            int length = _edges.RowStart(i + 1) - row;
            for (int k = 0; k < Capacity; k++)
            {
                int at = ((first + i) * Capacity) + k;
                if (k >= length)
                {
                    // Padding: an edge to itself, beyond the cutoff.
                    Neighbors[at] = first + i;
                    Reverse[at] = at;
                    for (int c = 0; c < _dimension; c++)
                    {
                        Shifts[(c * all) + at] = c == 0 ? _beyond : 0;
                    }

                    continue;
                }

                int j = _edges.Neighbor(row + k);
                Neighbors[at] = first + j;
                Reverse[at] = ((first + j) * Capacity) + _edges.Reverse(row + k) - _edges.RowStart(j);
                for (int c = 0; c < _dimension; c++)
                {
                    Shifts[(c * all) + at] = _edges.Vector(row + k, c);
                }
            }
        }
    }
}
