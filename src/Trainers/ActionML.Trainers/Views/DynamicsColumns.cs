namespace ActionML.Trainers;

/// <summary>The names of the columns that hold a trajectory, one frame per row, N particles in D dimensions.</summary>
/// <remarks>
/// Numbers are <see cref="double"/>. Vectors always have three components per particle; in two dimensions the third
/// is zero. N may differ from row to row, but not within a trajectory.
/// </remarks>
public sealed record DynamicsColumns
{
    /// <summary>Default of <see cref="TrajectoryId"/>.</summary>
    public const string DefaultTrajectoryId = "TrajectoryId";

    /// <summary>Default of <see cref="Step"/>.</summary>
    public const string DefaultStep = "Step";

    /// <summary>Default of <see cref="Time"/>.</summary>
    public const string DefaultTime = "Time";

    /// <summary>Default of <see cref="Species"/>.</summary>
    public const string DefaultSpecies = "Species";

    /// <summary>Default of <see cref="Masses"/>.</summary>
    public const string DefaultMasses = "Masses";

    /// <summary>Default of <see cref="Positions"/>.</summary>
    public const string DefaultPositions = "Positions";

    /// <summary>Default of <see cref="Momenta"/>.</summary>
    public const string DefaultMomenta = "Momenta";

    /// <summary>Default of <see cref="Cell"/>.</summary>
    public const string DefaultCell = "Cell";

    /// <summary>Default of <see cref="Pbc"/>.</summary>
    public const string DefaultPbc = "Pbc";

    /// <summary>Default of <see cref="DeltaPositions"/>.</summary>
    public const string DefaultDeltaPositions = "DeltaPositions";

    /// <summary>Default of <see cref="DeltaMomenta"/>.</summary>
    public const string DefaultDeltaMomenta = "DeltaMomenta";

    /// <summary>Name of the trajectory, text.</summary>
    public string TrajectoryId { get; init; } = DefaultTrajectoryId;

    /// <summary>Number of reference steps since the start, <see cref="long"/>. May be missing.</summary>
    public string Step { get; init; } = DefaultStep;

    /// <summary>Time in model units, <see cref="double"/>.</summary>
    public string Time { get; init; } = DefaultTime;

    /// <summary>Kind of each particle, text [N].</summary>
    public string Species { get; init; } = DefaultSpecies;

    /// <summary>Mass of each particle, [N].</summary>
    public string Masses { get; init; } = DefaultMasses;

    /// <summary>Unwrapped positions q, [N, 3].</summary>
    public string Positions { get; init; } = DefaultPositions;

    /// <summary>Momenta p, [N, 3].</summary>
    public string Momenta { get; init; } = DefaultMomenta;

    /// <summary>Cell vectors as rows, [3, 3]; all zero for an isolated system. May be missing.</summary>
    public string Cell { get; init; } = DefaultCell;

    /// <summary>Whether each cell vector is periodic, <see cref="bool"/> [3]. Written, not read.</summary>
    public string Pbc { get; init; } = DefaultPbc;

    /// <summary>Predicted Δq of one step, [N, 3]: what a transformer adds.</summary>
    public string DeltaPositions { get; init; } = DefaultDeltaPositions;

    /// <summary>Predicted Δp of one step, [N, 3]: what a transformer adds.</summary>
    public string DeltaMomenta { get; init; } = DefaultDeltaMomenta;
}
