namespace ActionML.Cli;

/// <summary>What the report plots: the content of <c>series.json</c>, already thinned out for the screen.</summary>
internal sealed record RunSeries
{
    /// <summary>The file's name inside an output directory.</summary>
    public const string FileName = "series.json";

    /// <summary>One entry per integrator, in the order of the summary.</summary>
    public List<IntegratorSeries> Integrators { get; init; } = [];

    /// <summary>One entry per trained model.</summary>
    public List<TrainingSeries> Training { get; init; } = [];
}
