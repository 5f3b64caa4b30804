using System.Text;

namespace ActionML.Cli;

/// <summary>The report's sections. Everything that is a number stands in the page itself; scripts only draw.</summary>
internal static class ReportBody
{
    private static readonly string[] Known = ["action", "verlet_reference", "direct", "verlet_same_step"];

    /// <summary>All sections that there are data for.</summary>
    public static string Write(RunSummary summary, RunSeries series)
    {
        var html = new StringBuilder();
        bool hasAtoms = summary.Integrators.Values.Any(i => i.Atoms is not null);
        html.Append($"<h1>{HtmlText.Escape(summary.Title)}</h1>\n<p class=\"lead\">{(hasAtoms ? AtomWords.Lead(summary) : ReportWords.Lead(summary))}</p>\n");
        html.Append("<noscript><p>Charts need JavaScript; all tables below are complete without it.</p></noscript>\n");
        html.Append(hasAtoms ? AtomTables.Cards(summary) : ReportTables.Cards(summary));
        Energy(html, summary, series);
        Orbits(html, summary, series);
        if (series.Integrators.Any(i => i.Atoms is not null))
        {
            html.Append(AtomSections.Write(summary, series));
        }

        html.Append(hasAtoms ? AtomTables.Integrators(summary) : ReportTables.Integrators(summary));
        Evaluations(html, summary, series);
        html.Append(CertificateTables.Write(summary));
        html.Append(ReportTables.Invariants(summary));
        Training(html, summary, series);
        html.Append(ReportTables.Generalization(summary));
        html.Append(ReportTables.OtherSteps(summary));
        html.Append(ReportTables.Facts(summary));
        return html.ToString();
    }

    /// <summary>The CSS color of an integrator; the page's script uses the same rule.</summary>
    public static string Color(string key, IEnumerable<string> keys)
    {
        if (Known.Contains(key))
        {
            return $"var(--c-{key})";
        }

        int index = Others(keys).IndexOf(key);
        return $"var(--c-{4 + (Math.Max(index, 0) % 6)})";
    }

    /// <summary>A colored square before an integrator's name.</summary>
    public static string Swatch(string key, IEnumerable<string> keys) =>
        $"<span class=\"swatch\" style=\"background:{Color(key, keys)}\" aria-hidden=\"true\"></span>";

    private static void Energy(StringBuilder html, RunSummary summary, RunSeries series)
    {
        List<IntegratorSeries> shown = [.. series.Integrators.Where(s => s.Time.Length > 0)];
        if (shown.Count == 0)
        {
            return;
        }

        html.Append("<section aria-labelledby=\"h-energy\"><h2 id=\"h-energy\">Energy error over time</h2>\n");
        html.Append("<p>|E(t) − E(0)| / |E(0)|, the largest value within each interval of the plot. A symplectic step keeps it bounded; a step without structure drifts.</p>\n");
        html.Append("<ul class=\"legend\" aria-label=\"Integrators shown\">");
        foreach (IntegratorSeries s in shown)
        {
            html.Append($"<li><button type=\"button\" data-toggle=\"{HtmlText.Escape(s.Key)}\" aria-pressed=\"true\">{LegendLine(s.Key, series.Integrators.Select(i => i.Key))}{HtmlText.Escape(Name(summary, s.Key))}</button></li>");
        }

        html.Append("</ul>\n<figure><div class=\"plot\" id=\"plot-energy\" role=\"img\" aria-label=\"");
        html.Append(HtmlText.Escape(ReportWords.EnergyAlternative(summary)));
        html.Append("\"></div></figure></section>\n");
    }

    private static void Orbits(StringBuilder html, RunSummary summary, RunSeries series)
    {
        List<IntegratorSeries> shown = [.. series.Integrators.Where(s => s.Orbits.Count > 0)];
        if (shown.Count == 0)
        {
            return;
        }

        html.Append("<section aria-labelledby=\"h-orbits\"><h2 id=\"h-orbits\">Orbits</h2>\n");
        html.Append("<p>Every small dot is a recorded position, every large one where a particle ended. All panels show the same window.</p>\n<div class=\"grid4\">\n");
        foreach (IntegratorSeries s in shown)
        {
            string name = Name(summary, s.Key);
            string fate = summary.Integrators.TryGetValue(s.Key, out IntegratorFigures? figures) ? ReportWords.Fate(figures, summary.Duration) : "";
            html.Append($"<figure><figcaption>{Swatch(s.Key, series.Integrators.Select(i => i.Key))}<span>{HtmlText.Escape(name)} <span class=\"sub\">{fate}</span></span></figcaption>");
            html.Append($"<div class=\"plot\" id=\"plot-orbit-{HtmlText.Escape(s.Key)}\" role=\"img\" aria-label=\"Orbits of {s.Orbits.Count} particles with {HtmlText.Escape(name)}.\"></div></figure>\n");
        }

        html.Append("</div></section>\n");
    }

    private static void Evaluations(StringBuilder html, RunSummary summary, RunSeries series)
    {
        foreach (IntegratorSeries s in series.Integrators.Where(s => s.EvaluationCounts.Length > 1))
        {
            string key = HtmlText.Escape(s.Key);
            string name = HtmlText.Escape(Name(summary, s.Key));
            double mean = summary.Integrators.TryGetValue(s.Key, out IntegratorFigures? figures) ? figures.MeanEvaluationsPerStep : double.NaN;
            html.Append($"<section aria-labelledby=\"h-evaluations-{key}\"><h2 id=\"h-evaluations-{key}\">Evaluations per step: {name}</h2>\n");
            html.Append($"<p>The step is implicit: the corrector evaluates the model until the residual is below its tolerance. Mean: {HtmlText.Number(mean)} evaluations per step.</p>\n<div class=\"grid2\">");
            html.Append($"<figure><figcaption>Distribution</figcaption><div class=\"plot\" id=\"plot-histogram-{key}\" role=\"img\" aria-label=\"Histogram of evaluations per step.\"></div></figure>");
            html.Append($"<figure><figcaption>Over time</figcaption><div class=\"plot\" id=\"plot-evaluations-{key}\" role=\"img\" aria-label=\"Mean evaluations per step over time.\"></div></figure></div></section>\n");
        }
    }

    private static void Training(StringBuilder html, RunSummary summary, RunSeries series)
    {
        if (!series.Training.Any(t => t.Seconds.Length > 1))
        {
            return;
        }

        html.Append("<section aria-labelledby=\"h-training\"><h2 id=\"h-training\">Training</h2>\n");
        html.Append($"<p>{ReportWords.Training(summary)}</p>\n<ul class=\"legend\" aria-label=\"Models\">");
        foreach (TrainingSeries t in series.Training)
        {
            html.Append($"<li><span class=\"badge\">{LegendLine(t.Kind, [])} {HtmlText.Escape(t.Kind)} model</span></li>");
        }

        html.Append("</ul>\n<div class=\"grid2\">");
        html.Append("<figure><figcaption>Position error <span class=\"sub\">RMS of Δq on held-out pairs</span></figcaption><div class=\"plot\" id=\"plot-rmse_delta_positions\" role=\"img\" aria-label=\"Validation error of positions during training.\"></div></figure>");
        html.Append("<figure><figcaption>Momentum error <span class=\"sub\">RMS of Δp on held-out pairs</span></figcaption><div class=\"plot\" id=\"plot-rmse_delta_momenta\" role=\"img\" aria-label=\"Validation error of momenta during training.\"></div></figure>");
        html.Append("</div></section>\n");
    }

    /// <summary>A piece of an integrator's line, with its color and dashes.</summary>
    public static string LegendLine(string key, IEnumerable<string> keys)
    {
        string dash = key switch
        {
            "verlet_reference" => "6 4",
            "direct" => "2 3",
            "verlet_same_step" => "9 3 2 3",
            _ => Others(keys).IndexOf(key) is var index and > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{8 - index} 3") : "none",
        };
        return $"<svg width=\"26\" height=\"8\" aria-hidden=\"true\"><line x1=\"1\" y1=\"4\" x2=\"25\" y2=\"4\" style=\"stroke:{Color(key, keys)}\" stroke-width=\"2.6\" stroke-dasharray=\"{dash}\"/></svg>";
    }

    private static List<string> Others(IEnumerable<string> keys) => [.. keys.Where(k => !Known.Contains(k))];

    private static string Name(RunSummary summary, string key) =>
        summary.Integrators.TryGetValue(key, out IntegratorFigures? figures) && figures.Name.Length > 0 ? figures.Name : key;
}
