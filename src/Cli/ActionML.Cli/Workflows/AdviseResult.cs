namespace ActionML.Cli;

/// <summary>What <c>actionml advise</c> found. Times in the unit that users see, frequencies in <see cref="FrequencyUnit"/>.</summary>
internal sealed record AdviseResult
{
    /// <summary>Number of trajectories.</summary>
    public int Trajectories { get; init; }

    /// <summary>Number of frames.</summary>
    public long Frames { get; init; }

    /// <summary>Time between frames.</summary>
    public double FrameSpacing { get; init; }

    /// <summary>Reference steps from frame to frame; null where frames do not number them evenly.</summary>
    public long? StepsPerFrame { get; init; }

    /// <summary>The step of the integrator that made the data.</summary>
    public double? ReferenceStep { get; init; }

    /// <summary>Frames per period of the highest significant frequency.</summary>
    public double FramesPerPeriod { get; init; }

    /// <summary>The highest frequency that frames at this spacing can show.</summary>
    public double NyquistFrequency { get; init; }

    /// <summary>Whether there is no sign of motion faster than the frames can show.</summary>
    public bool SpacingIsFineEnough { get; init; }

    /// <summary><c>fs</c>, or empty.</summary>
    public string TimeUnit { get; init; } = "";

    /// <summary><c>THz</c> or <c>1/time</c>.</summary>
    public string FrequencyUnit { get; init; } = "";

    /// <summary>Highest significant frequency.</summary>
    public double HighestFrequency { get; init; }

    /// <summary>The same as a wave number in cm⁻¹; null without units.</summary>
    public double? HighestWaveNumber { get; init; }

    /// <summary>Power-weighted mean frequency.</summary>
    public double MeanFrequency { get; init; }

    /// <summary>The step at which the generating function of the fastest mode has a pole, 1/(2ν).</summary>
    public double Pole { get; init; }

    /// <summary>Longest step for plain iteration on the reduced unknowns, 0.325/ν.</summary>
    public double PlainReduced { get; init; }

    /// <summary>Longest step that Anderson mixing reached, 0.46/ν.</summary>
    public double Anderson { get; init; }

    /// <summary>Longest step for Newton–GMRES: to the pole itself, where S still exists.</summary>
    public double NewtonGmres { get; init; }

    /// <summary>Longest step for plain iteration on the full unknowns, 1/(4ν).</summary>
    public double PlainFull { get; init; }

    /// <summary>The longest multiple of the frame spacing within <see cref="PlainReduced"/>; null when there is none.</summary>
    public double? LongestGoodStep { get; init; }

    /// <summary>Smallest distance between two particles, of nearest images; null where it is not measured.</summary>
    public double? SmallestDistance { get; init; }

    /// <summary>Median over frames of the smallest distance.</summary>
    public double? MedianDistance { get; init; }

    /// <summary>The steps asked about.</summary>
    public IReadOnlyList<AdvisedStep> Steps { get; init; } = [];

    /// <summary>Doubts about these figures.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The spectrum, in at most 64 intervals.</summary>
    public IReadOnlyList<SpectrumInterval> Spectrum { get; init; } = [];
}

/// <summary>What the data say about one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Angle">ωh of the highest significant frequency.</param>
/// <param name="Verdict">The class of the step.</param>
/// <param name="Lag">Frames that it spans; null when it is no multiple of the spacing.</param>
/// <param name="Text">The advice.</param>
internal sealed record AdvisedStep(double Step, double Angle, string Verdict, int? Lag, string Text);

/// <summary>An interval of the spectrum.</summary>
/// <param name="Frequency">Its upper end.</param>
/// <param name="Power">Its share of the power.</param>
internal sealed record SpectrumInterval(double Frequency, double Power);
