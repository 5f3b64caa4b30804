using System.Globalization;

namespace ActionML.Runtime;

/// <summary>
/// The edges i → j of a periodic system shorter than a cutoff plus a skin, one row after the other without padding:
/// what a potential reads, and what <see cref="PeriodicNeighbors"/> lays out for a model.
/// </summary>
/// <remarks>
/// <para>
/// An edge is r = (q_j − q_i) + T with unwrapped positions q and a translation T of the lattice. In a small cell a
/// particle sees several images of another one, and images of itself: each is an edge. The rows hold their edges by
/// ascending j, then by ascending image, so that sums over the edges within the cutoff do not depend on when the list
/// was built, bit for bit.
/// </para>
/// <para>
/// Cell lists: cost and memory are linear in N. The list is built anew when a particle is farther than
/// skin/2 from where it was (unwrapped) when the list was built: until then no pair within the cutoff is missing. Building allocates only when there are more edges than ever before.
/// </para>
/// </remarks>
public sealed class PeriodicEdges
{
    /// <summary>Particles closer than this are taken for an error in the data.</summary>
    public const double SmallestDistance = 1e-3;

    // Beyond, positions in double are too coarse for distances, and a particle has left every simulation.
    private const double LargestCoordinate = 1e9;
    private const double MostImages = 10; // of the cell along the cutoff: thousands of edges per particle

    private readonly double[] _reference;
    private readonly double _limit; // square of the displacement at which the list is built anew
    private readonly CellBins _bins;
    private readonly int[] _rowStarts;
    private readonly int[] _cursor;
    private int[] _found = []; // edges j → i in the order of j, before they are transposed
    private double[] _foundTranslations = [];
    private int[] _neighbors = [];
    private int[] _reverse = [];
    private double[] _translations = [];
    private bool _built;

    /// <summary>Creates the list of N particles; <see cref="Update"/> fills it.</summary>
    /// <param name="cell">The periodic cell.</param>
    /// <param name="count">The number of particles N.</param>
    /// <param name="cutoff">The distance within which edges are never missing, in Å.</param>
    /// <param name="skin">What the list reaches farther, in Å: positive, or 0 to build it at every change.</param>
    /// <exception cref="UsageException">A number is out of range.</exception>
    /// <exception cref="DataException">The cell is smaller than a tenth of the cutoff and skin.</exception>
    public PeriodicEdges(Cell cell, int count, double cutoff, double skin)
    {
        var errors = new OptionErrors("neighbor list");
        errors.Require(count > 0, "The number of particles", count, "it must be positive.");
        errors.RequirePositive("Cutoff", cutoff);
        errors.Require(double.IsFinite(skin) && skin >= 0, "Skin", skin, "it must be zero or positive, and finite.");
        errors.ThrowIfAny();
        double range = cutoff + skin;
        if (range > MostImages * cell.SmallestWidth)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cell is only {cell.SmallestWidth:G6} wide, but the neighbor list reaches {range:G6} (cutoff {cutoff:G6}, skin {skin:G6}): more than {MostImages} images. Check the units of the cell, or repeat it."));
        }

        Cell = cell;
        Count = count;
        Cutoff = cutoff;
        Skin = skin;
        _limit = 0.25 * skin * skin;
        _reference = new double[3 * count];
        _cursor = new int[count];
        _rowStarts = new int[count + 1];
        _bins = new CellBins(cell, count, range);
    }

    /// <summary>The periodic cell.</summary>
    public Cell Cell { get; }

    /// <summary>The number of particles N.</summary>
    public int Count { get; }

    /// <summary>The distance within which edges are never missing, in Å.</summary>
    public double Cutoff { get; }

    /// <summary>What the list reaches farther, in Å.</summary>
    public double Skin { get; }

    /// <summary>The number of edges E, both directions counted.</summary>
    public int EdgeCount => _rowStarts[Count];

    /// <summary>First edge of each particle, [N + 1]; row i ends where row i + 1 starts.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>Neighbor j of each edge, [E].</summary>
    public ReadOnlySpan<int> Neighbors => _neighbors.AsSpan(0, EdgeCount);

    /// <summary>The edge that points back, [E]: j → i with −T. An involution without fixed points.</summary>
    public ReadOnlySpan<int> Reverse => _reverse.AsSpan(0, EdgeCount);

    /// <summary>Lattice translation T of each edge, [E, 3]: r = (q_j − q_i) + T.</summary>
    public ReadOnlySpan<double> Translations => _translations.AsSpan(0, 3 * EdgeCount);

    /// <summary>The unwrapped positions at which the list was built, [N, 3].</summary>
    public ReadOnlySpan<double> Reference => _reference;

    /// <summary>How often the list was built.</summary>
    public long Builds { get; private set; }

    /// <summary>The number of edges of the particle that has most.</summary>
    public int LongestRow { get; private set; }

    /// <summary>Makes the list fit for these positions.</summary>
    /// <param name="positions">Unwrapped positions, [N, 3].</param>
    /// <returns>Whether the list was built anew.</returns>
    /// <exception cref="ArgumentException">There are not 3N numbers.</exception>
    /// <exception cref="DataException">A position is not finite, or two particles are on top of each other.</exception>
    public bool Update(ReadOnlySpan<double> positions)
    {
        if (positions.Length != _reference.Length)
        {
            throw new ArgumentException($"Found {positions.Length} position components; {Count} particles in a periodic cell have {_reference.Length}.", nameof(positions));
        }

        if (Covers(positions))
        {
            return false;
        }

        for (int i = 0; i < positions.Length; i++)
        {
            if (!(Math.Abs(positions[i]) <= LargestCoordinate))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Component {"xyz"[i % 3]} of the position of particle {(i / 3) + 1} is {positions[i]}; positions must be finite and below 1e9. If a run arrived there, its step is too long."));
            }
        }

        Build(positions);
        return true;
    }

    /// <summary>Whether the list holds every pair within the cutoff at these positions: no particle is farther than skin/2 from where it was.</summary>
    /// <param name="positions">Unwrapped positions, [N, 3].</param>
    public bool Covers(ReadOnlySpan<double> positions)
    {
        if (!_built)
        {
            return false;
        }

        for (int i = 0; i < positions.Length; i += 3)
        {
            double x = positions[i] - _reference[i];
            double y = positions[i + 1] - _reference[i + 1];
            double z = positions[i + 2] - _reference[i + 2];
            if (!((x * x) + (y * y) + (z * z) <= _limit))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Says of two particles that they are on top of each other.</summary>
    /// <param name="i">Index of a particle.</param>
    /// <param name="j">Index of the other one; may be the same one's image.</param>
    /// <param name="distance">Their distance.</param>
    public static DataException OnTop(int i, int j, double distance) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Particles {Math.Min(i, j) + 1} and {Math.Max(i, j) + 1} are {distance:G3} apart (nearest images); below {SmallestDistance} they are on top of each other. Remove one, or check cell and positions."));

    /// <summary>Forgets the list: the next update builds it.</summary>
    internal void Forget() => _built = false;

    /// <summary>Builds the list at these positions, whatever it holds.</summary>
    internal void Build(ReadOnlySpan<double> positions)
    {
        _built = false; // until it is whole
        _bins.Fill(positions);
        int total = 0;
        LongestRow = 0;
        for (int j = 0; j < Count; j++)
        {
            _rowStarts[j] = total;
            int row;
            while ((row = _bins.Find(j, _found.AsSpan(total), _foundTranslations.AsSpan(3 * total))) < 0)
            {
                Array.Resize(ref _found, Math.Max(64 * Count, 2 * _found.Length));
                Array.Resize(ref _foundTranslations, 3 * _found.Length);
            }

            total += row;
            LongestRow = Math.Max(LongestRow, row);
        }

        _rowStarts[Count] = total;
        if (_neighbors.Length < total)
        {
            int length = total + (total / 8);
            _neighbors = new int[length];
            _reverse = new int[length];
            _translations = new double[3 * length];
        }

        Transpose();
        Pair();
        positions.CopyTo(_reference);
        Builds++;
        _built = true;
    }

    // The list is symmetric, so rows have the lengths of columns; filled in the order of j, they are sorted by it.
    private void Transpose()
    {
        Array.Copy(_rowStarts, _cursor, Count);
        for (int j = 0; j < Count; j++)
        {
            // Backwards: what is found from j by descending image is, reversed, an edge to j by ascending image.
            for (int e = _rowStarts[j + 1] - 1; e >= _rowStarts[j]; e--)
            {
                int edge = _cursor[_found[e]]++;
                _neighbors[edge] = j;
                _translations[3 * edge] = -_foundTranslations[3 * e];
                _translations[(3 * edge) + 1] = -_foundTranslations[(3 * e) + 1];
                _translations[(3 * edge) + 2] = -_foundTranslations[(3 * e) + 2];
            }
        }
    }

    // Row j meets the rows i in ascending order, as i goes up; several images of one pair pair up in opposite order.
    private void Pair()
    {
        Array.Copy(_rowStarts, _cursor, Count);
        for (int i = 0; i < Count; i++)
        {
            int end = _rowStarts[i + 1];
            for (int e = _rowStarts[i]; e < end;)
            {
                int j = _neighbors[e];
                int images = 1;
                while (e + images < end && _neighbors[e + images] == j)
                {
                    images++;
                }

                int last = _cursor[j] + images - 1;
                for (int k = 0; k < images; k++)
                {
                    _reverse[e + k] = last - k;
                }

                _cursor[j] += images;
                e += images;
            }
        }
    }
}
