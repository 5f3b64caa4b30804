namespace ActionML.Cli;

/// <summary>The course and the structure of an atomistic run, thinned out for the screen. Times in fs, lengths in Å.</summary>
internal sealed record AtomSeries
{
    /// <summary>Times of <see cref="Energy"/>.</summary>
    public double[] EnergyTime { get; init; } = [];

    /// <summary>(E(t) − E(0))/N in meV, the mean within each interval of time; empty without a potential.</summary>
    public double[] Energy { get; init; } = [];

    /// <summary>Times of <see cref="Temperature"/>.</summary>
    public double[] TemperatureTime { get; init; } = [];

    /// <summary>Mean temperature within each interval, of each kind and of all, in K.</summary>
    public List<NamedSeries> Temperature { get; init; } = [];

    /// <summary>Distances of <see cref="Distribution"/>.</summary>
    public double[] Radii { get; init; } = [];

    /// <summary>g(r) of each pair of kinds.</summary>
    public List<NamedSeries> Distribution { get; init; } = [];

    /// <summary>Lags of <see cref="Displacement"/>.</summary>
    public double[] DisplacementLags { get; init; } = [];

    /// <summary>Mean-square displacement of each kind and of all, in Å².</summary>
    public List<NamedSeries> Displacement { get; init; } = [];

    /// <summary>Lags of <see cref="Correlation"/>.</summary>
    public double[] CorrelationLags { get; init; } = [];

    /// <summary>Normalized velocity autocorrelation of each kind and of all.</summary>
    public List<NamedSeries> Correlation { get; init; } = [];

    /// <summary>Frequencies of <see cref="Spectrum"/>, in THz.</summary>
    public double[] Frequencies { get; init; } = [];

    /// <summary>Vibrational density of states of each kind and of all, per THz.</summary>
    public List<NamedSeries> Spectrum { get; init; } = [];

    /// <summary>Share of atoms of each kind with n neighbors, at index n.</summary>
    public List<NamedSeries> Coordination { get; init; } = [];

    /// <summary>Density of bond angles around each kind, per degree, at 0°, 2°, … 180°.</summary>
    public List<NamedSeries> Angles { get; init; } = [];

    /// <summary>The atoms in motion; null without a cell or with too many atoms.</summary>
    public AtomFrames? Frames { get; init; }
}
