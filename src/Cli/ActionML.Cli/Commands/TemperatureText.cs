using System.Globalization;

namespace ActionML.Cli;

/// <summary>Errors by temperature as lines of text.</summary>
internal static class TemperatureText
{
    /// <summary>Writes a line for each temperature; nothing where there is only one.</summary>
    public static void Write(TextWriter text, PairErrorFigures errors)
    {
        foreach (TemperatureErrorFigures e in errors.ByTemperature)
        {
            string range = e.Trajectories > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({e.Lowest:G4} to {e.Highest:G4})") : "";
            string unconverged = e.Unconverged > 0 ? $", {e.Unconverged} unconverged" : "";
            text.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"    at temperature {e.Temperature:G4}{range}: Δq {ProgressText.Short(e.RmseDeltaPositions)}, Δp {ProgressText.Short(e.RmseDeltaMomenta)} ({ProgressText.Short(100 * e.RelativeDeltaMomenta)} % of its size) on {e.Pairs} pairs{unconverged}"));
        }
    }
}
