namespace ActionML.Cli;

/// <summary>The course of one integrator's run.</summary>
internal sealed record IntegratorSeries
{
    /// <summary>The key in <see cref="RunSummary.Integrators"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Times of <see cref="EnergyError"/>, ascending, at most 2000.</summary>
    public double[] Time { get; init; } = [];

    /// <summary>Largest |E(t) − E(0)| / |E(0)| between one time and the one before it.</summary>
    public double[] EnergyError { get; init; } = [];

    /// <summary>The path of each particle.</summary>
    public List<OrbitSeries> Orbits { get; init; } = [];

    /// <summary>Number of steps that took k evaluations, at index k; empty for explicit integrators.</summary>
    public long[] EvaluationCounts { get; init; } = [];

    /// <summary>Times of <see cref="MeanEvaluations"/>.</summary>
    public double[] EvaluationTime { get; init; } = [];

    /// <summary>Mean evaluations per step between one time and the one before it.</summary>
    public double[] MeanEvaluations { get; init; } = [];

    /// <summary>The course of an atomistic system; null for others.</summary>
    public AtomSeries? Atoms { get; init; }
}
