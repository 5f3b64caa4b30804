using System.Globalization;
using System.Text;

namespace ActionML.Cli;

/// <summary>Sentences that the report derives from the numbers; nothing is claimed that they do not show.</summary>
internal static class ReportWords
{
    /// <summary>The first paragraph: what happened, including where the learned model is slower.</summary>
    public static string Lead(RunSummary summary)
    {
        var text = new StringBuilder();
        if (summary.Integrators.TryGetValue("action", out IntegratorFigures? action))
        {
            bool whole = action.SurvivedTime >= summary.Duration * (1 - 1e-9);
            text.Append($"With steps of {Time(summary, action.Step)}, the learned action held the energy to <strong>{HtmlText.Number(action.MaxRelativeEnergyError)}</strong> ");
            text.Append(whole
                ? $"over {Time(summary, summary.Duration)}{Units(summary)}. "
                : $"and left the allowed range after {Time(summary, action.SurvivedTime)} of {Time(summary, summary.Duration)}{Units(summary)}. ");
        }

        if (summary.Integrators.TryGetValue("verlet_same_step", out IntegratorFigures? same))
        {
            text.Append(same.SurvivedTime < summary.Duration
                ? $"Velocity Verlet with the same step is lost after {Time(summary, same.SurvivedTime)}. "
                : $"Velocity Verlet with the same step reached {HtmlText.Number(same.MaxRelativeEnergyError)}. ");
        }

        if (action is not null && summary.Integrators.TryGetValue("verlet_reference", out IntegratorFigures? fine))
        {
            text.Append($"Velocity Verlet with a step {HtmlText.Number(action.Step / fine.Step, 2)} times shorter reached {HtmlText.Number(fine.MaxRelativeEnergyError)}. ");
            if (fine.Seconds > 0 && action.Seconds > 0)
            {
                double ratio = action.Seconds / fine.Seconds;
                text.Append(ratio > 1
                    ? $"In wall-clock time it is {HtmlText.Number(ratio, 2)} times faster than the model here: these forces cost next to nothing."
                    : $"The model needed {HtmlText.Number(ratio, 2)} of its wall-clock time.");
            }
        }

        return text.Length > 0 ? text.ToString() : $"{summary.Integrators.Count} integrators over {Time(summary, summary.Duration)}{Units(summary)}.";
    }

    /// <summary>What became of a run, in a few words.</summary>
    public static string Fate(IntegratorFigures figures, double duration) =>
        figures.SurvivedTime >= duration * (1 - 1e-9) ? "whole run" : $"lost at t = {HtmlText.Number(figures.SurvivedTime)}";

    /// <summary>The energy plot for those who do not see it.</summary>
    public static string EnergyAlternative(RunSummary summary) =>
        "Relative energy error over time on a logarithmic axis. Largest values: " + string.Join("; ", summary.Integrators.Values.Select(
            i => string.Create(CultureInfo.InvariantCulture, $"{i.Name} {i.MaxRelativeEnergyError:0.0e+0}"))) + ".";

    /// <summary>What training used.</summary>
    public static string Training(RunSummary summary)
    {
        if (summary.Training is not { } training)
        {
            return "Errors on held-out pairs while training.";
        }

        return $"{HtmlText.Count(training.Pairs)} pairs of states one step apart; {HtmlText.Count(training.OutliersLeftOut)} of the closest encounters left out. {HtmlText.Duration(training.Seconds)} of training for both models together.";
    }

    private static string Time(RunSummary summary, double value) =>
        HtmlText.Number(value, 4) + (summary.TimeUnit.Length > 0 ? " " + HtmlText.Escape(summary.TimeUnit) : "");

    private static string Units(RunSummary summary) => summary.TimeUnit.Length > 0 ? "" : " time units";
}
