namespace ActionML.Runtime;

/// <summary>Coordination numbers and bond angles in a periodic cell, with bonds up to a length per pair of kinds.</summary>
/// <remarks>
/// <para>
/// The coordination number of a particle is the number of its neighbors, images included, within the bond length of the pair.
/// Means are over the particles of a kind in each state, their standard errors over states by <see cref="BlockedMean"/>.
/// </para>
/// <para>
/// A bond angle is that between two bonds of the central particle. The distribution per kind of the central particle is a
/// density per degree, ∫P dθ = 1. Bins are 2° wide around even degrees, so that the angles of crystals lie within bins; the first and the last are half as
/// wide. The cost of a state is linear in N.
/// </para>
/// </remarks>
public sealed class LocalStructure : ISimulationObserver, ICheckpointState
{
    /// <summary>The width of a bin of angles, in degrees.</summary>
    public const double AngleBinWidth = 2;

    /// <summary>Coordination numbers from here on are counted together.</summary>
    public const int MostCounted = 32;

    private const int AngleBins = 91;

    private readonly ParticleSystem _system;
    private readonly KindTable _kinds;
    private readonly ImageSearch _search;
    private readonly double[] _squares; // of bond lengths, [pairs]
    private readonly BlockedMean[] _total; // [kinds]
    private readonly BlockedMean[] _partial; // [central, neighbor]
    private readonly long[] _histogram; // [kinds, MostCounted + 1]
    private readonly long[] _partialHistogram; // [central, neighbor, MostCounted + 1]
    private readonly long[] _angles; // [kinds, AngleBins]
    private readonly double[] _now; // neighbors per frame, [central, neighbor]
    private readonly int[] _own; // neighbors of one particle by kind
    private double[] _bonds = new double[3 * 32]; // unit vectors

    /// <summary>Creates statistics without samples.</summary>
    /// <param name="system">Kinds and masses, in three dimensions.</param>
    /// <param name="cell">The periodic cell.</param>
    /// <param name="bonds">The bond lengths.</param>
    /// <exception cref="UsageException">The system is not three-dimensional.</exception>
    /// <exception cref="DataException">The cell is smaller than a tenth of the longest bond.</exception>
    public LocalStructure(ParticleSystem system, Cell cell, BondLengths bonds)
    {
        _system = system;
        _kinds = new KindTable(system);
        int kinds = _kinds.Names.Length;
        Bonds = bonds;
        double[] lengths = [.. _kinds.Pairs.Select(bonds.Of)];
        _squares = [.. lengths.Select(length => length * length)];
        _search = new ImageSearch(system, cell, lengths.Max(), "local structure");
        _total = [.. Enumerable.Range(0, kinds).Select(_ => new BlockedMean())];
        _partial = [.. Enumerable.Range(0, kinds * kinds).Select(_ => new BlockedMean())];
        _histogram = new long[kinds * (MostCounted + 1)];
        _partialHistogram = new long[kinds * kinds * (MostCounted + 1)];
        _angles = new long[kinds * AngleBins];
        _now = new double[kinds * kinds];
        _own = new int[kinds];
    }

    /// <summary>The kinds, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds => _kinds.Names;

    /// <summary>The bond lengths.</summary>
    public BondLengths Bonds { get; }

    /// <summary>The number of states added.</summary>
    public long Frames => _total[0].Samples;

    /// <summary>Centers of the bins of angles, 0°, 2°, … 180°.</summary>
    public static IReadOnlyList<double> Angles { get; } = [.. Enumerable.Range(0, AngleBins).Select(b => b * AngleBinWidth)];

    /// <summary>The mean coordination number of a kind.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public MeanEstimate Coordination(string kind) => _total[_kinds.Index(kind)].Estimate;

    /// <summary>The mean number of neighbors of one kind around particles of another.</summary>
    /// <param name="central">The kind in the center.</param>
    /// <param name="neighbor">The kind of the neighbors.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public MeanEstimate Coordination(string central, string neighbor) =>
        _partial[(_kinds.Index(central) * _own.Length) + _kinds.Index(neighbor)].Estimate;

    /// <summary>The share of particles of a kind with n neighbors, at index n up to <see cref="MostCounted"/>; zeros without samples.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public double[] Histogram(string kind) => Shares(_histogram, _kinds.Index(kind));

    /// <summary>The share of particles of a kind with n neighbors of another kind, at index n up to <see cref="MostCounted"/>.</summary>
    /// <param name="central">The kind in the center.</param>
    /// <param name="neighbor">The kind of the neighbors.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public double[] Histogram(string central, string neighbor) =>
        Shares(_partialHistogram, (_kinds.Index(central) * _own.Length) + _kinds.Index(neighbor));

    /// <summary>The density of bond angles around a kind at <see cref="Angles"/>, per degree; zeros without angles.</summary>
    /// <param name="central">The kind in the center.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public double[] AngleDistribution(string central)
    {
        ReadOnlySpan<long> counts = _angles.AsSpan(_kinds.Index(central) * AngleBins, AngleBins);
        long total = 0;
        foreach (long count in counts)
        {
            total += count;
        }

        var density = new double[AngleBins];
        for (int b = 0; b < AngleBins && total > 0; b++)
        {
            double width = b is 0 or AngleBins - 1 ? AngleBinWidth / 2 : AngleBinWidth;
            density[b] = counts[b] / (total * width);
        }

        return density;
    }

    /// <summary>Adds a state.</summary>
    /// <param name="state">The state, of the system's shape.</param>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    /// <exception cref="DataException">A position is not finite, or two particles are on top of each other.</exception>
    public void Add(PhasePoint state)
    {
        _system.RequireShape(state);
        _search.Fill(state);
        Array.Clear(_now);
        int kinds = _own.Length;
        ReadOnlySpan<int> of = _kinds.Of;
        for (int j = 0; j < of.Length; j++)
        {
            int bonds = FindBonds(j);
            int central = of[j];
            _histogram[(central * (MostCounted + 1)) + Math.Min(bonds, MostCounted)]++;
            for (int k = 0; k < kinds; k++)
            {
                int pair = (central * kinds) + k;
                _now[pair] += _own[k];
                _partialHistogram[(pair * (MostCounted + 1)) + Math.Min(_own[k], MostCounted)]++;
            }

            AddAngles(central, bonds);
        }

        for (int central = 0; central < kinds; central++)
        {
            double total = 0;
            for (int k = 0; k < kinds; k++)
            {
                double mean = _now[(central * kinds) + k] / _kinds.Counts[central];
                _partial[(central * kinds) + k].Add(mean);
                total += mean;
            }

            _total[central].Add(total);
        }
    }

    /// <inheritdoc/>
    void ISimulationObserver.Observe(Simulation simulation) => Add(simulation.State);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.WriteNumbers(_squares);
        writer.WriteCounts(_histogram);
        writer.WriteCounts(_partialHistogram);
        writer.WriteCounts(_angles);
        foreach (BlockedMean mean in _total.Concat(_partial))
        {
            mean.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        var squares = new double[_squares.Length];
        reader.ReadNumbers(squares);
        if (!squares.AsSpan().SequenceEqual(_squares))
        {
            throw new DataException("The checkpoint counted bonds with other lengths. Resume with those, or start the run anew.");
        }

        reader.ReadCounts(_histogram);
        reader.ReadCounts(_partialHistogram);
        reader.ReadCounts(_angles);
        foreach (BlockedMean mean in _total.Concat(_partial))
        {
            mean.Load(reader);
        }
    }

    private int FindBonds(int j)
    {
        Array.Clear(_own);
        int count = _search.Find(j);
        int bonds = 0;
        for (int k = 0; k < count; k++)
        {
            (double x, double y, double z) = _search.Vector(j, k);
            double square = (x * x) + (y * y) + (z * z);
            int kind = _kinds.Of[_search.Found[k]];
            if (!(square < _squares[_kinds.Pair(kind, _kinds.Of[j])]))
            {
                continue;
            }

            if (_bonds.Length == 3 * bonds)
            {
                Array.Resize(ref _bonds, 2 * _bonds.Length);
            }

            double scale = 1 / Math.Sqrt(square);
            _bonds[3 * bonds] = scale * x;
            _bonds[(3 * bonds) + 1] = scale * y;
            _bonds[(3 * bonds) + 2] = scale * z;
            _own[kind]++;
            bonds++;
        }

        return bonds;
    }

    private void AddAngles(int central, int bonds)
    {
        for (int a = 3; a < 3 * bonds; a += 3)
        {
            for (int b = 0; b < a; b += 3)
            {
                double cos = (_bonds[a] * _bonds[b]) + (_bonds[a + 1] * _bonds[b + 1]) + (_bonds[a + 2] * _bonds[b + 2]);
                double degrees = Math.Acos(Math.Clamp(cos, -1, 1)) * (180 / Math.PI);
                _angles[(central * AngleBins) + (int)((degrees / AngleBinWidth) + 0.5)]++;
            }
        }
    }

    private static double[] Shares(long[] histogram, int row)
    {
        long[] counts = histogram[(row * (MostCounted + 1))..((row + 1) * (MostCounted + 1))];
        double total = Math.Max(1, counts.Sum());
        return [.. counts.Select(count => count / total)];
    }
}
