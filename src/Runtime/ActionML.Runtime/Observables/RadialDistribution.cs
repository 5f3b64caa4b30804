namespace ActionML.Runtime;

/// <summary>The radial distribution function g(r) of each pair of kinds in a periodic cell.</summary>
/// <remarks>
/// <para>
/// g_ab(r) = n_ab(r) / (N_a N_b v(r)/V): pairs in a shell of volume v over those of an ideal gas; for a = b with
/// N_a(N_a − 1). All images within the range are counted, so the range may exceed half the cell; a particle's own
/// images are not, whose distances are those of the lattice.
/// </para>
/// <para>The cost of a state is linear in N at constant density and goes with the cube of the range.</para>
/// </remarks>
public sealed class RadialDistribution : ISimulationObserver, ICheckpointState
{
    private readonly ParticleSystem _system;
    private readonly KindTable _kinds;
    private readonly ImageSearch _search;
    private readonly double _volume;
    private readonly double[] _radii;
    private readonly long[] _counts; // [pairs, bins]
    private readonly double[] _ideal; // Σ over frames of pairs per volume, [pairs]

    /// <summary>Creates distributions without samples.</summary>
    /// <param name="system">Kinds and masses, in three dimensions.</param>
    /// <param name="cell">The periodic cell.</param>
    /// <param name="range">The largest distance, in Å; rounded to whole bins.</param>
    /// <param name="binWidth">The width of a bin, in Å.</param>
    /// <exception cref="UsageException">A number is out of range, or the system is not three-dimensional.</exception>
    /// <exception cref="DataException">The cell is smaller than a tenth of the range.</exception>
    public RadialDistribution(ParticleSystem system, Cell cell, double range, double binWidth = 0.05)
    {
        var errors = new OptionErrors("radial distribution");
        errors.RequirePositive("Bin width", binWidth);
        errors.Require(range >= binWidth && range / binWidth <= 1e6, "Range", range, "it must be at least one bin wide, and at most a million bins.");
        errors.ThrowIfAny();
        int bins = (int)Math.Round(range / binWidth);
        BinWidth = binWidth;
        Range = bins * binWidth;
        _system = system;
        _kinds = new KindTable(system);
        _search = new ImageSearch(system, cell, Range, "radial distribution");
        _volume = cell.Volume;
        _radii = [.. Enumerable.Range(0, bins).Select(b => (b + 0.5) * binWidth)];
        _counts = new long[_kinds.Pairs.Length * bins];
        _ideal = new double[_kinds.Pairs.Length];
    }

    /// <summary>All unordered pairs of kinds.</summary>
    public IReadOnlyList<KindPair> Pairs => _kinds.Pairs;

    /// <summary>Centers of the bins, [B], in Å.</summary>
    public IReadOnlyList<double> Radii => _radii;

    /// <summary>The largest distance, in Å.</summary>
    public double Range { get; }

    /// <summary>The width of a bin, in Å.</summary>
    public double BinWidth { get; }

    /// <summary>The number of states added, those merged included.</summary>
    public long Frames { get; private set; }

    /// <summary>g(r) at <see cref="Radii"/>, [B]; NaN without samples and for the pair of a particle that is alone of its kind.</summary>
    /// <param name="pair">One of <see cref="Pairs"/>.</param>
    /// <exception cref="UsageException">The system has no such kinds.</exception>
    public double[] Of(KindPair pair)
    {
        int p = _kinds.Pair(pair);
        var g = new double[_radii.Length];
        for (int b = 0; b < g.Length; b++)
        {
            double inner = b * BinWidth;
            double outer = (b + 1) * BinWidth;
            double shell = 4 * Math.PI / 3 * ((outer * outer * outer) - (inner * inner * inner));
            g[b] = _ideal[p] > 0 ? _counts[(p * g.Length) + b] / (_ideal[p] * shell) : double.NaN;
        }

        return g;
    }

    /// <summary>The relative difference ∫|g − g'|dr / ∫g'dr from another one, g', taken as the reference.</summary>
    /// <param name="other">The reference, with the same bins.</param>
    /// <param name="pair">A pair that both have.</param>
    /// <exception cref="UsageException">The bins differ, or one has no such kinds.</exception>
    public double DifferenceFrom(RadialDistribution other, KindPair pair)
    {
        RequireSameBins(other);
        double[] own = Of(pair);
        double[] reference = other.Of(pair);
        double difference = 0;
        double total = 0;
        for (int b = 0; b < own.Length; b++)
        {
            difference += Math.Abs(own[b] - reference[b]);
            total += reference[b];
        }

        return difference / total;
    }

    /// <summary>Adds all that another one has counted; its cell and number of particles may be others.</summary>
    /// <param name="other">One with the same bins and kinds.</param>
    /// <exception cref="UsageException">Bins or kinds differ.</exception>
    public void Merge(RadialDistribution other)
    {
        RequireSameBins(other);
        if (!_kinds.Names.SequenceEqual(other._kinds.Names))
        {
            throw new UsageException(
                $"One radial distribution is of {string.Join(", ", _kinds.Names)}, the other of {string.Join(", ", other._kinds.Names)}. Only those of the same kinds can be merged.");
        }

        Frames += other.Frames;
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        for (int p = 0; p < _ideal.Length; p++)
        {
            _ideal[p] += other._ideal[p];
        }
    }

    /// <summary>Adds a state.</summary>
    /// <param name="state">The state, of the system's shape.</param>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    /// <exception cref="DataException">A position is not finite, or two particles are on top of each other.</exception>
    public void Add(PhasePoint state)
    {
        _system.RequireShape(state);
        _search.Fill(state);
        int bins = _radii.Length;
        double perLength = 1 / BinWidth;
        ReadOnlySpan<int> of = _kinds.Of;
        for (int j = 0; j < of.Length; j++)
        {
            int count = _search.Find(j);
            for (int k = 0; k < count; k++)
            {
                int i = _search.Found[k];
                if (i >= j)
                {
                    continue; // each pair once, and no own images
                }

                (double x, double y, double z) = _search.Vector(j, k);
                int bin = (int)(Math.Sqrt((x * x) + (y * y) + (z * z)) * perLength);
                if (bin < bins)
                {
                    _counts[(_kinds.Pair(of[i], of[j]) * bins) + bin]++;
                }
            }
        }

        int kinds = _kinds.Names.Length;
        for (int a = 0; a < kinds; a++)
        {
            for (int b = a; b < kinds; b++)
            {
                double pairs = a == b
                    ? 0.5 * _kinds.Counts[a] * (_kinds.Counts[a] - 1)
                    : (double)_kinds.Counts[a] * _kinds.Counts[b];
                _ideal[_kinds.Pair(a, b)] += pairs / _volume;
            }
        }

        Frames++;
    }

    /// <inheritdoc/>
    void ISimulationObserver.Observe(Simulation simulation) => Add(simulation.State);

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Frames);
        writer.WriteNumbers(_ideal);
        writer.WriteCounts(_counts);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        Frames = reader.ReadInt64();
        reader.ReadNumbers(_ideal);
        reader.ReadCounts(_counts);
    }

    private void RequireSameBins(RadialDistribution other)
    {
        if (_radii.Length != other._radii.Length || BinWidth != other.BinWidth)
        {
            throw new UsageException(FormattableString.Invariant(
                $"One radial distribution has {_radii.Length} bins of {BinWidth:G6}, the other {other._radii.Length} of {other.BinWidth:G6}. Give both the same range and bin width."));
        }
    }
}
