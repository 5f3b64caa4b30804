using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Collects what <see cref="TrajectoryAnalysis"/> reports, one trajectory at a time.</summary>
internal sealed class TrajectoryAnalyzer(IReadOnlyList<TimeStep> steps)
{
    // Frame times from text files agree to the digits written; 1e-6 accepts six digits.
    private const double SpacingTolerance = 1e-6;

    private readonly List<double> _distances = [];
    private Frame? _first;
    private double _spacing;
    private VelocitySpectrum.Accumulator? _spectrum;
    private LocalFrequencies.Collector? _local;
    private int?[] _lags = [];
    private PairStatistics.Collector?[] _pairs = [];
    private int _trajectories;
    private long _frames;
    private int _longest;

    /// <summary>Adds the frames of one trajectory.</summary>
    public void Add(List<Frame> frames)
    {
        _trajectories++;
        _frames += frames.Count;
        _longest = Math.Max(_longest, frames.Count);
        foreach (Frame frame in frames)
        {
            if (CloseEncounters.SmallestDistance(frame) is { } distance)
            {
                _distances.Add(distance);
            }
        }

        if (frames.Count < 2)
        {
            return;
        }

        if (_spectrum is null)
        {
            Begin(frames);
        }

        CheckSpacing(frames);
        _spectrum!.Add(frames);
        _local!.Add(frames);
        foreach (PairStatistics.Collector? pairs in _pairs)
        {
            pairs?.Add(frames);
        }
    }

    /// <summary>The report.</summary>
    public TrajectoryAnalysis Finish(double? shareAbove)
    {
        if (_longest < 4)
        {
            throw new DataException(
                $"The longest of {_trajectories} trajectories has {_longest} frames; a spectrum needs at least 4. Give longer trajectories; frames of one trajectory share its name.");
        }

        VelocitySpectrum spectrum = _spectrum!.Finish();
        LocalFrequencies? local = _local!.Finish();
        double spectral = spectrum.HighestFrequency(shareAbove ?? 0.5 / _first!.System.Coordinates);
        double frequency = Math.Max(spectral, (local?.Quantile(0.9) ?? 0) / (2 * Math.PI));
        var limits = new StepLimits(frequency);
        return new TrajectoryAnalysis
        {
            Trajectories = _trajectories,
            Frames = _frames,
            FrameSpacing = Step(_spacing),
            Spectrum = spectrum,
            HighestFrequency = frequency,
            Limits = limits,
            Local = local,
            Steps = [.. steps.Select((step, i) => new StepAdvice
            {
                Step = step,
                Angle = limits.Angle(step.Value),
                Verdict = StepAdvice.Judge(limits.Angle(step.Value)),
                ShareBeyondPlain = local?.ShareBeyond(StepLimits.PlainReducedAngle / step.Value) ?? 0,
                ShareBeyondPole = local?.ShareBeyond(StepLimits.PoleAngle / step.Value) ?? 0,
                Lag = _lags[i],
                Pairs = _pairs[i]?.Finish(),
            })],
            Encounters = CloseEncounters.From(_distances),
            Warnings = [.. Warnings(spectrum, spectral)],
        };
    }

    private static IEnumerable<string> Warnings(VelocitySpectrum spectrum, double frequency)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (spectrum.ShareNearNyquist > 0.01)
        {
            yield return string.Create(
                invariant, $"{spectrum.ShareNearNyquist:P1} of the power lies close to the highest frequency that the frames can show, so faster motion may be hidden. Record frames more often.");
        }

        if (frequency * spectrum.PieceDuration < 5)
        {
            yield return string.Create(
                invariant, $"The trajectories last only {frequency * spectrum.PieceDuration:0.0} periods of the fastest motion in their spectrum, so that frequency is rough. Analyze longer trajectories.");
        }
    }

    private void Begin(List<Frame> frames)
    {
        _first = frames[0];
        _spacing = (frames[^1].Time - frames[0].Time) / (frames.Count - 1);
        _spectrum = new VelocitySpectrum.Accumulator(_first.System.Units, _spacing);
        _local = new LocalFrequencies.Collector(_spacing);
        if (steps.FirstOrDefault(step => step.Units != _first.System.Units) is { Value: > 0 } stranger)
        {
            throw new DataException(
                $"The step {stranger} is {Name(stranger.Units)}, and the trajectories are {Name(_first.System.Units)}. Give steps in the units of the trajectories.");
        }

        _lags = [.. steps.Select(step => Lag(step.Value))];
        _pairs = [.. _lags.Select(lag => lag is { } frames ? new PairStatistics.Collector(frames) : null)];
    }

    private int? Lag(double step)
    {
        double multiple = Math.Round(step / _spacing);
        return multiple is >= 1 and < int.MaxValue && Math.Abs((multiple * _spacing) - step) <= SpacingTolerance * step ? (int)multiple : null;
    }

    private void CheckSpacing(List<Frame> frames)
    {
        if (frames[0].System.Units != _first!.System.Units)
        {
            throw new DataException(
                $"Trajectory '{frames[0].TrajectoryId}' is in {Name(frames[0].System.Units)} units, and '{_first.TrajectoryId}' in {Name(_first.System.Units)} ones. Analyze them one by one.");
        }

        for (int k = 1; k < frames.Count; k++)
        {
            double found = frames[k].Time - frames[k - 1].Time;
            if (!(Math.Abs(found - _spacing) <= SpacingTolerance * _spacing))
            {
                throw new DataException(
                    $"Between steps {frames[k - 1].Step} and {frames[k].Step} of trajectory '{frames[0].TrajectoryId}' time grows by {Show(found)}, elsewhere by {Show(_spacing)}. A spectrum needs equally spaced frames, the same in all trajectories; analyze files of one spacing.");
            }
        }
    }

    private string Show(double time) => time > 0 ? Step(time).ToString() : time.ToString("R", CultureInfo.InvariantCulture);

    private TimeStep Step(double modelTime) => _first!.System.Units == UnitSystem.Atomistic
        ? TimeStep.FromFemtoseconds(modelTime * TimeStep.FemtosecondsPerAtomisticUnit)
        : TimeStep.Dimensionless(modelTime);

    private static string Name(UnitSystem units) => units == UnitSystem.Atomistic ? "atomistic" : "dimensionless";
}
