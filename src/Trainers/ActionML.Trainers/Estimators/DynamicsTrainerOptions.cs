using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>What both trainers can be told.</summary>
public abstract record DynamicsTrainerOptions
{
    private protected DynamicsTrainerOptions()
    {
    }

    /// <summary>Names of the columns to read, and of those that the transformer adds.</summary>
    public DynamicsColumns Columns { get; init; } = new();

    /// <summary>The step to learn, the validation split, and what an outlier is.</summary>
    /// <remarks>
    /// The split has a seed of its own, <see cref="PairSamplerOptions.Seed"/>, so that an action and a direct model
    /// trained on the same data hold out the same trajectories, whatever <see cref="Seed"/> is.
    /// </remarks>
    public PairSamplerOptions Sampling { get; init; } = new();

    /// <summary>The network and how it is trained. Its own seed counts only with a checkpoint; see <see cref="Seed"/>.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>
    /// Seed of start weights and batches. Null (the default) draws one from the <c>MLContext</c>, whose own seed makes it
    /// repeat; with a <see cref="TrainingOptions.CheckpointPath"/>, from which another process may resume, it is
    /// <see cref="TrainingOptions.Seed"/>.
    /// </summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Units of data whose columns do not state them (<see cref="TrajectoryAnnotations.Units"/>), such as objects of an
    /// own class. Null (the default) relies on the columns.
    /// </summary>
    public UnitSystem? Units { get; init; }

    /// <summary>
    /// Dimension of data whose columns do not state it (<see cref="TrajectoryAnnotations.Dimension"/>), 2 or 3. Null (the
    /// default) relies on the columns.
    /// </summary>
    public int? Dimension { get; init; }

    /// <summary>Receives a report at each validation, besides <c>MLContext.Log</c>; may be null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Cancels reading and training; <c>Fit</c> then throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public virtual void Validate()
    {
        if (Dimension is not (null or 2 or 3))
        {
            throw new UsageException($"The option Dimension is {Dimension}; it must be 2 or 3, or null where the columns state it.");
        }

        Sampling.Validate();
        Training.Validate();
    }
}
