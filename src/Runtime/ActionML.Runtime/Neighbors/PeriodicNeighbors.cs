namespace ActionML.Runtime;

/// <summary>
/// The neighbor list of a periodic system with a cutoff: full, exactly symmetric, padded to K neighbors, built by cell
/// lists in O(N) and kept while no particle has moved farther than skin/2.
/// </summary>
/// <remarks>
/// Edges between the cutoff and cutoff + skin are in the list: what reads it must not feel them, as a network whose
/// cutoff function is zero there. In a small cell a particle sees several images of another one, and its own. Padding
/// has a shift of twice the range along x. K is what the particle with most neighbors needs, as places are evaluated whether they
/// are free or not; the arrays of each K are kept, so that nothing is allocated once it has been there. The list is a function
/// of its reference positions, which a checkpoint holds: a resumed run has the same one, edge by edge.
/// </remarks>
public sealed class PeriodicNeighbors : INeighborSource, ICheckpointState
{
    /// <summary>
    /// A skin for steps of a learned model, in Å: the list is made anew for each, at the midpoint of the first guess, and has
    /// only to reach from there to the solution.
    /// </summary>
    public const double ModelSkin = 0.1;

    private readonly PeriodicEdges _edges;
    private readonly ListsByCapacity _lists;
    private readonly int _smallestCapacity;
    private NeighborList? _list;

    /// <summary>Creates the list of N particles in three dimensions; <see cref="Update"/> fills it.</summary>
    /// <param name="cell">The periodic cell.</param>
    /// <param name="count">The number of particles N.</param>
    /// <param name="cutoff">The model's cutoff, in Å.</param>
    /// <param name="skin">What the list reaches farther, in Å. A thicker skin is built less often and costs longer rows.</param>
    /// <param name="capacity">The smallest K.</param>
    /// <exception cref="UsageException">A number is out of range.</exception>
    /// <exception cref="DataException">The cell is smaller than a tenth of the cutoff and skin.</exception>
    public PeriodicNeighbors(Cell cell, int count, double cutoff, double skin, int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _edges = new PeriodicEdges(cell, count, cutoff, skin);
        _lists = new ListsByCapacity(count, dimension: 3);
        _smallestCapacity = Math.Max(1, capacity);
    }

    /// <summary>The periodic cell.</summary>
    public Cell Cell => _edges.Cell;

    /// <summary>The edges without padding.</summary>
    public PeriodicEdges Edges => _edges;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are not 3N numbers.</exception>
    /// <exception cref="DataException">A position is not finite, or two particles are on top of each other.</exception>
    public NeighborList Update(ReadOnlySpan<double> positions)
    {
        if (_edges.Update(positions) || _list is null)
        {
            _list = Lay(Math.Max(_smallestCapacity, _edges.LongestRow));
        }

        return _list!;
    }

    /// <inheritdoc/>
    public bool Covers(ReadOnlySpan<double> positions) => _edges.Covers(positions);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.WriteNumbers(Settings());
        writer.Write(_list?.Capacity ?? 0);
        if (_list is not null)
        {
            writer.WriteNumbers(_list.Reference);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        double[] expected = Settings();
        var found = new double[expected.Length];
        reader.ReadNumbers(found);
        if (!found.AsSpan().SequenceEqual(expected))
        {
            throw new DataException(FormattableString.Invariant(
                $"The checkpoint belongs to a run with another cell, cutoff or skin of the neighbor list (cell {Text(found)}; here {Text(expected)}). Resume with those of that run, or start a new run from its last frame."));
        }

        int capacity = reader.ReadInt32();
        if (capacity == 0)
        {
            _list = null;
            _edges.Forget();
            return;
        }

        var reference = new double[3 * _edges.Count];
        reader.ReadNumbers(reference);
        _edges.Build(reference);
        if (capacity < _edges.LongestRow)
        {
            throw new DataException($"The checkpoint has room for {capacity} neighbors, but its positions have {_edges.LongestRow}: it is damaged. Use an earlier one.");
        }

        _list = Lay(capacity);

        static string Text(double[] settings) => string.Join(' ', settings.Select(x => FormattableString.Invariant($"{x:G6}")));
    }

    private double[] Settings() => [.. Cell.Vectors, _edges.Cutoff, _edges.Skin];

    private NeighborList Lay(int capacity)
    {
        int count = _edges.Count;
        int size = count * capacity;
        NeighborList list = _lists.Of(capacity);
        long[] neighbors = list.Neighbors;
        double[] shifts = list.Shifts;
        double[] q = list.Reference;
        _edges.Reference.CopyTo(q);
        ReadOnlySpan<int> starts = _edges.RowStarts;
        ReadOnlySpan<int> ends = _edges.Neighbors;
        ReadOnlySpan<int> reverse = _edges.Reverse;
        ReadOnlySpan<double> translations = _edges.Translations;
        double beyond = 2 * (_edges.Cutoff + _edges.Skin);
        for (int i = 0; i < count; i++)
        {
            int row = i * capacity;
            int length = starts[i + 1] - starts[i];
            for (int k = 0; k < length; k++)
            {
                int edge = starts[i] + k;
                int j = ends[edge];
                neighbors[row + k] = j;
                list.Reverse[row + k] = ((long)j * capacity) + reverse[edge] - starts[j];
                shifts[row + k] = q[3 * j] - q[3 * i] + translations[3 * edge];
                shifts[size + row + k] = q[(3 * j) + 1] - q[(3 * i) + 1] + translations[(3 * edge) + 1];
                shifts[(2 * size) + row + k] = q[(3 * j) + 2] - q[(3 * i) + 2] + translations[(3 * edge) + 2];
            }

            for (int k = length; k < capacity; k++)
            {
                neighbors[row + k] = i;
                list.Reverse[row + k] = row + k;
                shifts[row + k] = beyond;
                shifts[size + row + k] = 0;
                shifts[(2 * size) + row + k] = 0;
            }
        }

        list.MarkChanged();
        return list;
    }
}
