namespace ActionML.Cli;

/// <summary>What was measured of a system on a device.</summary>
internal sealed record BenchSize
{
    /// <summary>Number of particles.</summary>
    public int Atoms { get; init; }

    /// <summary>Neighbors for which each particle has room, K.</summary>
    public int Neighbors { get; init; }

    /// <summary>Median time of a gradient, (∂S/∂p̄, −∂S/∂q̄), with the copies to the device and back; null where it failed.</summary>
    public double? GradientMs { get; init; }

    /// <summary>The same per particle.</summary>
    public double? GradientUsPerAtom { get; init; }

    /// <summary>Median time of a prediction of the direct model; null without one.</summary>
    public double? DirectMs { get; init; }

    /// <summary>Single runs, by where steps are solved.</summary>
    public IReadOnlyList<BenchSteps> Steps { get; init; } = [];

    /// <summary>Replicas; null where none were asked for.</summary>
    public BenchReplicas? Replicas { get; init; }

    /// <summary>The most memory that the process has had so far.</summary>
    public double PeakMemoryMb { get; init; }

    /// <summary>What the GPU holds more than before the models were opened, by whomever; null on the CPU.</summary>
    public double? DeviceMemoryMb { get; init; }

    /// <summary>Why it could not be measured, in sentences; null where it could.</summary>
    public string? Failure { get; init; }
}
