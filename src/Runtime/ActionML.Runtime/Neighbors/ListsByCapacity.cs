namespace ActionML.Runtime;

/// <summary>The arrays of a neighbor list for each K that has been asked for. A list that needs fewer places costs less, and none is allocated twice.</summary>
/// <param name="count">The number of particles N.</param>
/// <param name="dimension">The spatial dimension D.</param>
internal sealed class ListsByCapacity(int count, int dimension)
{
    private readonly Dictionary<int, NeighborList> _lists = [];

    /// <summary>The list of K places per particle, with what it last held.</summary>
    public NeighborList Of(int capacity)
    {
        if (!_lists.TryGetValue(capacity, out NeighborList? list))
        {
            int edges = count * capacity;
            list = new NeighborList(count, dimension, capacity, new long[edges], new long[edges], new double[dimension * edges], new double[count * dimension]);
            _lists.Add(capacity, list);
        }

        return list;
    }
}
