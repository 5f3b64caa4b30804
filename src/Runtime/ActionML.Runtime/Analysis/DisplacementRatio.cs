using System.Globalization;

namespace ActionML.Runtime;

/// <summary>
/// How far positions move compared with what momenta, masses and times say: the median over pairs of frames, h apart, of
/// r = Σ m v̄·Δq/h / Σ m v̄², with v̄ the mean of p/m at both ends. The median, for a frame that is wrong is no wrong unit.
/// </summary>
/// <remarks>
/// 1 for frames close together, tan(ωh/2)/(ωh/2) for a vibration of frequency ω. Far from 1 where velocities were taken
/// for momenta, or times and velocities are in units other than those declared: all of which can be trained on in silence.
/// </remarks>
public sealed class DisplacementRatio
{
    /// <summary>
    /// |r| from its inverse to itself is taken as it is: the longest step that Anderson mixing can solve, ωh = 2.9, has 5.6, and
    /// the usual mistakes have 1000 (ps for fs), 40 (velocities of argon as momenta) or 10 (ASE's unit of time for fs).
    /// </summary>
    public const double Plausible = 8;

    private readonly List<double> _ratios = [];

    /// <summary>r of the pairs so far; NaN where nothing moves.</summary>
    public double Value => _ratios.Count > 0 ? _ratios.Order().ElementAt(_ratios.Count / 2) : double.NaN;

    /// <summary>What is to be doubted, a sentence with its remedy; null where |r| is plausible.</summary>
    public string? Doubt => Value is var ratio && Math.Abs(ratio) is < 1 / Plausible or > Plausible
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Positions move {ratio:0.####} times as far as momenta, masses and times say. Is the unit of times or velocities another one (atoms: fs), are the momenta not masses times velocities, are the frames too far apart?")
        : null;

    /// <summary>Adds two frames of one trajectory, the later one second.</summary>
    public void Add(Frame start, Frame end)
    {
        double h = end.Time - start.Time;
        double moved = 0;
        double expected = 0;
        ReadOnlySpan<double> masses = start.System.Masses;
        for (int i = 0; i < start.State.Positions.Length; i++)
        {
            double p = 0.5 * (start.State.Momenta[i] + end.State.Momenta[i]);
            moved += p * (end.State.Positions[i] - start.State.Positions[i]) / h;
            expected += p * p / masses[i / start.System.Dimension];
        }

        if (expected > 0)
        {
            _ratios.Add(moved / expected);
        }
    }
}
