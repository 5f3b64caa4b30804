using System.Text;

namespace ActionML.Cli;

/// <summary>Cards and tables of runs of atoms.</summary>
internal static class AtomTables
{
    /// <summary>The handful of numbers that matter most, of the action model, or of the first run.</summary>
    public static string Cards(RunSummary summary)
    {
        IntegratorFigures run = summary.Integrators.TryGetValue("action", out IntegratorFigures? action) && action.Atoms is not null
            ? action
            : summary.Integrators.Values.First(i => i.Atoms is not null);
        AtomFigures atoms = run.Atoms!;
        var html = new StringBuilder("<dl class=\"cards\">\n");
        if (double.IsFinite(atoms.EnergyDrift))
        {
            Card("Energy drift", HtmlText.Number(atoms.EnergyDrift), "meV per atom and ps");
            Card("Largest energy change", HtmlText.Number(atoms.MaxEnergyChange), $"meV per atom, sampled every {HtmlText.Count(atoms.EnergyInterval)} steps");
        }

        if (atoms.Temperatures.LastOrDefault() is { } temperature)
        {
            Card("Temperature", HtmlText.Number(temperature.Mean, 4) + " K", $"standard error {HtmlText.Number(temperature.StandardError, 2)} K");
        }

        Card("Evaluations per step", HtmlText.Number(run.MeanEvaluationsPerStep), $"{HtmlText.Count(run.UnconvergedSteps)} steps not converged");
        return html.Append("</dl>\n").ToString();

        void Card(string name, string value, string detail) =>
            html.Append($"<div><dt>{name}</dt><dd class=\"value\">{value}</dd><dd class=\"detail\">{detail}</dd></div>\n");
    }

    /// <summary>All runs side by side.</summary>
    public static string Integrators(RunSummary summary)
    {
        var html = new StringBuilder("<section aria-labelledby=\"h-integrators\"><h2 id=\"h-integrators\">Integrators</h2>\n");
        html.Append($"<p>A run counts as lost when its energy has changed by more than {HtmlText.Number(AtomEnergyRecorder.LostChange)} eV per atom, or atoms are on top of each other.</p>\n");
        string[] columns = ["Step", "Energy drift", "Energy change", "Survived", "Evaluations per step", "Unconverged steps", "Wall-clock"];
        html.Append(Head("Integrators compared", "Integrator", columns));
        foreach ((string key, IntegratorFigures i) in summary.Integrators.Where(i => i.Value.Atoms is not null))
        {
            html.Append(Row(summary, key, columns,
            [
                HtmlText.Number(i.Step) + " fs", Unit(i.Atoms!.EnergyDrift, "meV/ps"), Unit(i.Atoms.MaxEnergyChange, "meV"), Survived(summary, i),
                HtmlText.Number(i.MeanEvaluationsPerStep), HtmlText.Count(i.UnconvergedSteps), HtmlText.Duration(i.Seconds),
            ]));
        }

        html.Append("</tbody></table>\n<p class=\"note\">Energies per atom. Evaluations are of the model, or of the forces for velocity Verlet; a first guess by the direct model comes on top of those of the action model.</p></section>\n");
        return html.ToString();
    }

    /// <summary>Means with their standard errors: a row for each run, a column for each kind.</summary>
    public static string Estimates(RunSummary summary, string caption, Func<AtomFigures, IEnumerable<KindEstimate>> of)
    {
        List<(string Key, List<KindEstimate> Estimates)> rows =
            [.. summary.Integrators.Where(i => i.Value.Atoms is not null).Select(i => (i.Key, of(i.Value.Atoms!).ToList())).Where(r => r.Item2.Count > 0)];
        if (rows.Count == 0)
        {
            return "";
        }

        string[] columns = [.. rows.SelectMany(r => r.Estimates.Select(e => e.Kind)).Distinct()];
        var html = new StringBuilder(Head(caption, "Integrator", [.. columns.Select(HtmlText.Escape)]));
        foreach ((string key, List<KindEstimate> estimates) in rows)
        {
            html.Append(Row(
                summary, key, columns, [.. columns.Select(c => estimates.Find(e => e.Kind == c) is { } found ? AtomWords.Estimate(found) : "–")]));
        }

        return html.Append("</tbody></table>\n").ToString();
    }

    private static string Survived(RunSummary summary, IntegratorFigures figures) =>
        figures.SurvivedTime >= summary.Duration * (1 - 1e-9) ? "whole run" : AtomWords.Time(figures.SurvivedTime);

    private static string Unit(double value, string unit) => double.IsFinite(value) ? $"{HtmlText.Number(value)} {unit}" : "–";

    private static string Head(string caption, string first, IReadOnlyList<string> columns) =>
        $"<table class=\"wide\" aria-label=\"{caption}\"><thead><tr><th scope=\"col\">{first}</th>{string.Concat(columns.Select(c => $"<th scope=\"col\">{c}</th>"))}</tr></thead><tbody>\n";

    private static string Row(RunSummary summary, string key, IReadOnlyList<string> columns, IReadOnlyList<string> cells)
    {
        string name = summary.Integrators[key].Name;
        var html = new StringBuilder($"<tr><th scope=\"row\">{ReportBody.Swatch(key, summary.Integrators.Keys)}{HtmlText.Escape(name.Length > 0 ? name : key)}</th>");
        for (int c = 0; c < cells.Count; c++)
        {
            html.Append($"<td data-label=\"{HtmlText.Escape(columns[c])}\"><span>{cells[c]}</span></td>");
        }

        return html.Append("</tr>\n").ToString();
    }
}
