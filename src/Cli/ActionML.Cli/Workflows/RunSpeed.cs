using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>How fast a run is: simulated time per wall-clock time.</summary>
internal static class RunSpeed
{
    private const double FemtosecondsPerNanosecond = 1e6;
    private const double SecondsPerDay = 86400;

    /// <summary>The unit: <c>ns/day</c>, or <c>1/s</c> for dimensionless time per second.</summary>
    public static string Unit(UnitSystem units) => units == UnitSystem.Atomistic ? "ns/day" : "1/s";

    /// <summary>The speed in that unit.</summary>
    /// <param name="time">Simulated time, in model units.</param>
    /// <param name="elapsed">Wall-clock time.</param>
    /// <param name="units">The system's units.</param>
    public static double Of(double time, TimeSpan elapsed, UnitSystem units) => elapsed <= TimeSpan.Zero
        ? double.NaN
        : Steps.Display(time, units) / elapsed.TotalSeconds * (units == UnitSystem.Atomistic ? SecondsPerDay / FemtosecondsPerNanosecond : 1);

    /// <summary>The speed in words: <c>12.3 ns/day</c>, <c>1030 ns/day</c>.</summary>
    public static string Text(double speed, string unit)
    {
        // Three digits from a thousand on would be 1.03E+03.
        string number = speed.ToString(speed >= 999.5 ? "0" : "G3", CultureInfo.InvariantCulture);
        return $"{number} {(unit == "1/s" ? "time units per second" : unit)}";
    }
}
