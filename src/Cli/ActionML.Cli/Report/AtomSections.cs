using System.Text;

namespace ActionML.Cli;

/// <summary>The report's sections on runs of atoms. One plot per kind or pair of kinds, with one line per run.</summary>
internal static class AtomSections
{
    /// <summary>All sections that there are data for.</summary>
    public static string Write(RunSummary summary, RunSeries series)
    {
        List<IntegratorSeries> runs = [.. series.Integrators.Where(s => s.Atoms is not null)];
        var html = new StringBuilder();
        Legend(html, summary, runs);
        Energy(html, runs);
        Temperature(html, summary, runs);
        Distribution(html, runs);
        Structure(html, summary, runs);
        Displacement(html, summary, runs);
        Vibrations(html, runs);
        Viewer(html, summary, runs);
        return html.ToString();
    }

    private static void Legend(StringBuilder html, RunSummary summary, List<IntegratorSeries> runs)
    {
        html.Append("<ul class=\"legend runs\" aria-label=\"Runs shown in the plots\">");
        foreach (string key in runs.Select(run => run.Key))
        {
            string name = summary.Integrators.TryGetValue(key, out IntegratorFigures? figures) && figures.Name.Length > 0 ? figures.Name : key;
            html.Append($"<li><button type=\"button\" data-run=\"{HtmlText.Escape(key)}\" aria-pressed=\"true\">{ReportBody.LegendLine(key, runs.Select(r => r.Key))}{HtmlText.Escape(name)}</button></li>");
        }

        html.Append("</ul>\n");
    }

    private static void Energy(StringBuilder html, List<IntegratorSeries> runs)
    {
        if (!runs.Any(run => run.Atoms!.Energy.Length > 1))
        {
            return;
        }

        Open(html, "energy", "Energy", "Change of the total energy per atom, (E(t) − E(0))/N, averaged within each interval of the plot. Without a thermostat it is conserved.");
        html.Append($"<figure>{Plot("energy", "", "Energy per atom over time.")}</figure></section>\n");
    }

    private static void Temperature(StringBuilder html, RunSummary summary, List<IntegratorSeries> runs)
    {
        Open(html, "temperature", "Temperature of each kind", "Kinetic temperatures without the motion of the center of mass. In equilibrium all kinds have the same; error bars are standard errors of the mean, which take in how long the motion is correlated.");
        html.Append("<div class=\"grid2\">");
        html.Append($"<figure><figcaption>Means of the run <span class=\"sub\">± one standard error</span></figcaption>{Plot("means", "", "Mean temperature of each kind with error bars; the same numbers are in the table below.")}</figure>");
        foreach (string name in Names(runs, a => a.Temperature))
        {
            Figure(html, "temperature", name, name == KindEstimate.All ? "All atoms" : name, "over time");
        }

        html.Append("</div>\n").Append(AtomTables.Estimates(summary, "Temperatures in K", a => a.Temperatures));
        html.Append("<p class=\"note\">Temperatures in K.</p></section>\n");
    }

    private static void Distribution(StringBuilder html, List<IntegratorSeries> runs)
    {
        List<string> names = Names(runs, a => a.Distribution);
        if (names.Count == 0)
        {
            return;
        }

        Open(html, "distribution", "Radial distribution", "g(r) of each pair of kinds: how much likelier a distance is than in an ideal gas of the same density.");
        html.Append(names.Count % 3 == 0 ? "<div class=\"grid3\">" : "<div class=\"grid2\">");
        foreach (string name in names)
        {
            Figure(html, "distribution", name, name, "");
        }

        html.Append("</div></section>\n");
    }

    private static void Structure(StringBuilder html, RunSummary summary, List<IntegratorSeries> runs)
    {
        List<string> names = Names(runs, a => a.Angles);
        if (names.Count == 0)
        {
            return;
        }

        Dictionary<string, double> lengths = summary.Integrators.Values.First(i => i.Atoms?.BondLengths.Count > 0).Atoms!.BondLengths;
        string bonds = lengths.Values.Distinct().Count() == 1
            ? $"up to {HtmlText.Number(lengths.Values.First())} Å"
            : "up to " + string.Join(", ", lengths.Select(l => $"{HtmlText.Escape(l.Key)} {HtmlText.Number(l.Value)} Å"));
        Open(html, "structure", "Neighbors and bond angles", $"Atoms count as bonded {bonds}.");
        html.Append("<div class=\"grid2\">");
        foreach (string name in names)
        {
            Figure(html, "coordination", name, name, "share of atoms by number of neighbors");
            Figure(html, "angles", name, name, "angles between bonds of a central atom");
        }

        html.Append("</div>\n").Append(AtomTables.Estimates(summary, "Coordination numbers", a => a.Coordination.Concat(a.PartialCoordination)));
        html.Append("<p class=\"note\">Mean numbers of neighbors; of a pair, those of the second kind around the first.</p></section>\n");
    }

    private static void Displacement(StringBuilder html, RunSummary summary, List<IntegratorSeries> runs)
    {
        List<string> names = [.. Names(runs, a => a.Displacement).Where(name => name != KindEstimate.All)];
        if (!runs.Any(run => run.Atoms!.DisplacementLags.Length > 1))
        {
            return;
        }

        Open(html, "displacement", "Mean-square displacement", "Relative to the center of mass. In a solid it stays at the size of the vibrations, in a liquid it grows along a line.");
        html.Append(names.Count % 3 == 0 ? "<div class=\"grid3\">" : "<div class=\"grid2\">");
        foreach (string name in names)
        {
            Figure(html, "displacement", name, name, "");
        }

        html.Append("</div>\n");
        string table = AtomTables.Estimates(summary, "Diffusion coefficients in Å²/ps", a => a.Diffusion);
        html.Append(table);
        if (table.Length > 0)
        {
            html.Append("<p class=\"note\">Diffusion coefficients in Å²/ps from the slope of the later half of the lags. Where the displacement is not yet a line, they mean little.</p>");
        }

        html.Append("</section>\n");
    }

    private static void Vibrations(StringBuilder html, List<IntegratorSeries> runs)
    {
        if (!runs.Any(run => run.Atoms!.Frequencies.Length > 1))
        {
            return;
        }

        List<string> names = [.. Names(runs, a => a.Spectrum).Where(name => name != KindEstimate.All)];
        Open(html, "vibrations", "Vibrations", "Velocity autocorrelation of all atoms, weighted by mass, and its spectrum, the vibrational density of states.");
        html.Append("<div class=\"grid2\">");
        Figure(html, "correlation", KindEstimate.All, "All atoms", "velocity autocorrelation");
        Figure(html, "spectrum", KindEstimate.All, "All atoms", "density of states");
        foreach (string name in names.Count > 1 ? names : [])
        {
            Figure(html, "spectrum", name, name, "density of states");
        }

        html.Append("</div></section>\n");
    }

    private static void Viewer(StringBuilder html, RunSummary summary, List<IntegratorSeries> runs)
    {
        List<IntegratorSeries> shown = [.. runs.Where(run => run.Atoms!.Frames is { Positions.Count: > 0 })];
        if (shown.Count == 0)
        {
            return;
        }

        Open(html, "viewer", "The atoms in motion", "Wrapped into the cell. Drag to turn; pinch, or scroll with Ctrl, to zoom.");
        html.Append("<div class=\"viewer\" id=\"viewer\"><div class=\"tools\">");
        if (shown.Count > 1)
        {
            html.Append("<select id=\"viewer-run\" aria-label=\"Run\">");
            foreach (string key in shown.Select(run => run.Key))
            {
                string name = summary.Integrators.TryGetValue(key, out IntegratorFigures? figures) && figures.Name.Length > 0 ? figures.Name : key;
                html.Append($"<option value=\"{HtmlText.Escape(key)}\">{HtmlText.Escape(name)}</option>");
            }

            html.Append("</select>");
        }

        html.Append("<span id=\"viewer-kinds\"></span></div>\n<div class=\"stage\" id=\"viewer-stage\" role=\"img\" aria-label=\"The atoms in their cell, in three dimensions.\"></div>\n");
        html.Append("<div class=\"tools\"><button type=\"button\" id=\"viewer-play\" aria-pressed=\"false\">Play</button><input type=\"range\" id=\"viewer-frame\" min=\"0\" value=\"0\" aria-label=\"Frame\"><output id=\"viewer-time\"></output></div></div></section>\n");
    }

    private static void Open(StringBuilder html, string id, string title, string text) =>
        html.Append($"<section aria-labelledby=\"h-{id}\"><h2 id=\"h-{id}\">{title}</h2>\n<p>{text}</p>\n");

    private static void Figure(StringBuilder html, string measure, string name, string title, string detail)
    {
        string sub = detail.Length > 0 ? $" <span class=\"sub\">{detail}</span>" : "";
        html.Append($"<figure><figcaption>{HtmlText.Escape(title)}{sub}</figcaption>{Plot(measure, name, $"{title}: {(detail.Length > 0 ? detail : measure)}.")}</figure>");
    }

    private static string Plot(string measure, string name, string alternative) =>
        $"<div class=\"plot\" data-atoms=\"{measure}\" data-name=\"{HtmlText.Escape(name)}\" role=\"img\" aria-label=\"{HtmlText.Escape(alternative)}\"></div>";

    private static List<string> Names(List<IntegratorSeries> runs, Func<AtomSeries, List<NamedSeries>> of) =>
        [.. runs.SelectMany(run => of(run.Atoms!)).Where(s => s.Values.Length > 0).Select(s => s.Name).Distinct()];
}
