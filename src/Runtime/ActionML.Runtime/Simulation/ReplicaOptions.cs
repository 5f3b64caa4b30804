namespace ActionML.Runtime;

/// <summary>How <see cref="ReplicaSimulation"/> runs its replicas. Nothing of it changes their results, groups only by rounding.</summary>
public sealed record ReplicaOptions
{
    /// <summary>Threads that make steps, 1 to 1024; each serves one replica at a time. By default one per core.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// The group that each replica's models are from, in the order of the replicas; null where each evaluates for itself. In groups
    /// every replica has a thread of its own, which mostly waits: <see cref="Threads"/> is then of no account.
    /// </summary>
    public IReadOnlyList<EvaluationGroup>? Groups { get; init; }

    /// <summary>The time between two reports of progress; positive.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Checks every value and reports all errors together.</summary>
    /// <exception cref="UsageException">One or more values are out of range.</exception>
    public void Validate()
    {
        var errors = new OptionErrors("replicas");
        errors.Require(Threads is >= 1 and <= 1024, nameof(Threads), Threads, "it must be between 1 and 1024.");
        errors.Require(ProgressInterval > TimeSpan.Zero, nameof(ProgressInterval), ProgressInterval, "it must be positive.");
        errors.ThrowIfAny();
    }
}
