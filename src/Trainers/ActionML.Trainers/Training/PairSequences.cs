namespace ActionML.Trainers;

/// <summary>
/// Five training pairs whose midpoints follow each other at half a step or a little less, for a loss of fourth differences: of all errors these
/// weigh those at the frequency 1/h most, which make the energy walk (docs/adr/0013-why-the-energy-drifts.md).
/// </summary>
internal static class PairSequences
{
    /// <summary>Pairs of a sequence.</summary>
    public const int Size = 5;

    /// <summary>The place of the pair in the middle.</summary>
    public const int Middle = 2;

    /// <summary>The other places.</summary>
    public static IReadOnlyList<int> Others { get; } = [0, 1, 3, 4];

    /// <summary>Coefficients of a fourth difference by place.</summary>
    public static ReadOnlySpan<double> Coefficients => [1, -4, 6, -4, 1];

    /// <summary>All sequences, as indices of training pairs in the order of time; none where frames are as far apart as the step.</summary>
    public static int[][] Of(PairSet pairs)
    {
        int offset = pairs.Lag / 2;
        if (offset == 0)
        {
            return [];
        }

        // Neighbors overlap, and frames of a pair are of one recording: no need to compare times.
        var atStart = pairs.Training.Index().ToDictionary(pair => pair.Item.Start, pair => pair.Index);
        return [.. pairs.Training
            .Select(pair => Enumerable.Range(0, Size).Select(place => atStart.GetValueOrDefault(pair.Start + (place * offset), -1)).ToArray())
            .Where(sequence => !sequence.Contains(-1))];
    }

    /// <summary>
    /// Partners of a batch's particles: the same particles of the pair in the middle and of the pair at a place are each other's, and all else is its own.
    /// </summary>
    /// <param name="place">Of <see cref="Others"/>.</param>
    /// <param name="count">Particles of each system.</param>
    /// <param name="size">Pairs in the batch, a multiple of five.</param>
    public static long[] Partners(int place, int count, int size)
    {
        int distance = (place - Middle) * count;
        return [.. Enumerable.Range(0, count * size).Select(i => (long)(i + (PlaceOf(i, count) == Middle ? distance : PlaceOf(i, count) == place ? -distance : 0)))];
    }

    /// <summary>One for particles of pairs in the middle, zero for all others.</summary>
    /// <param name="count">Particles of each system.</param>
    /// <param name="size">Pairs in the batch, a multiple of five.</param>
    public static double[] Mask(int count, int size) => [.. Enumerable.Range(0, count * size).Select(i => PlaceOf(i, count) == Middle ? 1.0 : 0)];

    private static int PlaceOf(int particle, int count) => particle / count % Size;
}
