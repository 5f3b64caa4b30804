namespace ActionML.Cli;

/// <summary>Errors of one prediction over pairs of states.</summary>
internal sealed record PairErrorFigures
{
    /// <summary>Sums up.</summary>
    public PairErrorFigures(string name, int pairs, ErrorSum sum, int unconverged)
    {
        Name = name;
        Pairs = pairs;
        RmseDeltaPositions = sum.Positions;
        RmseDeltaMomenta = sum.Momenta;
        RelativeDeltaPositions = sum.RelativePositions;
        RelativeDeltaMomenta = sum.RelativeMomenta;
        Unconverged = unconverged;
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
}
