using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>What <c>actionml run --replicas</c> did, and the content of <c>summary.json</c>. See <see cref="FiguresJson"/>.</summary>
internal sealed record ReplicaRunResult
{
    /// <summary>The file's name inside the output folder.</summary>
    public const string FileName = "summary.json";

    /// <summary>When the run ended.</summary>
    public DateTimeOffset Created { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>The version of ActionML that made it.</summary>
    public string Version { get; init; } = ProductInfo.Version;

    /// <summary>Operating system, processor architecture and number of cores.</summary>
    public string Machine { get; init; } = ProductInfo.Machine;

    /// <summary>The method's name.</summary>
    public required string Integrator { get; init; }

    /// <summary>What the method keeps.</summary>
    public required StepperTraits Traits { get; init; }

    /// <summary>Steps asked of each replica.</summary>
    public long Steps { get; init; }

    /// <summary>The step h, in the unit that users see.</summary>
    public double Step { get; init; }

    /// <summary>The unit of time, or empty.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary>Threads that made steps.</summary>
    public int Threads { get; init; }

    /// <summary>Replicas whose evaluations were made as one.</summary>
    public int Group { get; init; } = 1;

    /// <summary>Replicas that were evaluated at one time since the device's memory was too small for more; null where it never was.</summary>
    public int? MostAtOnce { get; init; }

    /// <summary>Wall-clock seconds of all.</summary>
    public double Seconds { get; init; }

    /// <summary>Simulated time of all replicas per wall-clock time, in <see cref="SpeedUnit"/>.</summary>
    public double Speed { get; init; }

    /// <summary><c>ns/day</c>, or <c>1/s</c> for dimensionless time per second.</summary>
    public string SpeedUnit { get; init; } = "";

    /// <summary>Model or force evaluations per step, over all steps.</summary>
    public double MeanEvaluationsPerStep { get; init; }

    /// <summary>Replicas that could not go on to the end.</summary>
    public int Failed { get; init; }

    /// <summary>Each replica.</summary>
    public required IReadOnlyList<ReplicaFigures> Replicas { get; init; }

    /// <summary>The folder of trajectories and this summary; null for none.</summary>
    public string? Out { get; init; }
}
