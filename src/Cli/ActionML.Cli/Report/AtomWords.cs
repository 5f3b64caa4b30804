using System.Text;

namespace ActionML.Cli;

/// <summary>Sentences about runs of atoms that the report derives from the numbers.</summary>
internal static class AtomWords
{
    /// <summary>The first paragraph: what was run, and what became of the energy and the temperatures.</summary>
    public static string Lead(RunSummary summary)
    {
        var text = new StringBuilder();
        List<IntegratorFigures> runs = [.. summary.Integrators.Values.Where(i => i.Atoms is not null)];
        IntegratorFigures first = summary.Integrators.TryGetValue("action", out IntegratorFigures? action) && action.Atoms is not null ? action : runs[0];
        AtomFigures atoms = first.Atoms!;
        text.Append($"{HtmlText.Count(atoms.Atoms)} atoms{(runs.Count > 1 ? $" with {runs.Count} integrators" : "")} over {Time(runs.Max(r => r.Atoms!.Duration))}. ");
        string name = HtmlText.Escape(first.Name);
        if (first.SurvivedTime < summary.Duration * (1 - 1e-9))
        {
            text.Append($"{name} lasted {Time(first.SurvivedTime)}. ");
        }

        if (double.IsFinite(atoms.EnergyDrift))
        {
            text.Append($"{name}: the energy drifts by <strong>{HtmlText.Number(atoms.EnergyDrift)} meV per atom and ps</strong>. ");
        }

        List<KindEstimate> kinds = [.. atoms.Temperatures.Where(t => t.Kind != KindEstimate.All && double.IsFinite(t.Mean))];
        if (kinds.Count > 1)
        {
            text.Append($"Mean temperatures: {string.Join(", ", kinds.Select(t => $"{HtmlText.Escape(t.Kind)} {Estimate(t)} K"))}.");
        }

        return text.ToString();
    }

    /// <summary>A mean with its standard error, both to the digits of the error.</summary>
    public static string Estimate(KindEstimate estimate)
    {
        if (!double.IsFinite(estimate.Mean))
        {
            return "–";
        }

        if (!(double.IsFinite(estimate.StandardError) && estimate.StandardError > 0))
        {
            return HtmlText.Number(estimate.Mean, 4);
        }

        // Two digits of an error that is itself known to a tenth at best.
        int decimals = Math.Clamp(1 - (int)Math.Floor(Math.Log10(estimate.StandardError)), 0, 8);
        string format = "F" + decimals.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string text = estimate.Mean.ToString(format, System.Globalization.CultureInfo.InvariantCulture) + " ± " +
            estimate.StandardError.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        return $"<span class=\"number\">{text.Replace('-', '−')}</span>";
    }

    /// <summary>A time in fs, or in ps from 10 ps on.</summary>
    public static string Time(double femtoseconds) => femtoseconds >= 10_000
        ? HtmlText.Number(femtoseconds / 1000, 4) + " ps"
        : HtmlText.Number(femtoseconds, 4) + " fs";
}
