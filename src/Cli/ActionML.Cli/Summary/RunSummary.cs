namespace ActionML.Cli;

/// <summary>
/// What a run showed, in numbers: the content of <c>summary.json</c>. Property names are written in snake case, all
/// numbers in the invariant culture; a number that is not finite is written as null.
/// </summary>
internal sealed record RunSummary
{
    /// <summary>The file's name inside an output directory.</summary>
    public const string FileName = "summary.json";

    /// <summary>What was run, for headings.</summary>
    public string Title { get; init; } = "Simulation";

    /// <summary>When the run ended.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The version of ActionML that made it.</summary>
    public string Version { get; init; } = ProductInfo.Version;

    /// <summary>Operating system, processor architecture and number of cores.</summary>
    public string Machine { get; init; } = ProductInfo.Machine;

    /// <summary>The step h of the models.</summary>
    public double TimeStep { get; init; }

    /// <summary>Simulated time, in time units.</summary>
    public double Duration { get; init; }

    /// <summary>The unit of time for people to read: <c>fs</c>, or empty when dimensionless.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>What training needed and reached; null when the models were trained elsewhere.</summary>
    public TrainingFigures? Training { get; init; }

    /// <summary>The integrators that were compared, by key.</summary>
    public Dictionary<string, IntegratorFigures> Integrators { get; init; } = [];

    /// <summary>The invariants of the executed action step.</summary>
    public ActionCheckFigures? ActionChecks { get; init; }

    /// <summary>Bounds that the run was held to.</summary>
    public List<BoundFigures> Bounds { get; init; } = [];

    /// <summary>Accuracy on states unlike the training data.</summary>
    public List<GeneralizationFigures> Generalization { get; init; } = [];

    /// <summary>Wall-clock seconds of each stage, in order.</summary>
    public Dictionary<string, double> Stages { get; init; } = [];

    /// <summary>The same comparison at other steps, by step; empty unless asked for.</summary>
    public Dictionary<string, OtherStepFigures> OtherSteps { get; init; } = [];
}
