using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Reads and writes the files of a run's directory.</summary>
internal static class ReportWorkflow
{
    /// <summary>Writes the page for a directory or summary.</summary>
    /// <param name="source">A directory, or the path of a summary.</param>
    /// <param name="output">Where to write; null for beside the summary.</param>
    /// <exception cref="FileException">A file is missing or cannot be read or written.</exception>
    /// <exception cref="DataException">A file is damaged.</exception>
    public static ReportResult Write(string source, string? output)
    {
        string summaryPath = Directory.Exists(source) ? Path.Combine(source, RunSummary.FileName) : source;
        string directory = Path.GetDirectoryName(Path.GetFullPath(summaryPath))!;
        RunSummary summary = Read<RunSummary>(summaryPath);
        string seriesPath = Path.Combine(directory, RunSeries.FileName);
        RunSeries series = File.Exists(seriesPath) ? Read<RunSeries>(seriesPath) : new RunSeries();
        string target = output ?? Path.Combine(directory, ReportWriter.FileName);
        AtomicFile.WriteAllText(target, ReportWriter.Write(summary, series));
        return new ReportResult(Path.GetFullPath(target), summary.Integrators.Count);
    }

    /// <summary>Writes summary, series and page into a directory and returns the page's path.</summary>
    public static string WriteAll(string directory, RunSummary summary, RunSeries series)
    {
        AtomicFile.WriteAllText(Path.Combine(directory, RunSummary.FileName), JsonSerializer.Serialize(summary, FiguresJson.Readable) + "\n");
        AtomicFile.WriteAllText(Path.Combine(directory, RunSeries.FileName), JsonSerializer.Serialize(series, FiguresJson.Compact) + "\n");
        string page = Path.GetFullPath(Path.Combine(directory, ReportWriter.FileName));
        AtomicFile.WriteAllText(page, ReportWriter.Write(summary, series));
        return page;
    }

    /// <summary>Reads a summary or series.</summary>
    public static T Read<T>(string path)
        where T : class
    {
        if (!File.Exists(path))
        {
            throw new FileException(
                $"There is no file '{path}'. Expected the {RunSummary.FileName} that 'actionml run --report-dir' or the demo writes; check the path.");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), FiguresJson.Readable)
                ?? throw new DataException($"'{path}' holds null instead of figures. Make the run again.");
        }
        catch (JsonException e)
        {
            throw new DataException(
                $"'{path}' is not a file that ActionML wrote: line {(e.LineNumber ?? 0) + 1}, at {e.Path ?? "the start"}. Make the run again, or correct the file there.", e);
        }
    }
}
