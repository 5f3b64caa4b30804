namespace ActionML.Cli;

/// <summary>What <c>actionml bench</c> measured. See <see cref="FiguresJson"/>.</summary>
internal sealed record BenchResult
{
    /// <summary>When it ended.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The version of ActionML.</summary>
    public string Version { get; init; } = ProductInfo.Version;

    /// <summary>Operating system, processor architecture and number of cores.</summary>
    public string Machine { get; init; } = ProductInfo.Machine;

    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>Where the initial state is from.</summary>
    public required string Start { get; init; }

    /// <summary>The step h, in the unit that users see.</summary>
    public double Step { get; init; }

    /// <summary><c>fs</c>, or empty.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary><c>ns/day</c>, or <c>1/s</c> for dimensionless time per second.</summary>
    public string SpeedUnit { get; init; } = "";

    /// <summary><c>single</c> or <c>double</c>.</summary>
    public required string Precision { get; init; }

    /// <summary>The corrector's tolerance.</summary>
    public double Tolerance { get; init; }

    /// <summary>Each device: the one asked for first.</summary>
    public required IReadOnlyList<BenchDevice> Devices { get; init; }

    /// <summary>How many times as fast the first device is as the second, by size; empty for one device.</summary>
    public IReadOnlyList<BenchRatio> Ratios { get; init; } = [];
}
