namespace ActionML.Cli;

/// <summary>How many times as fast one device is as another.</summary>
internal sealed record BenchRatio
{
    /// <summary>The one.</summary>
    public required string Of { get; init; }

    /// <summary>The other.</summary>
    public required string Over { get; init; }

    /// <summary>Number of particles.</summary>
    public int Atoms { get; init; }

    /// <summary>In gradients.</summary>
    public double Gradient { get; init; }

    /// <summary>In steps of a single run, each device with its faster place of the corrector.</summary>
    public double Step { get; init; }

    /// <summary>In steps of replicas; null where they were not measured.</summary>
    public double? Replicas { get; init; }

    /// <summary>The ratios of two devices, by sizes that both measured.</summary>
    public static IReadOnlyList<BenchRatio> Between(BenchDevice of, BenchDevice over) =>
    [
        .. of.Sizes.Zip(over.Sizes).Where(pair => pair.First.Failure is null && pair.Second.Failure is null).Select(pair => new BenchRatio
        {
            Of = of.Device,
            Over = over.Device,
            Atoms = pair.First.Atoms,
            Gradient = pair.Second.GradientMs!.Value / pair.First.GradientMs!.Value,
            Step = Fastest(pair.Second) / Fastest(pair.First),
            Replicas = pair.Second.Replicas?.StepMs / pair.First.Replicas?.StepMs,
        }),
    ];

    private static double Fastest(BenchSize size) => size.Steps.Min(steps => steps.StepMs);
}
