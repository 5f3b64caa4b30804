using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Collects what <see cref="TrajectoryAnalysis"/> reports, one frame at a time.</summary>
internal sealed class TrajectoryAnalyzer(IReadOnlyList<TimeStep> steps)
{
    // Frame times from text files agree to the digits written; 1e-6 accepts six digits.
    private const double SpacingTolerance = 1e-6;

    private const double NearNyquist = 0.75;
    private const double NoticeableShare = 0.01;
    private const double CoarseReference = 0.5;

    private readonly CloseEncounters.Collector _encounters = new();
    private readonly DisplacementRatio _displacements = new();
    private readonly SortedSet<string> _changingCells = new(StringComparer.Ordinal);
    private Frame? _first; // of the first trajectory with two frames
    private Frame? _head; // of the current trajectory
    private Frame? _last;
    private double _spacing; // of the first two frames, which all others are compared with
    private double _durations;
    private long _intervals;
    private long? _stepsPerFrame;
    private VelocitySpectrum.Accumulator? _spectrum;
    private LocalFrequencies.Collector? _local;
    private int?[] _lags = [];
    private PairStatistics.Collector?[] _pairs = [];
    private int _trajectories;
    private long _frames;
    private int _length;
    private int _longest;

    /// <summary>Adds the next frame; those of one trajectory follow each other.</summary>
    public void Add(Frame frame)
    {
        if (_last?.TrajectoryId != frame.TrajectoryId)
        {
            End();
            (_head, _last, _length) = (frame, null, 0);
            _trajectories++;
        }

        _frames++;
        _length++;
        _longest = Math.Max(_longest, _length);
        _encounters.Add(frame);
        if (_length == 2)
        {
            BeginTrajectory(_head!, frame);
        }

        if (_length > 1)
        {
            CheckSpacing(_last!, frame);
            _displacements.Add(_last!, frame);
            if (!frame.Cell.AsSpan().SequenceEqual(_head!.Cell))
            {
                _changingCells.Add(frame.TrajectoryId);
            }

            Collect(frame);
        }

        _last = frame;
    }

    /// <summary>The report.</summary>
    public TrajectoryAnalysis Finish(double? shareAbove)
    {
        End();
        if (_longest < 4)
        {
            throw new DataException(
                $"The longest of {_trajectories} trajectories has {_longest} frames; a spectrum needs at least 4. Give longer trajectories; frames of one trajectory share its name.");
        }

        VelocitySpectrum spectrum = _spectrum!.Finish();
        LocalFrequencies? local = _local!.Finish();
        int coordinates = _first!.System.Coordinates;
        double spectral = shareAbove is { } share ? spectrum.HighestFrequency(share) : spectrum.HighestMode(coordinates);
        double frequency = Math.Max(spectral, (local?.Quantile(0.9) ?? 0) / (2 * Math.PI));
        var limits = new StepLimits(frequency);
        return new TrajectoryAnalysis
        {
            Trajectories = _trajectories,
            Frames = _frames,
            FrameSpacing = Step(_durations / _intervals),
            StepsPerFrame = _stepsPerFrame > 0 ? _stepsPerFrame : null,
            SpacingIsFineEnough = spectrum.ShareNearNyquist <= NoticeableShare && spectral <= NearNyquist * spectrum.NyquistFrequency,
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
            Encounters = _encounters.Finish(),
            Warnings = [.. Warnings(spectrum, spectral)],
        };
    }

    private IEnumerable<string> Warnings(VelocitySpectrum spectrum, double frequency)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (_displacements.Doubt is { } doubt)
        {
            yield return doubt;
        }

        if (spectrum.ShareNearNyquist > NoticeableShare)
        {
            yield return string.Create(
                invariant, $"{spectrum.ShareNearNyquist:P1} of the power lies close to the highest frequency that the frames can show, so faster motion may be hidden. Record frames more often.");
        }
        else if (frequency > NearNyquist * spectrum.NyquistFrequency)
        {
            yield return string.Create(
                invariant, $"The fastest motion has {1 / (frequency * _spacing):0.0} frames per period, and below 2 it would appear slower than it is, so it may be faster. Record frames more often.");
        }

        if (_stepsPerFrame is > 1 and var count && 2 * Math.PI * frequency * _spacing / count is var angle && angle > CoarseReference)
        {
            // Velocity Verlet has the frequency (2/dt) asin(ω dt/2). Where every frame is a step, steps may be counted frames.
            yield return string.Create(
                invariant, $"The step that made the data is long for the fastest motion, ω·dt = {angle:0.00}: velocity Verlet would make it {angle * angle / 24:P1} too fast, and a model learns what the data do. Record with a shorter step.");
        }

        if (_changingCells.Count > 0)
        {
            yield return $"The cell changes within {(_changingCells.Count == 1 ? "trajectory" : $"{_changingCells.Count} trajectories, such as")} '{_changingCells.Min}'. A step is learned at constant volume and shape; training refuses this. Record without a barostat.";
        }

        if (frequency * spectrum.PieceDuration < 5)
        {
            yield return string.Create(
                invariant, $"The trajectories last only {frequency * spectrum.PieceDuration:0.0} periods of the fastest motion in their spectrum, so that frequency is rough. Analyze longer trajectories.");
        }
    }

    private void BeginTrajectory(Frame head, Frame second)
    {
        if (_first is null)
        {
            BeginAll(head, second.Time - head.Time);
            _stepsPerFrame = second.Step - head.Step;
        }

        if (head.System.Units != _first!.System.Units)
        {
            throw new DataException(
                $"Trajectory '{head.TrajectoryId}' is in {Name(head.System.Units)} units, and '{_first.TrajectoryId}' in {Name(_first.System.Units)} ones. Analyze them one by one.");
        }

        _spectrum!.Begin(head.System);
        _local!.Begin();
        foreach (PairStatistics.Collector? pairs in _pairs)
        {
            pairs?.Begin();
        }

        Collect(head);
    }

    private void BeginAll(Frame head, double spacing)
    {
        (_first, _spacing) = (head, spacing);
        _spectrum = new VelocitySpectrum.Accumulator(head.System.Units, spacing);
        _local = new LocalFrequencies.Collector(spacing);
        if (steps.FirstOrDefault(step => step.Units != head.System.Units) is { Value: > 0 } stranger)
        {
            throw new DataException(
                $"The step {stranger} is {Name(stranger.Units)}, and the trajectories are {Name(head.System.Units)}. Give steps in the units of the trajectories.");
        }

        _lags = [.. steps.Select(step => Lag(step.Value))];
        _pairs = [.. _lags.Select(lag => lag is { } frames ? new PairStatistics.Collector(frames) : null)];
    }

    private void Collect(Frame frame)
    {
        _spectrum!.Add(frame);
        _local!.Add(frame);
        foreach (PairStatistics.Collector? pairs in _pairs)
        {
            pairs?.Add(frame);
        }
    }

    private void End()
    {
        if (_length > 1)
        {
            _spectrum!.End();
            _durations += _last!.Time - _head!.Time;
            _intervals += _length - 1;
        }
    }

    private int? Lag(double step)
    {
        double multiple = Math.Round(step / _spacing);
        return multiple is >= 1 and < int.MaxValue && Math.Abs((multiple * _spacing) - step) <= SpacingTolerance * step ? (int)multiple : null;
    }

    private void CheckSpacing(Frame before, Frame now)
    {
        double found = now.Time - before.Time;
        if (!(found > 0) || !(Math.Abs(found - _spacing) <= SpacingTolerance * _spacing))
        {
            throw new DataException(
                $"Between steps {before.Step} and {now.Step} of trajectory '{now.TrajectoryId}' time grows by {Show(found)}, elsewhere by {Show(_spacing)}. A spectrum needs equally spaced frames, the same in all trajectories; analyze files of one spacing.");
        }

        if (now.Step - before.Step != _stepsPerFrame)
        {
            _stepsPerFrame = null;
        }
    }

    private string Show(double time) => time > 0 ? Step(time).ToString() : time.ToString("R", CultureInfo.InvariantCulture);

    private TimeStep Step(double modelTime) => _first!.System.Units == UnitSystem.Atomistic
        ? TimeStep.FromFemtoseconds(modelTime * TimeStep.FemtosecondsPerAtomisticUnit)
        : TimeStep.Dimensionless(modelTime);

    private static string Name(UnitSystem units) => units == UnitSystem.Atomistic ? "atomistic" : "dimensionless";
}
