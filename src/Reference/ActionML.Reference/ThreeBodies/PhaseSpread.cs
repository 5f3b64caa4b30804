namespace ActionML.Reference;

/// <summary>
/// How far random states lie from the figure-eight. One width σ is drawn per state, log-uniformly between the two
/// ends, and every component of q and of v = p/m gets σ·N(0, 1): a mixture of near and far neighbors, so that a model
/// sees both the orbit itself and what surrounds it.
/// </summary>
/// <param name="Minimum">Smallest width σ, positive.</param>
/// <param name="Maximum">Largest width σ, at least the smallest. About 0.3 leaves nothing of the orbit.</param>
public readonly record struct PhaseSpread(double Minimum, double Maximum)
{
    /// <summary>Whether 0 &lt; minimum ≤ maximum ≤ 1.</summary>
    public bool IsValid => Minimum > 0 && Maximum >= Minimum && Maximum <= 1;

    /// <summary>Draws one width.</summary>
    public double Draw(Random random) => Minimum * Math.Pow(Maximum / Minimum, random.NextDouble());
}
