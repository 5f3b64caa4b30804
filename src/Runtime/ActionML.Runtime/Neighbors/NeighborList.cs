namespace ActionML.Runtime;

/// <summary>
/// A full, exactly symmetric neighbor list padded to K neighbors per particle, in the layout that the models read.
/// </summary>
/// <remarks>
/// Edge e = i·K + k points from particle i to <c>Neighbors[e]</c>; <c>Reverse[e]</c> is the edge that points back, so
/// the map is an involution and the derivative of a gather is a gather. A padding edge is a self-edge, its own
/// reverse, with a shift beyond the cutoff. Relative positions are rᵢⱼ = shift + uⱼ − uᵢ, with u the displacement
/// from <see cref="Reference"/> and the shift formed in double: absolute positions in float lose 1e-5 in a 100 Å box.
/// </remarks>
public sealed class NeighborList
{
    /// <summary>Creates a list from its arrays, which it takes as its own.</summary>
    public NeighborList(int count, int dimension, int capacity, long[] neighbors, long[] reverse, double[] shifts, double[] reference)
    {
        Count = count;
        Dimension = dimension;
        Capacity = capacity;
        Neighbors = neighbors;
        Reverse = reverse;
        Shifts = shifts;
        Reference = reference;
    }

    /// <summary>The number of particles N.</summary>
    public int Count { get; }

    /// <summary>The spatial dimension D.</summary>
    public int Dimension { get; }

    /// <summary>Neighbors per particle K, padding included.</summary>
    public int Capacity { get; }

    /// <summary>Neighbor of each edge, [N, K].</summary>
    public long[] Neighbors { get; }

    /// <summary>Reverse edge of each edge, [N·K].</summary>
    public long[] Reverse { get; }

    /// <summary>Relative reference positions of each edge, [D, N, K], components first.</summary>
    public double[] Shifts { get; }

    /// <summary>Positions that displacements are measured from, [N, D].</summary>
    public double[] Reference { get; }

    /// <summary>Grows whenever the list changes, so that a model copies it to its device only then.</summary>
    public int Version { get; private set; }

    /// <summary>The list of all pairs, K = N − 1, without padding: for systems without a cutoff.</summary>
    public static NeighborList AllPairs(int count, int dimension)
    {
        int capacity = count - 1;
        var neighbors = new long[count * capacity];
        var reverse = new long[count * capacity];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < capacity; k++)
            {
                int j = k < i ? k : k + 1;
                neighbors[(i * capacity) + k] = j;
                reverse[(i * capacity) + k] = (j * capacity) + (i < j ? i : i - 1);
            }
        }

        return new NeighborList(
            count, dimension, capacity, neighbors, reverse, new double[dimension * count * capacity], new double[count * dimension]);
    }

    /// <summary>Measures displacements from these positions from now on; the edges stay as they are. Isolated systems only.</summary>
    /// <param name="positions">New reference positions, [N, D].</param>
    public void MoveReference(ReadOnlySpan<double> positions)
    {
        Version++;
        positions.CopyTo(Reference);
        int edges = Count * Capacity;
        for (int e = 0; e < edges; e++)
        {
            int i = e / Capacity;
            int j = (int)Neighbors[e];
            if (i == j)
            {
                continue; // padding keeps its shift beyond the cutoff
            }

            for (int d = 0; d < Dimension; d++)
            {
                Shifts[(d * edges) + e] = positions[(j * Dimension) + d] - positions[(i * Dimension) + d];
            }
        }
    }

    /// <summary>Says that the arrays have been written anew.</summary>
    internal void MarkChanged() => Version++;
}
