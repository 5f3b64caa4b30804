namespace ActionML.Runtime;

/// <summary>What recorded trajectories say about the steps that a model could learn: read before training.</summary>
public sealed record TrajectoryAnalysis
{
    internal TrajectoryAnalysis()
    {
    }

    /// <summary>Number of trajectories.</summary>
    public required int Trajectories { get; init; }

    /// <summary>Number of frames.</summary>
    public required long Frames { get; init; }

    /// <summary>Time between frames.</summary>
    public required TimeStep FrameSpacing { get; init; }

    /// <summary>
    /// The number of reference steps from frame to frame, by <see cref="Frame.Step"/>; null where it is not always the same.
    /// Files that do not number their steps count frames, and have 1.
    /// </summary>
    public required long? StepsPerFrame { get; init; }

    /// <summary>The step of the integrator that made the data, <see cref="FrameSpacing"/> / <see cref="StepsPerFrame"/>.</summary>
    public TimeStep? ReferenceStep => StepsPerFrame is { } steps ? InUnits(FrameSpacing.Value / steps) : null;

    /// <summary>Frames per period of the fastest motion, 1/(νΔt): below 2 it appears slower than it is.</summary>
    public double FramesPerPeriod => 1 / (HighestFrequency * FrameSpacing.Value);

    /// <summary>
    /// Whether there is no sign of motion faster than the frames can show: at most 1 % of the power in the uppermost quarter
    /// of the spectrum, and its highest significant frequency below that quarter.
    /// </summary>
    public required bool SpacingIsFineEnough { get; init; }

    /// <summary>The mass-weighted velocity power spectrum.</summary>
    public required VelocitySpectrum Spectrum { get; init; }

    /// <summary>
    /// The highest significant frequency ν, in reciprocal model time: that of the spectrum
    /// (<see cref="VelocitySpectrum.HighestFrequency"/>), or the one that the motion reaches at one instant in ten
    /// (<see cref="LocalFrequencies"/>), whichever is higher.
    /// </summary>
    public required double HighestFrequency { get; init; }

    /// <summary>What that frequency means for step lengths.</summary>
    public required StepLimits Limits { get; init; }

    /// <summary>How fast the motion is at each instant; null when nothing moves.</summary>
    public required LocalFrequencies? Local { get; init; }

    /// <summary>The requested steps, in the order of the request.</summary>
    public required IReadOnlyList<StepAdvice> Steps { get; init; }

    /// <summary>Closest pairs of periodic systems, and of isolated ones of at most 64 particles; otherwise null.</summary>
    public required CloseEncounters? Encounters { get; init; }

    /// <summary>Doubts about these figures, each a sentence with its remedy; empty when there are none.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>
    /// The longest multiple of the frame spacing for which plain iteration on the reduced unknowns converges, or null
    /// when even one spacing is longer.
    /// </summary>
    public TimeStep? LongestGoodStep
    {
        get
        {
            double multiple = Math.Floor((Limits.PlainReduced / FrameSpacing.Value) + 1e-9);
            return multiple >= 1 && double.IsFinite(multiple) ? InUnits(multiple * FrameSpacing.Value) : null;
        }
    }

    /// <summary>Unit of frequencies for readers: THz, or the reciprocal of the dimensionless time.</summary>
    public string FrequencyUnit => FrameSpacing.Units == UnitSystem.Atomistic ? "THz" : "1/time";

    /// <summary>A frequency in reciprocal model time as a number in <see cref="FrequencyUnit"/>.</summary>
    public double DisplayFrequency(double frequency) => FrameSpacing.Units == UnitSystem.Atomistic
        ? 1000 * frequency / TimeStep.FemtosecondsPerAtomisticUnit
        : frequency;

    /// <summary>A duration in model time as a step with units.</summary>
    public TimeStep InUnits(double modelTime) => TimeStep.FromDisplayValue(
        FrameSpacing.Units == UnitSystem.Atomistic ? modelTime * TimeStep.FemtosecondsPerAtomisticUnit : modelTime, FrameSpacing.Units);

    /// <summary>Analyzes trajectories in one pass; one trajectory at a time is held in memory.</summary>
    /// <param name="frames">Equally spaced frames, those of one trajectory next to each other.</param>
    /// <param name="steps">Steps to judge, in the units of the frames; may be empty.</param>
    /// <param name="shareAbove">
    /// Share of the power above the highest significant frequency, between 0 and 1. Null: 1/(2·N·D), half of what
    /// equipartition gives to a single mode, so that the fastest mode is seen and the overtones of slower ones are not;
    /// from 50 coordinates on 1 %, so that the tail of anharmonic motion does not count for more the larger the system is,
    /// unless a line of at least half a mode's share stands out of that tail.
    /// </param>
    /// <exception cref="DataException">
    /// There is no trajectory of four frames, frames are unequally spaced, units differ, or particles are on top of each other.
    /// </exception>
    public static TrajectoryAnalysis Analyze(
        IEnumerable<Frame> frames, IReadOnlyList<TimeStep> steps, double? shareAbove = null)
    {
        if (shareAbove is not (null or (> 0 and < 1)))
        {
            throw new UsageException(FormattableString.Invariant($"The share of the power to disregard is {shareAbove}; it must be between 0 and 1."));
        }

        var analyzer = new TrajectoryAnalyzer(steps);
        foreach (Frame frame in frames)
        {
            analyzer.Add(frame);
        }

        return analyzer.Finish(shareAbove);
    }
}
