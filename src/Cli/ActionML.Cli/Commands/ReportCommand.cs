using System.CommandLine;

namespace ActionML.Cli;

/// <summary><c>actionml report</c>: one HTML file from the numbers of a run.</summary>
internal static class ReportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var source = new Argument<string>("source")
        {
            Description = $"A directory with {RunSummary.FileName} and {RunSeries.FileName}, or the path of a {RunSummary.FileName}.",
        };
        Option<string?> output = CliOption.Text("--out", "report.html", $"Where to write the page. Default: {ReportWriter.FileName} beside the summary.");
        var command = new CliCommand("report", "Writes a run as one self-contained HTML file: plots, tables, light and dark, nothing loaded from a network.")
        {
            Arguments = { source },
            Options = { output },
            Examples =
            [
                ("actionml report artifacts/demo", "from the directory of a run, into the same directory"),
                ("actionml report run1/summary.json --out run1.html", "from a summary, to a path of your own"),
            ],
        };
        command.SetAction(parse =>
        {
            ReportResult result = ReportWorkflow.Write(parse.GetRequiredValue(source), parse.GetValue(output));
            host.Write(result, text => text.WriteLine($"Report: {result.Report}"));
            return 0;
        });
        return command;
    }
}
