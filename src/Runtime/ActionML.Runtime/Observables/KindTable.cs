namespace ActionML.Runtime;

/// <summary>The kinds of a system in ordinal order, which particle is of which, and their pairs a ≤ b.</summary>
internal sealed class KindTable
{
    private readonly int[] _of;

    public KindTable(ParticleSystem system)
    {
        Names = [.. system.Kinds.Distinct().Order(StringComparer.Ordinal)];
        _of = [.. system.Kinds.Select(kind => Array.IndexOf(Names, kind))];
        Counts = new int[Names.Length];
        Masses = new double[Names.Length];
        for (int i = 0; i < _of.Length; i++)
        {
            Counts[_of[i]]++;
            Masses[_of[i]] += system.Masses[i];
        }

        List<KindPair> pairs = [];
        for (int a = 0; a < Names.Length; a++)
        {
            for (int b = a; b < Names.Length; b++)
            {
                pairs.Add(new KindPair(Names[a], Names[b]));
            }
        }

        Pairs = [.. pairs];
    }

    /// <summary>The kinds, [K].</summary>
    public string[] Names { get; }

    /// <summary>Index of each particle's kind, [N].</summary>
    public ReadOnlySpan<int> Of => _of;

    /// <summary>Particles of each kind, [K].</summary>
    public int[] Counts { get; }

    /// <summary>Mass of all particles of each kind, [K].</summary>
    public double[] Masses { get; }

    /// <summary>All pairs of kinds, [K(K + 1)/2], in the order of <c>Pair</c>.</summary>
    public KindPair[] Pairs { get; }

    /// <summary>The index of a kind.</summary>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public int Index(string kind)
    {
        int index = Array.IndexOf(Names, kind);
        return index >= 0
            ? index
            : throw new UsageException($"The system has no particles of kind '{kind}'; it has {string.Join(", ", Names)}.");
    }

    /// <summary>The index of the pair of two kinds, in any order.</summary>
    public int Pair(int a, int b) => PairStiffness.Pair(a, b, Names.Length);

    /// <summary>The index of a pair.</summary>
    /// <exception cref="UsageException">The system has no such kinds.</exception>
    public int Pair(KindPair pair) => Pair(Index(pair.First), Index(pair.Second));
}
