namespace ActionML.Trainers;

/// <summary>
/// Three training pairs whose midpoints follow each other at half a step or a little less, for a loss of second differences: of all errors these
/// weigh those at the frequency 1/h most, which make the energy walk (docs/adr/0013-why-the-energy-drifts.md).
/// </summary>
internal static class PairTriples
{
    /// <summary>Pairs of a triple.</summary>
    public const int Size = 3;

    /// <summary>All triples, as indices of training pairs in the order of time; none where frames are as far apart as the step.</summary>
    public static int[][] Of(PairSet pairs)
    {
        int offset = pairs.Lag / 2;
        if (offset == 0)
        {
            return [];
        }

        // The three overlap, and frames of a pair are of one recording: no need to compare times.
        var atStart = pairs.Training.Index().ToDictionary(pair => pair.Item.Start, pair => pair.Index);
        return [.. pairs.Training
            .Where(pair => atStart.ContainsKey(pair.Start - offset) && atStart.ContainsKey(pair.Start + offset))
            .Select(pair => new[] { atStart[pair.Start - offset], atStart[pair.Start], atStart[pair.Start + offset] })];
    }

    /// <summary>
    /// Each particle's partner: before, the same particle of the first and the second pair are each other's, after, that of the second and the third,
    /// and who is left is its own. For the second pair they are what the names say; a mask is one there, and zero elsewhere.
    /// </summary>
    /// <param name="count">Particles of each system.</param>
    /// <param name="size">Pairs in the batch, a multiple of three.</param>
    public static (long[] Before, long[] After, double[] Middle) Partners(int count, int size)
    {
        int particles = count * size;
        long[] before = new long[particles];
        long[] after = new long[particles];
        double[] middle = new double[particles];
        for (int i = 0; i < particles; i++)
        {
            int place = i / count % Size;
            before[i] = i + (place == 0 ? count : place == 1 ? -count : 0);
            after[i] = i + (place == 1 ? count : place == 2 ? -count : 0);
            middle[i] = place == 1 ? 1 : 0;
        }

        return (before, after, middle);
    }
}
