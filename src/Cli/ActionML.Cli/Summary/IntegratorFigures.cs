namespace ActionML.Cli;

/// <summary>What one integrator did over a run.</summary>
internal sealed record IntegratorFigures
{
    /// <summary>The name for people to read.</summary>
    public string Name { get; init; } = "";

    /// <summary>The step h.</summary>
    public double Step { get; init; }

    /// <summary>max |E(t) − E(0)| / |E(0)| over the whole run, blow-up included.</summary>
    public double MaxRelativeEnergyError { get; init; }

    /// <summary>Least-squares slope of the signed relative energy error, per time unit.</summary>
    public double EnergyDriftPerTime { get; init; }

    /// <summary>Time until the relative energy error exceeds 0.1 or a pair is more than 10 apart; the duration if neither happens.</summary>
    public double SurvivedTime { get; init; }

    /// <summary>Model or force evaluations per step.</summary>
    public double MeanEvaluationsPerStep { get; init; }

    /// <summary>Steps whose corrector did not reach its tolerance.</summary>
    public long UnconvergedSteps { get; init; }

    /// <summary>Wall-clock seconds of the simulation.</summary>
    public double Seconds { get; init; }

    /// <summary>What its steps kept; null where nobody asked.</summary>
    public CertificateFigures? Certificate { get; init; }

    /// <summary>What the run of an atomistic system showed besides; its energies are there, and not above. Null for others.</summary>
    public AtomFigures? Atoms { get; init; }
}
