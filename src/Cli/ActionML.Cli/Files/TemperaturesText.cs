using System.Globalization;

namespace ActionML.Cli;

/// <summary>Temperatures of replicas as users type them: <c>600:1000</c>, evenly spaced, or a list <c>300,600,900</c>.</summary>
/// <param name="Values">The two ends, or the list; in K.</param>
/// <param name="IsRange">Whether they are the ends.</param>
internal sealed record TemperaturesText(IReadOnlyList<double> Values, bool IsRange)
{
    /// <summary>What they look like, for help.</summary>
    public const string Example = "600:1000|300,600,900";

    /// <summary>The smallest number of replicas that has them all.</summary>
    public int Distinct => IsRange && Values[0] == Values[1] ? 1 : Values.Count;

    /// <summary>Reads them.</summary>
    /// <returns>Whether the text is two temperatures with a colon between or some with commas, none negative.</returns>
    public static bool TryParse(string text, out TemperaturesText? temperatures)
    {
        bool isRange = text.Contains(':', StringComparison.Ordinal);
        double[] values = [.. text.Split(isRange ? ':' : ',').Select(Parse)];
        bool read = values.All(value => value >= 0) && (!isRange || values.Length == 2);
        temperatures = read ? new TemperaturesText(values, isRange) : null;
        return read;
    }

    /// <summary>The temperature of a replica.</summary>
    /// <param name="replica">Which one, from 0.</param>
    /// <param name="replicas">How many there are.</param>
    public double Of(int replica, int replicas) => !IsRange
        ? Values[replica % Values.Count]
        : replicas == 1 ? Values[0] : Values[0] + ((Values[1] - Values[0]) * replica / (replicas - 1));

    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : double.NaN;
}
