using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Times as users type them.</summary>
internal static class Steps
{
    /// <summary>A time step from a number of the command line.</summary>
    /// <exception cref="UsageException">The number is not positive.</exception>
    public static TimeStep Parse(string option, double value, UnitSystem units) => double.IsFinite(value) && value > 0
        ? TimeStep.FromDisplayValue(value, units)
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"Found {value} for {option}; expected a positive time."));

    /// <summary>A time in model units in the unit that users see.</summary>
    public static double Display(double value, UnitSystem units) =>
        units == UnitSystem.Atomistic ? value * TimeStep.FemtosecondsPerAtomisticUnit : value;

    /// <summary>The unit that users see: <c>fs</c>, or empty.</summary>
    public static string Unit(UnitSystem units) => units == UnitSystem.Atomistic ? "fs" : "";
}
