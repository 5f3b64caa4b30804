namespace ActionML.Runtime;

/// <summary>
/// The neighbor lists of several systems of N particles each as one: system r has the particles r·N to (r + 1)·N − 1, and no
/// edge leads from one system to another. Only what has changed is laid anew.
/// </summary>
internal sealed class DisjointList
{
    private readonly int _systems;
    private readonly int _count;
    private readonly int _dimension;
    private readonly double _padding;
    private readonly ListsByCapacity _joints;
    private readonly NeighborList?[] _lists;
    private readonly int[] _versions;
    private NeighborList? _joint;

    /// <param name="systems">The number of systems.</param>
    /// <param name="count">Particles of each, N.</param>
    /// <param name="dimension">The spatial dimension D.</param>
    /// <param name="padding">A length beyond the cutoff: that of the edges which fill the rows of a shorter list.</param>
    public DisjointList(int systems, int count, int dimension, double padding)
    {
        (_systems, _count, _dimension, _padding) = (systems, count, dimension, padding);
        _joints = new ListsByCapacity(systems * count, dimension);
        _lists = new NeighborList?[systems];
        _versions = new int[systems];
    }

    /// <summary>The joint list, references included.</summary>
    /// <param name="lists">The list of each system.</param>
    public NeighborList Join(ReadOnlySpan<NeighborList> lists)
    {
        int capacity = 0;
        foreach (NeighborList list in lists)
        {
            capacity = Math.Max(capacity, list.Capacity);
        }

        if (_joint?.Capacity != capacity)
        {
            _joint = _joints.Of(capacity);
            Array.Clear(_lists);
        }

        for (int r = 0; r < _systems; r++)
        {
            if (!ReferenceEquals(_lists[r], lists[r]) || _versions[r] != lists[r].Version)
            {
                Lay(_joint, r, lists[r]);
                (_lists[r], _versions[r]) = (lists[r], lists[r].Version);
                _joint.MarkChanged();
            }
        }

        return _joint;
    }

    private void Lay(NeighborList joint, int system, NeighborList list)
    {
        int first = system * _count;
        list.Reference.CopyTo(joint.Reference, first * _dimension);
        int edges = _systems * _count * joint.Capacity;
        int listEdges = _count * list.Capacity;
        for (int i = 0; i < _count; i++)
        {
            int row = (first + i) * joint.Capacity;
            int listRow = i * list.Capacity;
            for (int k = 0; k < list.Capacity; k++)
            {
                long back = list.Reverse[listRow + k];
                joint.Neighbors[row + k] = first + list.Neighbors[listRow + k];
                joint.Reverse[row + k] = ((first + (back / list.Capacity)) * joint.Capacity) + (back % list.Capacity);
                for (int d = 0; d < _dimension; d++)
                {
                    joint.Shifts[(d * edges) + row + k] = list.Shifts[(d * listEdges) + listRow + k];
                }
            }

            for (int k = list.Capacity; k < joint.Capacity; k++)
            {
                joint.Neighbors[row + k] = first + i;
                joint.Reverse[row + k] = row + k;
                for (int d = 0; d < _dimension; d++)
                {
                    joint.Shifts[(d * edges) + row + k] = d == 0 ? _padding : 0;
                }
            }
        }
    }
}
