using System.Text.Json.Serialization;

namespace ActionML.Benchmarks;

/// <summary>One row of gete.json: an integrator under one condition, over all starts.</summary>
internal sealed record GeTeFigures
{
    public required string System { get; init; }

    public int Atoms { get; init; }

    public double Composition { get; init; }

    public double Temperature { get; init; }

    public required string Integrator { get; init; }

    public double StepFs { get; init; }

    public double DurationPs { get; init; }

    public bool TrainedOn { get; init; }

    public int Starts { get; init; }

    /// <summary>Starts that were followed to the end.</summary>
    public int Survived { get; init; }

    public Dictionary<string, double> TemperatureBySpecies { get; init; } = [];

    public Dictionary<string, double> TemperatureBySpeciesError { get; init; } = [];

    /// <summary>Of the start with the largest one.</summary>
    [JsonPropertyName("energy_drift_mev_per_atom_per_100ps")]
    public double EnergyDriftMevPerAtomPer100ps { get; init; }

    public double LargestEnergyErrorMevPerAtom { get; init; }

    /// <summary>∫|g − g_reference| dr / ∫g_reference dr, in percent.</summary>
    public Dictionary<string, double> RdfDifferenceByPair { get; init; } = [];

    /// <summary>The same between the two halves of the reference.</summary>
    public Dictionary<string, double> RdfNoiseByPair { get; init; } = [];

    public Dictionary<string, double> Diffusion { get; init; } = [];

    public Dictionary<string, double> DiffusionReference { get; init; } = [];

    /// <summary>Combined standard error of both.</summary>
    public Dictionary<string, double> DiffusionError { get; init; } = [];

    /// <summary>Mean-square displacement over 10 ps, in Å².</summary>
    public Dictionary<string, double> Displacement { get; init; } = [];

    public Dictionary<string, double> DisplacementReference { get; init; } = [];

    public double MeanEvaluationsPerStep { get; init; }

    public long UnconvergedSteps { get; init; }

    public double NanosecondsPerDay { get; init; }

    /// <summary>What of the bounds this row misses; empty when nothing is.</summary>
    public List<string> Missed { get; init; } = [];
}
