namespace ActionML.Cli;

/// <summary>Errors of one prediction over pairs of states.</summary>
internal sealed record PairErrorFigures
{
    /// <summary>Sums up.</summary>
    public PairErrorFigures(string name, ErrorSum sum)
    {
        Name = name;
        Pairs = sum.Pairs + sum.Unconverged;
        RmseDeltaPositions = sum.Positions;
        RmseDeltaMomenta = sum.Momenta;
        RelativeDeltaPositions = sum.RelativePositions;
        RelativeDeltaMomenta = sum.RelativeMomenta;
        Unconverged = sum.Unconverged;
    }

    /// <summary>What was compared.</summary>
    public string Name { get; }

    /// <summary>Number of pairs.</summary>
    public int Pairs { get; }

    /// <summary>RMS error of the components of Δq.</summary>
    public double RmseDeltaPositions { get; }

    /// <summary>RMS error of the components of Δp.</summary>
    public double RmseDeltaMomenta { get; }

    /// <summary>The same over the RMS of Δq.</summary>
    public double RelativeDeltaPositions { get; }

    /// <summary>The same over the RMS of Δp.</summary>
    public double RelativeDeltaMomenta { get; }

    /// <summary>Pairs whose step did not converge; they are not in the errors.</summary>
    public int Unconverged { get; }

    /// <summary>The same for each temperature, where the trajectories have several.</summary>
    public IReadOnlyList<TemperatureErrorFigures> ByTemperature { get; init; } = [];
}
