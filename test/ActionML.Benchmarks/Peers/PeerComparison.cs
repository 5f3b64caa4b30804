namespace ActionML.Benchmarks;

/// <summary>One piece of work on both sides, each with one thread and with two.</summary>
internal sealed class PeerComparison
{
    private readonly string _peer;

    /// <summary>Runs it.</summary>
    /// <param name="work">What is compared, in words.</param>
    /// <param name="contest">How long.</param>
    /// <param name="ours">Our side in its arrangements.</param>
    /// <param name="peers">PyTorch's in its arrangements; the sides take turns.</param>
    public PeerComparison(string work, Contest contest, IReadOnlyList<Contestant> ours, IReadOnlyList<Contestant> peers)
    {
        Work = work;
        _peer = peers[0].Program;
        Results = contest.Run([.. ours.Zip(peers, (a, b) => new[] { a, b }).SelectMany(pair => pair)]);
    }

    public string Work { get; }

    public IReadOnlyList<ContestResult> Results { get; }

    /// <summary>Our best arrangement over PyTorch's best.</summary>
    public double Ratio => Best(result => 1000 / result.Median);

    /// <summary>The same without the time that goes into neighbor lists.</summary>
    public double RatioWithoutLists => Best(result => (1000 / result.Median) - result.ListMilliseconds);

    public void Show()
    {
        Console.WriteLine();
        Console.WriteLine($"{Work}: medians (range) of {Results[0].Rounds.Count()} rounds");
        foreach (ContestResult result in Results.OrderBy(result => result.Program))
        {
            Console.WriteLine($"  {result}, {1000 / result.Median:F2} ms each");
        }

        Console.WriteLine($"  best arrangement over best: {Ratio:F2}, without neighbor lists {RatioWithoutLists:F2}");
    }

    private double Best(Func<ContestResult, double> milliseconds)
    {
        ILookup<bool, double> times = Results.ToLookup(result => result.Program == _peer, milliseconds);
        return times[true].Min() / times[false].Min();
    }
}
