namespace ActionML.Cli;

/// <summary>The course of training one model.</summary>
internal sealed record TrainingSeries
{
    /// <summary><c>action</c> or <c>direct</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Wall-clock seconds since training began, ascending.</summary>
    public double[] Seconds { get; init; } = [];

    /// <summary>Training loss.</summary>
    public double[] Loss { get; init; } = [];

    /// <summary>Validation RMS error of Δq.</summary>
    public double[] RmseDeltaPositions { get; init; } = [];

    /// <summary>Validation RMS error of Δp.</summary>
    public double[] RmseDeltaMomenta { get; init; } = [];
}
