using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary>Errors over the pairs of trajectories of one temperature, in kelvin or dimensionless.</summary>
internal sealed record TemperatureErrorFigures
{
    /// <summary>Sums up.</summary>
    public TemperatureErrorFigures(TemperatureGroup group, ErrorSum sum)
    {
        Temperature = group.Mean.DisplayValue;
        Lowest = group.Lowest.DisplayValue;
        Highest = group.Highest.DisplayValue;
        Trajectories = group.Trajectories;
        Pairs = sum.Pairs;
        RmseDeltaPositions = sum.Positions;
        RmseDeltaMomenta = sum.Momenta;
        RelativeDeltaPositions = sum.RelativePositions;
        RelativeDeltaMomenta = sum.RelativeMomenta;
        Unconverged = sum.Unconverged;
    }

    /// <summary>Mean kinetic temperature of the group's trajectories.</summary>
    public double Temperature { get; }

    /// <summary>That of its coldest trajectory.</summary>
    public double Lowest { get; }

    /// <summary>That of its hottest trajectory.</summary>
    public double Highest { get; }

    /// <summary>Trajectories of the group, those trained on included.</summary>
    public int Trajectories { get; }

    /// <summary>Pairs compared.</summary>
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
