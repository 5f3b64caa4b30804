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
    private readonly int _dimension;
    private readonly int _count;

    public TrainingBatch(ModelKind kind, NetworkScales scales, int dimension, int count, int size)
    {
        (_kind, _scales, _dimension, _count, Size) = (kind, scales, dimension, count, size);
        NeighborList list = NeighborList.AllPairs(count, dimension);
        Particles = size * count;
        Capacity = list.Capacity;
        int edges = count * Capacity;
        Neighbors = new long[size * edges];
        Reverse = new long[size * edges];
        for (int system = 0; system < size; system++)
        {
            for (int e = 0; e < edges; e++)
            {
                Neighbors[(system * edges) + e] = list.Neighbors[e] + (system * count);
                Reverse[(system * edges) + e] = list.Reverse[e] + (system * edges);
            }
        }

        Momenta = new double[Particles * dimension];
        Masses = new double[Particles];
        Species = new long[Particles];
        Shifts = new double[dimension * size * edges];
        Weights = new double[Particles];
        TargetPositions = new double[Particles * dimension];
        TargetMomenta = new double[Particles * dimension];
    }

    /// <summary>Pairs per batch B.</summary>
    public int Size { get; }

    /// <summary>B·N.</summary>
    public int Particles { get; }

    /// <summary>K.</summary>
    public int Capacity { get; }

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
    public void Set(int place, Frame start, Frame end, ReadOnlySpan<long> species, double weight)
    {
        int d = _dimension;
        int first = place * _count;
        ReadOnlySpan<double> masses = start.System.Masses;
        double h = _scales.TimeStep;
        species.CopyTo(Species.AsSpan(first));
        masses.CopyTo(Masses.AsSpan(first));
        Weights.AsSpan(first, _count).Fill(Math.Sqrt(weight));
        Span<double> q = stackalloc double[_count * d];
        for (int i = 0; i < q.Length; i++)
        {
            double deltaQ = end.State.Positions[i] - start.State.Positions[i];
            double deltaP = end.State.Momenta[i] - start.State.Momenta[i];
            double half = _kind == ModelKind.Action ? 0.5 : 0;
            q[i] = start.State.Positions[i] + (half * deltaQ);
            double p = start.State.Momenta[i] + (half * deltaP);
            double mass = masses[i / d];
            int at = (first * d) + i;
            Momenta[at] = p;
            TargetPositions[at] = Math.Sqrt(mass) * (deltaQ - (h * p / mass)) / (h * _scales.PositionChange);
            TargetMomenta[at] = deltaP / (Math.Sqrt(mass) * _scales.MomentumChange);
        }

        int edges = Neighbors.Length;
        int own = _count * Capacity;
        for (int e = 0; e < own; e++)
        {
            int at = (place * own) + e;
            int i = e / Capacity;
            int j = (int)Neighbors[at] - first;
            for (int c = 0; c < d; c++)
            {
                Shifts[(c * edges) + at] = q[(j * d) + c] - q[(i * d) + c];
            }
        }
    }
}
