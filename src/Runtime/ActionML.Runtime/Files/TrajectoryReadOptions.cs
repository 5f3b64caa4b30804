namespace ActionML.Runtime;

/// <summary>How <see cref="TrajectoryFile"/> reads each format.</summary>
public sealed record TrajectoryReadOptions
{
    /// <summary>For extended XYZ.</summary>
    public ExtendedXyzReadOptions ExtendedXyz { get; init; } = new();

    /// <summary>For text dumps of LAMMPS.</summary>
    public LammpsDumpReadOptions LammpsDump { get; init; } = new();
}
