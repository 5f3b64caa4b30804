using System.Globalization;

namespace ActionML.Cli;

/// <summary>Numbers in progress lines.</summary>
internal static class ProgressText
{
    /// <summary>A short duration: <c>45 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s");

    /// <summary>An error or loss with two digits: <c>3.2e-4</c>; a dash when it is not finite.</summary>
    public static string Short(double value) => double.IsFinite(value)
        ? (Math.Abs(value) is >= 0.01 and < 1000 ? value.ToString("G3", CultureInfo.InvariantCulture) : value == 0 ? "0" : value.ToString("0.0e+0", CultureInfo.InvariantCulture))
        : "–";
}
