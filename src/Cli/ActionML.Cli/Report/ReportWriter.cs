using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActionML.Cli;

/// <summary>
/// Writes a run as one HTML file that loads nothing: styles, charting library, data and, for atoms, their viewer are inside. It adapts to
/// phone and desktop, light and dark, and to paper.
/// </summary>
internal static partial class ReportWriter
{
    /// <summary>The file's name inside an output directory.</summary>
    public const string FileName = "report.html";

    /// <summary>The page as text.</summary>
    /// <param name="summary">The numbers.</param>
    /// <param name="series">What to plot; sections without data are left out.</param>
    public static string Write(RunSummary summary, RunSeries series)
    {
        bool hasAtoms = series.Integrators.Any(i => i.Atoms is not null);
        var parts = new Dictionary<string, string>
        {
            ["title"] = HtmlText.Escape(summary.Title),
            ["plot-css"] = Asset("uPlot.min.css"),
            ["css"] = Asset("report.css"),
            ["body"] = ReportBody.Write(summary, series),
            ["footer"] = Footer(summary),
            ["data"] = JsonSerializer.Serialize(ReportPlots.From(summary, series), FiguresJson.Compact),
            ["plot-license"] = Asset("uPlot.license.txt").Replace("--", "- -", StringComparison.Ordinal),
            ["plot-js"] = Asset("uPlot.iife.min.js"),
            ["js"] = Asset("report.js"),

            // Half a megabyte that only pages with atoms need.
            ["viewer"] = hasAtoms ? Viewer() : "",
            ["viewer-credit"] = hasAtoms ? " Atoms: 3Dmol.js, BSD license, embedded." : "",
        };
        return Placeholder().Replace(Asset("report.html"), match => parts[match.Groups[1].Value]);
    }

    private static string Viewer() =>
        $"<!-- 3Dmol.js\n{Asset("3Dmol.license.txt").Replace("--", "- -", StringComparison.Ordinal)}\n-->\n<script>{Asset("3Dmol-min.js")}</script>\n<script>{Asset("atoms.js")}</script>";

    private static string Footer(RunSummary summary) =>
        $"Made by ActionML {HtmlText.Escape(summary.Version)} on {summary.Created.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)} UTC, {HtmlText.Escape(summary.Machine)}.";

    private static string Asset(string name)
    {
        using Stream stream = typeof(ReportWriter).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource '{name}' is not in this program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }

    [GeneratedRegex(@"\{\{([a-z-]+)\}\}")]
    private static partial Regex Placeholder();
}
