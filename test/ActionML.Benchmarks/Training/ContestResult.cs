namespace ActionML.Benchmarks;

/// <summary>What a contestant reached: medians over all rounds.</summary>
internal sealed class ContestResult(Contestant contestant, Pace[] paces)
{
    public string Program => contestant.Program;

    public int Workers => contestant.Workers;

    public int Threads => contestant.Threads;

    /// <summary>Steps, or evaluations, per second.</summary>
    public double Median { get; } = MedianOf(paces.Select(pace => pace.PerSecond));

    public double ProcessorMilliseconds { get; } = MedianOf(paces.Select(pace => pace.ProcessorMilliseconds));

    public double ListMilliseconds { get; } = MedianOf(paces.Select(pace => pace.ListMilliseconds));

    /// <summary>Each round's steps, or evaluations, per second.</summary>
    public IEnumerable<double> Rounds => paces.Select(pace => pace.PerSecond);

    public override string ToString() => FormattableString.Invariant(
        $"{Program,-24}  {Workers} × {Threads} thread{(Threads == 1 ? " " : "s")} {Median,8:F1} per s  ({Rounds.Min():F1} to {Rounds.Max():F1})  {ProcessorMilliseconds:F2} ms of processor time")
        + (ListMilliseconds > 0 ? FormattableString.Invariant($", {ListMilliseconds:F2} ms in lists") : "");

    private static double MedianOf(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return 0.5 * (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]);
    }
}
