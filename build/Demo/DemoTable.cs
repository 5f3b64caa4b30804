using System.Globalization;

using ActionML.Cli;

using Spectre.Console;

namespace ActionML.Demo;

/// <summary>The end of the demo: a table and the path of the report.</summary>
internal static class DemoTable
{
    /// <summary>Writes it to the console.</summary>
    public static void Write(RunSummary summary, string report, DemoOptions options)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(Integrators(summary.Integrators, summary.Duration, summary.Title));
        foreach (OtherStepFigures other in summary.OtherSteps.Values)
        {
            AnsiConsole.Write(Integrators(
                other.Integrators, summary.Duration, string.Create(CultureInfo.InvariantCulture, $"The same with models of step {other.TimeStep}")));
        }

        foreach (BoundFigures bound in summary.Bounds)
        {
            string mark = bound.Passed ? "[green]ok  [/]" : "[red]MISS[/]";
            AnsiConsole.MarkupLine($"{mark} {Markup.Escape(bound.Name.Replace('_', ' ')),-28} {ProgressText.Short(bound.Value),-9} (at most {ProgressText.Short(bound.Bound)})");
        }

        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"Stages: {string.Join(", ", summary.Stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key.Replace('_', ' ')} {s.Value:0.0} s")))}");
        AnsiConsole.WriteLine($"Model, trajectories and numbers: {options.Directory}");
        AnsiConsole.WriteLine($"Report: {report}");
    }

    private static Table Integrators(IReadOnlyDictionary<string, IntegratorFigures> integrators, double duration, string title)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(title)) };
        table.AddColumn("Integrator");
        foreach (string column in new[] { "Energy error", "Drift/time", "Survived", "Eval./step", "Unconverged", "Seconds" })
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (IntegratorFigures f in integrators.Values)
        {
            table.AddRow(
                Markup.Escape(f.Name),
                ProgressText.Short(f.MaxRelativeEnergyError),
                ProgressText.Short(f.EnergyDriftPerTime),
                f.SurvivedTime >= duration * (1 - 1e-9) ? "all" : "t = " + ProgressText.Short(f.SurvivedTime),
                f.MeanEvaluationsPerStep.ToString("0.00", CultureInfo.InvariantCulture),
                f.UnconvergedSteps.ToString(CultureInfo.InvariantCulture),
                f.Seconds.ToString("0.00", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
