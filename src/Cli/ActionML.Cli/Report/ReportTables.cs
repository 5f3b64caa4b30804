using System.Text;

namespace ActionML.Cli;

/// <summary>The report's cards and tables.</summary>
internal static class ReportTables
{
    /// <summary>The handful of numbers that matter most, with their bounds where the run had some.</summary>
    public static string Cards(RunSummary summary)
    {
        if (!summary.Integrators.TryGetValue("action", out IntegratorFigures? action))
        {
            return "";
        }

        var html = new StringBuilder("<dl class=\"cards\">\n");
        Card("Largest energy error", HtmlText.Number(action.MaxRelativeEnergyError, 3), "relative, action model", "max_relative_energy_error");
        Card("Energy drift, whole run", HtmlText.Number(Math.Abs(action.EnergyDriftPerTime) * summary.Duration, 3), "|slope| × duration", "energy_drift");
        Card("Evaluations per step", HtmlText.Number(action.MeanEvaluationsPerStep), $"{HtmlText.Count(action.UnconvergedSteps)} steps not converged", "mean_evaluations_per_step");
        if (summary.ActionChecks is { } checks)
        {
            Card("Symplectic defect", HtmlText.Number(checks.SymplecticDefect, 3), $"tolerance {HtmlText.Number(checks.Tolerance, 2)}", "symplectic_defect");
        }

        if (summary.Training is { } training)
        {
            Card("Training", HtmlText.Duration(training.Seconds), $"{HtmlText.Count(training.Pairs)} pairs", "training_seconds");
        }

        return html.Append("</dl>\n").ToString();

        void Card(string name, string value, string detail, string bound)
        {
            string badge = summary.Bounds.FirstOrDefault(b => b.Name == bound) is { } found ? " " + Badge(found) : "";
            html.Append($"<div><dt>{name}</dt><dd class=\"value\">{value}</dd><dd class=\"detail\">{detail}</dd>{(badge.Length > 0 ? $"<dd class=\"detail\">{badge}</dd>" : "")}</div>\n");
        }
    }

    /// <summary>All integrators side by side.</summary>
    public static string Integrators(RunSummary summary)
    {
        if (summary.Integrators.Count == 0)
        {
            return "";
        }

        return $"<section aria-labelledby=\"h-integrators\"><h2 id=\"h-integrators\">Integrators</h2>\n<p>A run counts as lost when its relative energy error exceeds 0.1 or two particles are more than 10 apart. The energy error is the largest relative one.</p>\n{IntegratorTable(summary.Integrators, summary.Duration, "Integrators compared")}<p class=\"note\">Evaluations are of the model, or of the forces for velocity Verlet; a first guess by the direct model comes on top of those of the action model. Wall-clock times are of this machine, one core.</p></section>\n";
    }

    /// <summary>The invariants of the executed step.</summary>
    public static string Invariants(RunSummary summary)
    {
        if (summary.ActionChecks is not { } checks)
        {
            return "";
        }

        var html = new StringBuilder("<section aria-labelledby=\"h-invariants\"><h2 id=\"h-invariants\">Invariants of the executed step</h2>\n");
        html.Append($"<p>Measured on steps that were carried out, with the corrector's tolerance at {HtmlText.Number(checks.Tolerance, 2)}. They hold by construction, whatever the weights.</p>\n");
        html.Append("<table class=\"wide\"><thead><tr><th scope=\"col\">Invariant</th><th scope=\"col\">Measure</th><th scope=\"col\">Error</th><th scope=\"col\">Bound</th></tr></thead><tbody>\n");
        Row("Symplectic form", "max |MᵀJM − J|", checks.SymplecticDefect, "symplectic_defect");
        string reversal = $"{checks.ReversalSteps} steps, flip, {checks.ReversalSteps} back";
        Row("Time reversal", reversal, checks.ReversalError, "reversal_error");
        Row("Time reversal, tolerance 10<sup>−13</sup>", reversal, checks.ReversalErrorTight, "reversal_error_tight");
        Row("Linear momentum", "per step, relative", checks.LinearMomentumError, "linear_momentum_error");
        Row("Angular momentum", "per step, relative", checks.AngularMomentumError, "angular_momentum_error");
        Row("Center of mass", "per step, relative", checks.CenterOfMassError, "center_of_mass_error");
        return html.Append("</tbody></table></section>\n").ToString();

        void Row(string name, string measure, double value, string bound)
        {
            string badge = summary.Bounds.FirstOrDefault(b => b.Name == bound) is { } found ? Badge(found) : "–";
            html.Append($"<tr><th scope=\"row\">{name}</th><td data-label=\"Measure\">{measure}</td><td data-label=\"Error\">{HtmlText.Number(value)}</td><td data-label=\"Bound\">{badge}</td></tr>\n");
        }
    }

    /// <summary>States that training did not see.</summary>
    public static string Generalization(RunSummary summary)
    {
        if (summary.Generalization.Count == 0)
        {
            return "";
        }

        var html = new StringBuilder("<section aria-labelledby=\"h-general\"><h2 id=\"h-general\">Beyond the training data</h2>\n");
        html.Append("<p>The action model on states and masses that it was not trained on, against the accurate integrator.</p>\n");
        html.Append("<table class=\"wide\"><thead><tr><th scope=\"col\">States</th><th scope=\"col\">RMS error Δq</th><th scope=\"col\">RMS error Δp</th><th scope=\"col\">Energy error, median</th><th scope=\"col\">Survived</th><th scope=\"col\">Unconverged steps</th></tr></thead><tbody>\n");
        foreach (GeneralizationFigures row in summary.Generalization)
        {
            html.Append($"<tr><th scope=\"row\">{HtmlText.Escape(row.Name)}</th><td data-label=\"RMS error Δq\">{HtmlText.Number(row.RmseDeltaPositions)}</td><td data-label=\"RMS error Δp\">{HtmlText.Number(row.RmseDeltaMomenta)}</td>");
            html.Append($"<td data-label=\"Energy error, median\">{HtmlText.Number(row.MedianMaxRelativeEnergyError)}</td><td data-label=\"Survived t = {HtmlText.Number(row.Duration)}\">{row.Survived} of {row.Trajectories}</td><td data-label=\"Unconverged steps\">{HtmlText.Count(row.UnconvergedSteps)}</td></tr>\n");
        }

        return html.Append("</tbody></table></section>\n").ToString();
    }

    /// <summary>The comparison at other steps.</summary>
    public static string OtherSteps(RunSummary summary)
    {
        var html = new StringBuilder();
        foreach (OtherStepFigures other in summary.OtherSteps.Values)
        {
            html.Append($"<section><h2>Step {HtmlText.Number(other.TimeStep)}</h2>\n<p>The same comparison with models trained for another step.</p>\n{IntegratorTable(other.Integrators, summary.Duration, "Integrators compared at another step")}</section>\n");
        }

        return html.ToString();
    }

    /// <summary>How the numbers were obtained.</summary>
    public static string Facts(RunSummary summary)
    {
        var html = new StringBuilder("<section aria-labelledby=\"h-facts\"><h2 id=\"h-facts\">How it was obtained</h2>\n<dl class=\"facts\">\n");
        string unit = summary.TimeUnit.Length > 0 ? " " + HtmlText.Escape(summary.TimeUnit) : "";
        if (summary.TimeStep > 0)
        {
            Fact("Model step", HtmlText.Number(summary.TimeStep) + unit);
        }

        Fact("Simulated time", HtmlText.Number(summary.Duration, 5) + unit);
        if (summary.Training is { } training)
        {
            Fact("Training pairs", HtmlText.Count(training.Pairs));
            Fact("Outliers left out", HtmlText.Count(training.OutliersLeftOut));
            Fact("RMS error Δq, held out", HtmlText.Number(training.RmseDeltaPositions));
            Fact("RMS error Δp, held out", HtmlText.Number(training.RmseDeltaMomenta));
            Fact("Iterations, action", HtmlText.Count(training.Iterations));
            Fact("Iterations, direct", HtmlText.Count(training.DirectIterations));
        }

        foreach ((string stage, double seconds) in summary.Stages)
        {
            Fact(HtmlText.Escape(char.ToUpperInvariant(stage[0]) + stage[1..].Replace('_', ' ')), HtmlText.Duration(seconds));
        }

        return html.Append("</dl></section>\n").ToString();

        void Fact(string name, string value) => html.Append($"<div><dt>{name}</dt><dd>{value}</dd></div>\n");
    }

    private static string IntegratorTable(IReadOnlyDictionary<string, IntegratorFigures> integrators, double duration, string caption)
    {
        var html = new StringBuilder($"<table class=\"wide\" aria-label=\"{caption}\"><thead><tr><th scope=\"col\">Integrator</th>");
        string[] columns = ["Step", "Energy error", "Drift per time", "Survived", "Evaluations per step", "Unconverged steps", "Wall-clock"];
        foreach (string column in columns)
        {
            html.Append($"<th scope=\"col\">{column}</th>");
        }

        html.Append("</tr></thead><tbody>\n");
        foreach ((string key, IntegratorFigures i) in integrators)
        {
            string[] cells =
            [
                HtmlText.Number(i.Step), HtmlText.Number(i.MaxRelativeEnergyError), HtmlText.Number(i.EnergyDriftPerTime),
                i.SurvivedTime >= duration * (1 - 1e-9) ? "whole run" : "t = " + HtmlText.Number(i.SurvivedTime),
                HtmlText.Number(i.MeanEvaluationsPerStep), HtmlText.Count(i.UnconvergedSteps), HtmlText.Duration(i.Seconds),
            ];
            html.Append($"<tr{(key == "action" ? " class=\"hero\"" : "")}><th scope=\"row\">{ReportBody.Swatch(key, integrators.Keys)}{HtmlText.Escape(i.Name.Length > 0 ? i.Name : key)}</th>");
            for (int c = 0; c < cells.Length; c++)
            {
                html.Append($"<td data-label=\"{columns[c]}\">{cells[c]}</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table>\n").ToString();
    }

    private static string Badge(BoundFigures bound) => bound.Passed
        ? $"<span class=\"badge good\">✓ at most {HtmlText.Number(bound.Bound, 2)}</span>"
        : $"<span class=\"badge bad\">✗ above {HtmlText.Number(bound.Bound, 2)}</span>";
}
