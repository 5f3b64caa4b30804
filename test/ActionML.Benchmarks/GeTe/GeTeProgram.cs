namespace ActionML.Benchmarks;

/// <summary>The benchmark of germanium telluride from its models on.</summary>
internal static class GeTeProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="compositions">The directory of the model that has seen other compositions; null to leave its cases out.</param>
    /// <param name="folder">Where results go; those that are there are kept.</param>
    /// <param name="quick">The short form, whose exit code says whether its own bounds hold.</param>
    /// <param name="runs">Whether to make the runs that are not there yet, and not only to sum up those that are.</param>
    /// <param name="cost">Whether to measure the cost of a step, for which nothing else should run.</param>
    public static int Run(string models, string? compositions, string folder, bool quick, bool runs, bool cost)
    {
        using var cancellation = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        };
        GeTeSettings settings = GeTeSettings.Of(models);
        var benchmark = new GeTeBenchmark(models, compositions, folder, settings, quick ? GeTePlan.Quick : GeTePlan.Full);
        IReadOnlyList<GeTeRecord> records;
        try
        {
            records = runs ? benchmark.Run(cancellation.Token) : benchmark.Results();
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("benchmark: cancelled. The same command goes on from here.");
            return 130;
        }

        IReadOnlyList<GeTeFigures> rows = GeTeSummary.Of(records);
        IReadOnlyList<GeTeQuench> quenches = GeTeQuench.Of(records);
        GeTeReport.Show(rows, quenches);
        object? costs = cost ? GeTeCost.Measure(models, folder, settings) : null;
        string path = Path.Combine(folder, "gete.json");
        GeTeReport.Write(path, new
        {
            Date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'"),
            Processors = Environment.ProcessorCount,
            settings.Step,
            settings.ReferenceStep,
            settings.Tolerance,
            Runs = rows,
            Quench = quenches,
            Cost = costs,
        });
        Console.WriteLine($"benchmark: wrote {path}");
        string[] missed = [.. rows.Where(row => row.Integrator == "action").SelectMany(row => row.Missed)];
        return quick && missed.Length > 0 ? 5 : 0;
    }
}
