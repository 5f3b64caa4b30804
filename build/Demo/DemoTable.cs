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
        IAnsiConsole console = Create();
        console.WriteLine();
        console.Write(Integrators(summary.Integrators, summary.Duration, summary.Title));
        foreach (OtherStepFigures other in summary.OtherSteps.Values)
        {
            console.Write(Integrators(
                other.Integrators, summary.Duration, string.Create(CultureInfo.InvariantCulture, $"The same with models of step {other.TimeStep}")));
        }

        foreach (BoundFigures bound in summary.Bounds)
        {
            string mark = bound.Passed ? "[green]ok  [/]" : "[red]MISS[/]";
            console.MarkupLine($"{mark} {Markup.Escape(bound.Name.Replace('_', ' ')),-28} {ProgressText.Short(bound.Value),-9} (at most {ProgressText.Short(bound.Bound)})");
        }

        console.WriteLine();
        if (summary.Integrators["action"].Certificate is { } certificate)
        {
            CertificateText.Write(Console.Out, certificate);
            Console.WriteLine();
        }

        console.WriteLine($"Stages: {string.Join(", ", summary.Stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key.Replace('_', ' ')} {s.Value:0.0} s")))}");
        console.WriteLine($"Model, trajectories and numbers: {options.Directory}");
        console.WriteLine($"Report: {report}");
    }

    // Colors only for a terminal; and wide enough for the table where nobody says how wide the output is.
    private static IAnsiConsole Create()
    {
        bool redirected = Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        console.Profile.Width = Math.Max(console.Profile.Width, redirected ? 120 : 80);
        return console;
    }

    private static Table Integrators(IReadOnlyDictionary<string, IntegratorFigures> integrators, double duration, string title)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(title)) };
        table.AddColumn(new TableColumn("Integrator").NoWrap());
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
