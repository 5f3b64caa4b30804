namespace ActionML.Benchmarks;

/// <summary>What one run gave, as its file holds it.</summary>
internal sealed record GeTeRecord
{
    /// <summary>The case.</summary>
    public required GeTeCase Case { get; init; }

    /// <summary>The step, in fs.</summary>
    public double StepFemtoseconds { get; init; }

    /// <summary>How long the run lasted, in ps; shorter than asked where it was lost.</summary>
    public double SurvivedPicoseconds { get; init; }

    /// <summary>Why it was lost; null when it was not.</summary>
    public string? LostBecause { get; init; }

    /// <summary>Mean temperature per kind, in K.</summary>
    public Dictionary<string, double> Temperature { get; init; } = [];

    /// <summary>Their standard errors, from blocking.</summary>
    public Dictionary<string, double> TemperatureError { get; init; } = [];

    /// <summary>Least-squares slope of the total energy by the reference potential, in meV/atom per 100 ps.</summary>
    public double EnergyDrift { get; init; }

    /// <summary>Largest distance of the total energy from that of the start, in meV/atom.</summary>
    public double LargestEnergyError { get; init; }

    /// <summary>The same distance, with its sign, as the mean over each ps: whether it drifts or wanders.</summary>
    public double[] EnergyPath { get; init; } = [];

    /// <summary>g(r) per pair of kinds, in both halves of the run (of the time at 300 K for a quench).</summary>
    public Dictionary<string, double[][]> RadialDistribution { get; init; } = [];

    /// <summary>Diffusion coefficient per kind, in Å²/ps.</summary>
    public Dictionary<string, double> Diffusion { get; init; } = [];

    /// <summary>Its standard error from this run alone.</summary>
    public Dictionary<string, double> DiffusionError { get; init; } = [];

    /// <summary>Mean-square displacement per kind at <see cref="GeTeRun.DisplacementPicoseconds"/>, in Å².</summary>
    public Dictionary<string, double> Displacement { get; init; } = [];

    /// <summary>Coordination number per pair of kinds, <c>Ge–Te</c>: tellurium around germanium.</summary>
    public Dictionary<string, double> Coordination { get; init; } = [];

    /// <summary>Density of bond angles around each kind, per degree.</summary>
    public Dictionary<string, double[]> Angles { get; init; } = [];

    /// <summary>Evaluations of the model or potential per step.</summary>
    public double MeanEvaluations { get; init; }

    /// <summary>Steps that did not converge.</summary>
    public long UnconvergedSteps { get; init; }

    /// <summary>Wall-clock seconds of the steps alone.</summary>
    public double StepSeconds { get; init; }
}
