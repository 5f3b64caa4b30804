namespace ActionML.Cli;

/// <summary>Frames of a run for the viewer.</summary>
internal sealed record AtomFrames
{
    /// <summary>Kinds of atoms.</summary>
    public string[] Kinds { get; init; } = [];

    /// <summary>Index of each atom's kind.</summary>
    public int[] KindOf { get; init; } = [];

    /// <summary>The cell vectors one after the other, [9], in Å.</summary>
    public double[] Cell { get; init; } = [];

    /// <summary>Bond lengths of pairs of kinds a, b at a·K + b, in Å.</summary>
    public double[] Bonds { get; init; } = [];

    /// <summary>Times of the frames, in fs.</summary>
    public double[] Times { get; init; } = [];

    /// <summary>Positions of each frame, wrapped into the cell, [3N], in hundredths of an Å.</summary>
    public List<int[]> Positions { get; init; } = [];
}
