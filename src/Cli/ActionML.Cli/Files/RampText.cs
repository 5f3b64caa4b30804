using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A ramp of the temperature as users type it: <c>1000:300:100ps</c>.</summary>
/// <param name="Start">The temperature at the start, in K or dimensionless.</param>
/// <param name="End">The temperature at the end.</param>
/// <param name="Duration">How long it takes.</param>
internal readonly record struct RampText(double Start, double End, TimeText Duration)
{
    /// <summary>What a ramp looks like, for help.</summary>
    public const string Example = "1000:300:100ps";

    /// <summary>Reads a ramp.</summary>
    /// <returns>Whether the text is two temperatures, not negative, and a time.</returns>
    public static bool TryParse(string text, out RampText ramp)
    {
        ramp = default;
        if (text.Split(':') is not [var first, var second, var third]
            || !TryTemperature(first, out double start) || !TryTemperature(second, out double end) || !TimeText.TryParse(third, out TimeText duration))
        {
            return false;
        }

        ramp = new RampText(start, end, duration);
        return true;
    }

    /// <summary>The ramp in the units of a system.</summary>
    /// <exception cref="UsageException">The duration has a unit, but the system is dimensionless.</exception>
    public TemperatureRamp In(string option, UnitSystem units) => TemperatureRamp.Linear(
        Temperature.FromDisplayValue(Start, units), Temperature.FromDisplayValue(End, units), Duration.In(option, units));

    private static bool TryTemperature(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && value >= 0;
}
