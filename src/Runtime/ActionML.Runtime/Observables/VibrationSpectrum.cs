namespace ActionML.Runtime;

/// <summary>The spectrum of a velocity autocorrelation function C: the vibrational density of states.</summary>
/// <remarks>
/// S(ν) = 4∫C(t)w(t)cos(2πνt)dt from 0 to the longest lag T, with the window w(t) = ½(1 + cos(πt/T)) of Hann, as the
/// cosine transform of the samples; ∫S dν = C(0) = 1 over the frequencies up to 1/(2Δt). A line is about 2/T wide; the grid is finer.
/// </remarks>
public sealed class VibrationSpectrum
{
    private const int Padding = 4; // grid points per resolvable interval

    private readonly double[][] _power;

    /// <summary>Transforms the correlation functions, [K + 1] of [lags + 1]; those with NaN are cut there.</summary>
    internal VibrationSpectrum(TimeStep spacing, IReadOnlyList<string> kinds, double[][] correlations)
    {
        Kinds = kinds;
        bool isAtomistic = spacing.Units == UnitSystem.Atomistic;
        FrequencyUnit = isAtomistic ? "THz" : "1/time";
        double interval = spacing.DisplayValue * (isAtomistic ? 1e-3 : 1); // ps, so that frequencies are THz
        int lags = correlations[^1].TakeWhile(double.IsFinite).Count() - 1;
        int points = Padding * Math.Max(lags, 1);
        Frequencies = [.. Enumerable.Range(0, points + 1).Select(k => k / (2 * points * interval))];
        _power = [.. correlations.Select(c => Transform(c, lags, points, interval))];
    }

    /// <summary>The kinds, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Frequencies ν from 0 to 1/(2Δt), in <see cref="FrequencyUnit"/>.</summary>
    public IReadOnlyList<double> Frequencies { get; }

    /// <summary>THz, or 1/time when dimensionless.</summary>
    public string FrequencyUnit { get; }

    /// <summary>S of all particles at <see cref="Frequencies"/>; may dip below zero by noise.</summary>
    public IReadOnlyList<double> All => _power[^1];

    /// <summary>S of one kind at <see cref="Frequencies"/>.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">There is no such kind.</exception>
    public IReadOnlyList<double> Of(string kind)
    {
        for (int k = 0; k < Kinds.Count; k++)
        {
            if (Kinds[k] == kind)
            {
                return _power[k];
            }
        }

        throw new UsageException($"The spectrum has no kind '{kind}'; it has {string.Join(", ", Kinds)}.");
    }

    private static double[] Transform(double[] correlation, int lags, int points, double interval)
    {
        var power = new double[points + 1];
        if (lags < 1)
        {
            Array.Fill(power, double.NaN);
            return power;
        }

        // cos(πkl/P) repeats after 2P.
        double[] cos = [.. Enumerable.Range(0, 2 * points).Select(j => Math.Cos(Math.PI * j / points))];
        double[] windowed = [.. Enumerable.Range(0, lags).Select(l => correlation[l] * 0.5 * (1 + Math.Cos(Math.PI * l / lags)))];
        for (int k = 0; k <= points; k++)
        {
            double sum = windowed[0];
            for (int l = 1; l < lags; l++)
            {
                sum += 2 * windowed[l] * cos[(int)((long)k * l % (2 * points))];
            }

            power[k] = 2 * interval * sum;
        }

        return power;
    }
}
