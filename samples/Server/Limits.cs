namespace ActionML.Samples.Server;

/// <summary>What one request, and all of them together, may take; the section "Limits" of the configuration.</summary>
internal sealed record Limits
{
    /// <summary>Particles of one system. Every pair counts, so time and memory grow with the square.</summary>
    public int Particles { get; init; } = 64;

    /// <summary>Steps of one simulation.</summary>
    public int Steps { get; init; } = 100_000;

    /// <summary>Simulations at the same time; each computes on one thread.</summary>
    public int Simulations { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes of a request's body.</summary>
    public int RequestBytes { get; init; } = 64 * 1024;
}
