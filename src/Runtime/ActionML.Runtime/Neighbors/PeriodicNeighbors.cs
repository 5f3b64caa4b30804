namespace ActionML.Runtime;

/// <summary>
/// The neighbor list of a periodic system with a cutoff: full, exactly symmetric, padded to K neighbors, built by cell
/// lists in O(N) and kept while no particle has moved farther than skin/2.
/// </summary>
/// <remarks>
/// Edges between the cutoff and cutoff + skin are in the list: what reads it must not feel them, as a network whose
/// cutoff function is zero there. In a small cell a particle sees several images of another one, and its own. Padding
/// has a shift of twice the range along x. K has slack and grows when a particle gets more neighbors; then
/// <see cref="Update"/> returns a new list, of a higher version. Otherwise nothing is allocated. The list is a function
/// of its reference positions and K, which a checkpoint holds: a resumed run has the same one, edge by edge.
/// </remarks>
public sealed class PeriodicNeighbors : INeighborSource, ICheckpointState
{
    /// <summary>
    /// A skin for steps of a learned model, in Å: the list is made anew for each, at the midpoint of the first guess, and has
    /// only to reach from there to the solution.
    /// </summary>
    public const double ModelSkin = 0.1;

    private const int CapacityUnit = 2; // places are evaluated whether they are free or not: no more than growth needs

    private readonly PeriodicEdges _edges;
    private readonly int _smallestCapacity;
    private NeighborList? _list;

    /// <summary>Creates the list of N particles in three dimensions; <see cref="Update"/> fills it.</summary>
    /// <param name="cell">The periodic cell.</param>
    /// <param name="count">The number of particles N.</param>
    /// <param name="cutoff">The model's cutoff, in Å.</param>
    /// <param name="skin">What the list reaches farther, in Å. A thicker skin is built less often and costs longer rows.</param>
    /// <param name="capacity">The smallest K; 0 lets the first positions decide.</param>
    /// <exception cref="UsageException">A number is out of range.</exception>
    /// <exception cref="DataException">The cell is smaller than a tenth of the cutoff and skin.</exception>
    public PeriodicNeighbors(Cell cell, int count, double cutoff, double skin, int capacity = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _edges = new PeriodicEdges(cell, count, cutoff, skin);
        _smallestCapacity = capacity;
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
            int capacity = Math.Max(_smallestCapacity, _list?.Capacity ?? 0);
            if (capacity < _edges.LongestRow || capacity == 0)
            {
                capacity = Math.Max(1, (_edges.LongestRow + CapacityUnit - 1) / CapacityUnit) * CapacityUnit;
            }

            Lay(capacity);
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

        Lay(capacity);

        static string Text(double[] settings) => string.Join(' ', settings.Select(x => FormattableString.Invariant($"{x:G6}")));
    }

    private double[] Settings() => [.. Cell.Vectors, _edges.Cutoff, _edges.Skin];

    private void Lay(int capacity)
    {
        int count = _edges.Count;
        int size = count * capacity;
        if (_list?.Capacity != capacity)
        {
            _list = new NeighborList(
                count, 3, capacity, new long[size], new long[size], new double[3 * size], new double[3 * count], _list?.Version ?? 0);
        }

        NeighborList list = _list;
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
    }
}
