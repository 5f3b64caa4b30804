namespace ActionML.Cli;

/// <summary>What <c>actionml inspect</c> found.</summary>
internal sealed record InspectResult
{
    /// <summary>The path asked about.</summary>
    public required string Path { get; init; }

    /// <summary>The models found; null for a trajectory.</summary>
    public IReadOnlyList<ModelDescription>? Models { get; init; }

    /// <summary>The trajectory found; null for models.</summary>
    public TrajectoryDescription? Trajectory { get; init; }
}

/// <summary>A model file and its metadata.</summary>
/// <param name="File">Path.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Entries">Metadata without the prefix.</param>
internal sealed record ModelDescription(string File, long Bytes, IReadOnlyDictionary<string, string> Entries);

/// <summary>A kind of particles in a trajectory.</summary>
internal sealed record KindDescription(string Name, double SmallestMass, double LargestMass);

/// <summary>A trajectory file in numbers.</summary>
internal sealed record TrajectoryDescription
{
    /// <summary>Number of trajectories.</summary>
    public int Trajectories { get; init; }

    /// <summary>Number of frames.</summary>
    public long Frames { get; init; }

    /// <summary>Frames of the shortest trajectory.</summary>
    public long FewestFrames { get; init; }

    /// <summary>Frames of the longest trajectory.</summary>
    public long MostFrames { get; init; }

    /// <summary>Particles of the smallest system.</summary>
    public int FewestParticles { get; init; }

    /// <summary>Particles of the largest system.</summary>
    public int MostParticles { get; init; }

    /// <summary>Spatial dimension.</summary>
    public int Dimension { get; init; }

    /// <summary><c>atomistic</c> or <c>dimensionless</c>.</summary>
    public string Units { get; init; } = "";

    /// <summary>Whether there is a periodic cell.</summary>
    public bool Periodic { get; init; }

    /// <summary>The kinds with their masses.</summary>
    public IReadOnlyList<KindDescription> Kinds { get; init; } = [];

    /// <summary>Mass over volume of the first frame, in g/cm³; null without a cell or units.</summary>
    public double? Density { get; init; }

    /// <summary>Mean kinetic temperature of the coldest trajectory, in K; null without units.</summary>
    public double? LowestTemperature { get; init; }

    /// <summary>That of the hottest one.</summary>
    public double? HighestTemperature { get; init; }

    /// <summary>Time between the first two frames; null when every trajectory has one frame.</summary>
    public double? FrameSpacing { get; init; }

    /// <summary>Whether all frames are that far apart.</summary>
    public bool IsEvenlySpaced { get; init; }

    /// <summary>Duration of the longest trajectory.</summary>
    public double LongestDuration { get; init; }

    /// <summary><c>fs</c>, or empty.</summary>
    public string TimeUnit { get; init; } = "";
}
