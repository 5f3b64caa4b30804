namespace ActionML.Cli;

/// <summary>The data of the report's plots, as its script reads them.</summary>
internal sealed record ReportPlots
{
    /// <summary>The unit of time, or empty.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>Half the side of the square window that all orbits are shown in.</summary>
    public double OrbitExtent { get; init; }

    /// <summary>One entry per integrator.</summary>
    public required IReadOnlyList<Plot> Integrators { get; init; }

    /// <summary>One entry per trained model.</summary>
    public required IReadOnlyList<TrainingSeries> Training { get; init; }

    /// <summary>Joins the summary's names with the series.</summary>
    public static ReportPlots From(RunSummary summary, RunSeries series) => new()
    {
        TimeUnit = summary.TimeUnit,
        OrbitExtent = Extent(series),
        Integrators = [.. series.Integrators.Select(s => new Plot(
            s.Key,
            summary.Integrators.TryGetValue(s.Key, out IntegratorFigures? figures) ? figures.Name : s.Key,
            s.Time,
            s.EnergyError,
            s.Orbits,
            s.EvaluationCounts,
            s.EvaluationTime,
            s.MeanEvaluations,
            s.Atoms,
            figures?.Atoms?.Temperatures))],
        Training = series.Training,
    };

    // The window is that of the run that stays most compact: one that flies apart would shrink all others to a dot.
    private static double Extent(RunSeries series)
    {
        double extent = double.PositiveInfinity;
        foreach (IntegratorSeries s in series.Integrators.Where(s => s.Orbits.Count > 0))
        {
            double own = s.Orbits.SelectMany(o => o.X.Concat(o.Y)).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
            extent = Math.Min(extent, own);
        }

        return double.IsFinite(extent) && extent > 0 ? 1.25 * extent : 1;
    }

    /// <summary>One integrator's plots.</summary>
    internal sealed record Plot(
        string Key,
        string Name,
        double[] Time,
        double[] EnergyError,
        List<OrbitSeries> Orbits,
        long[] EvaluationCounts,
        double[] EvaluationTime,
        double[] MeanEvaluations,
        AtomSeries? Atoms,
        List<KindEstimate>? Temperatures);
}
