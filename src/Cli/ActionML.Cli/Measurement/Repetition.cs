using System.Diagnostics;

namespace ActionML.Cli;

/// <summary>Repeats a piece of work until its time is over and keeps what each repetition took, those of a warm-up left out.</summary>
internal sealed class Repetition
{
    private const int FewestWarm = 2; // the first call allocates, and on a GPU it loads kernels; the second may still grow memory
    private const int Fewest = 3;
    private const int Most = 100_000;
    private const double WarmShare = 0.25;

    private readonly List<double> _seconds = new(Most);

    private Repetition()
    {
    }

    /// <summary>What was measured.</summary>
    public int Count => _seconds.Count;

    /// <summary>What all of it took.</summary>
    public double Total => _seconds.Sum();

    /// <summary>What one took.</summary>
    public double Median => MedianOf(_seconds);

    /// <summary>Does the work.</summary>
    /// <param name="work">It.</param>
    /// <param name="seconds">What the measurement may take; the warm-up takes up to a quarter of it more. At least three repetitions are made.</param>
    /// <param name="token">Ends it early.</param>
    /// <param name="warmed">Called between warm-up and measurement.</param>
    public static Repetition Of(Action work, double seconds, CancellationToken token, Action? warmed = null)
    {
        var result = new Repetition();
        long begin = Stopwatch.GetTimestamp();
        for (int i = 0; i < FewestWarm || (i < Most && Since(begin) < WarmShare * seconds); i++)
        {
            token.ThrowIfCancellationRequested();
            work();
        }

        warmed?.Invoke();
        begin = Stopwatch.GetTimestamp();
        while (result.Count < Fewest || (result.Count < Most && Since(begin) < seconds))
        {
            token.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            work();
            result._seconds.Add(Since(start));
        }

        return result;
    }

    /// <summary>The median; NaN of nothing.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Since(long timestamp) => Stopwatch.GetElapsedTime(timestamp).TotalSeconds;
}
