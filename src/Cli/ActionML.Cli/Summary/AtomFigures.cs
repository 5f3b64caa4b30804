namespace ActionML.Cli;

/// <summary>What a run of an atomistic system showed besides what every run does.</summary>
internal sealed record AtomFigures
{
    /// <summary>The number of atoms.</summary>
    public int Atoms { get; init; }

    /// <summary>Simulated time, in fs: where the run was lost, until then.</summary>
    public double Duration { get; init; }

    /// <summary>max |E(t) − E(0)| per atom, in meV, at the sampled steps; null without a potential.</summary>
    public double MaxEnergyChange { get; init; }

    /// <summary>Least-squares slope of E(t) per atom, in meV/ps; null without a potential.</summary>
    public double EnergyDrift { get; init; }

    /// <summary>Steps between samples of the energy.</summary>
    public long EnergyInterval { get; init; }

    /// <summary>Temperature of each kind and of all, in K.</summary>
    public List<KindEstimate> Temperatures { get; init; } = [];

    /// <summary>Coordination number of each kind; empty without a cell.</summary>
    public List<KindEstimate> Coordination { get; init; } = [];

    /// <summary>Neighbors of one kind around another; empty without a cell.</summary>
    public List<KindEstimate> PartialCoordination { get; init; } = [];

    /// <summary>Bond length of each pair of kinds, in Å; empty without a cell.</summary>
    public Dictionary<string, double> BondLengths { get; init; } = [];

    /// <summary>Diffusion coefficient of each kind and of all, in Å²/ps; empty for a run too short.</summary>
    public List<KindEstimate> Diffusion { get; init; } = [];

    /// <summary>States that radial distributions and coordination were measured in.</summary>
    public long StructureFrames { get; init; }
}
