namespace ActionML.Cli;

/// <summary>How much of the data is looked at where nobody says it: large systems have many components in each pair.</summary>
internal static class PairBudget
{
    private const int Particles = 16_000;
    private const int Fewest = 50;

    /// <summary>Pairs to compare with a model.</summary>
    /// <param name="particles">N.</param>
    /// <param name="most">The number for small systems.</param>
    public static int Compared(int particles, int most) => Math.Min(most, Math.Max(Fewest, Particles / particles));
}
