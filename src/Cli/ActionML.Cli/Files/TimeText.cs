using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A time as users type it: <c>100ps</c>, <c>2fs</c>, <c>0.1ns</c>; or a bare number, in fs or dimensionless.</summary>
/// <param name="Number">The number, positive and finite.</param>
/// <param name="Unit"><c>fs</c>, <c>ps</c>, <c>ns</c>, or empty.</param>
internal readonly record struct TimeText(double Number, string Unit)
{
    /// <summary>What a time looks like, for help.</summary>
    public const string Example = "100ps|250fs|1ns|number";

    /// <summary>Reads a time.</summary>
    /// <returns>Whether the text is a positive number with one of the units or none.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeText time)
    {
        text = text.Trim();
        string unit = text.EndsWith("fs") ? "fs" : text.EndsWith("ps") ? "ps" : text.EndsWith("ns") ? "ns" : "";
        bool read = double.TryParse(text[..^unit.Length].TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        time = new TimeText(number, unit);
        return read && double.IsFinite(number) && number > 0;
    }

    /// <summary>The time in the units of a system.</summary>
    /// <param name="option">Where it was typed, for messages.</param>
    /// <param name="units">The system's units.</param>
    /// <exception cref="UsageException">It has a unit, but the system is dimensionless.</exception>
    public TimeStep In(string option, UnitSystem units)
    {
        if (Unit.Length > 0 && units == UnitSystem.Dimensionless)
        {
            throw new UsageException($"Found {this} for {option}, but the system is dimensionless: its times have no unit. Leave the unit out.");
        }

        return TimeStep.FromDisplayValue(Number * (Unit switch { "ps" => 1e3, "ns" => 1e6, _ => 1 }), units);
    }

    /// <inheritdoc/>
    public override string ToString() => Number.ToString("G12", CultureInfo.InvariantCulture) + (Unit.Length > 0 ? " " + Unit : "");
}
