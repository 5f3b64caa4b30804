namespace ActionML.Runtime;

/// <summary>What belongs to a run besides its stepper and state.</summary>
public sealed record SimulationOptions
{
    /// <summary>
    /// Identifies the models of the run (<see cref="ModelHash"/>), so that a checkpoint is not resumed with others;
    /// empty when there are none.
    /// </summary>
    public string ModelHash { get; init; } = "";

    /// <summary>Seed of <see cref="Simulation.Random"/>.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Where checkpoints are written, in any case when a run ends, whatever ends it short of a killed process; null
    /// for none. A file there is replaced, whole or not at all.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// Steps between checkpoints, at least 1; 0 for one only at the end. Only with <see cref="CheckpointPath"/>.
    /// </summary>
    public long CheckpointInterval { get; init; }

    /// <summary>The least time between two reports of progress; positive.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(0.25);

    /// <summary>Checks every value and reports all errors together.</summary>
    /// <exception cref="UsageException">One or more values are out of range.</exception>
    public void Validate()
    {
        var errors = new OptionErrors("simulation");
        errors.Require(CheckpointInterval >= 0, nameof(CheckpointInterval), CheckpointInterval, "it must not be negative.");
        errors.Require(
            CheckpointInterval <= 0 || CheckpointPath is not null,
            nameof(CheckpointInterval),
            CheckpointInterval,
            "but there is no CheckpointPath; give one, or set the interval to 0.");
        errors.Require(ProgressInterval > TimeSpan.Zero, nameof(ProgressInterval), ProgressInterval, "it must be positive.");
        errors.ThrowIfAny();
    }
}
