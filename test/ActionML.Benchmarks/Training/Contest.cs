namespace ActionML.Benchmarks;

/// <summary>Contestants take turns, so that whatever else the machine does meets all of them alike; medians count.</summary>
/// <param name="Rounds">Turns of each.</param>
/// <param name="Seconds">Length of a turn.</param>
internal sealed record Contest(int Rounds, double Seconds)
{
    /// <summary>Holds it.</summary>
    public IReadOnlyList<ContestResult> Run(IReadOnlyList<Contestant> contestants)
    {
        foreach (Contestant contestant in contestants)
        {
            contestant.Run(Seconds / 4); // the first steps allocate
        }

        Pace[][] paces = [.. contestants.Select(_ => new Pace[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Count; i++)
            {
                paces[i][round] = contestants[i].Run(Seconds);
            }
        }

        return [.. contestants.Select((contestant, i) => new ContestResult(contestant, paces[i]))];
    }
}
