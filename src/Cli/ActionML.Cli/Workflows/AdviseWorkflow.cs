using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Reads trajectories and says which steps a model could learn.</summary>
internal static class AdviseWorkflow
{
    private const int MostIntervals = 64;

    /// <summary>A frequency of 1 THz over the speed of light, in cm⁻¹.</summary>
    public const double WaveNumbersPerTerahertz = 1e12 / 2.99792458e10;

    /// <summary>Runs it.</summary>
    /// <param name="paths">Files or folders of trajectories.</param>
    /// <param name="steps">Steps to judge.</param>
    /// <param name="reading">How the files are read.</param>
    /// <param name="token">Cancels between two frames.</param>
    public static AdviseResult Run(
        IReadOnlyList<string> paths, IReadOnlyList<TimeText> steps, TrajectoryReadOptions reading, CancellationToken token)
    {
        string[] files = [.. paths.SelectMany(TrajectoryFile.Files)];
        Frame first = TrajectoryFile.Read(files, reading).FirstOrDefault()
            ?? throw new DataException($"{string.Join(", ", paths)} holds no frame. Give trajectories of four frames or more.");
        UnitSystem units = first.System.Units;
        TimeStep[] asked = [.. steps.Select(s => s.In("--time-step", units))];
        TrajectoryAnalysis analysis = TrajectoryAnalysis.Analyze(Frames(), asked);
        double Shown(double time) => ActionML.Cli.Steps.Display(time, units);
        return new AdviseResult
        {
            Trajectories = analysis.Trajectories,
            Frames = analysis.Frames,
            FrameSpacing = analysis.FrameSpacing.DisplayValue,
            StepsPerFrame = analysis.StepsPerFrame,
            ReferenceStep = analysis.ReferenceStep?.DisplayValue,
            FramesPerPeriod = analysis.FramesPerPeriod,
            NyquistFrequency = analysis.DisplayFrequency(analysis.Spectrum.NyquistFrequency),
            SpacingIsFineEnough = analysis.SpacingIsFineEnough,
            TimeUnit = ActionML.Cli.Steps.Unit(units),
            FrequencyUnit = analysis.FrequencyUnit,
            HighestFrequency = analysis.DisplayFrequency(analysis.HighestFrequency),
            HighestWaveNumber = units == UnitSystem.Atomistic ? analysis.DisplayFrequency(analysis.HighestFrequency) * WaveNumbersPerTerahertz : null,
            MeanFrequency = analysis.DisplayFrequency(analysis.Spectrum.MeanFrequency),
            Pole = Shown(analysis.Limits.Pole),
            PlainReduced = Shown(analysis.Limits.PlainReduced),
            Anderson = Shown(analysis.Limits.Anderson),
            NewtonGmres = Shown(analysis.Limits.Pole),
            PlainFull = Shown(analysis.Limits.Plain),
            LongestGoodStep = analysis.LongestGoodStep?.DisplayValue,
            SmallestDistance = analysis.Encounters?.Smallest,
            MedianDistance = analysis.Encounters?.Median,
            Steps = [.. analysis.Steps.Select(s => new AdvisedStep(
                s.Step.DisplayValue, s.Angle, JsonNamingPolicy.SnakeCaseLower.ConvertName(s.Verdict.ToString()), s.Lag, s.Text))],
            Warnings = analysis.Warnings,
            Spectrum = Spectrum(analysis),
        };

        IEnumerable<Frame> Frames()
        {
            foreach (Frame frame in TrajectoryFile.Read(files, reading))
            {
                token.ThrowIfCancellationRequested();
                yield return frame;
            }
        }
    }

    private static List<SpectrumInterval> Spectrum(TrajectoryAnalysis analysis)
    {
        VelocitySpectrum spectrum = analysis.Spectrum;

        // Up to twice the highest significant frequency: beyond it there is nothing to see.
        int shown = Math.Max(1, spectrum.Frequencies.TakeWhile(f => f <= 2 * analysis.HighestFrequency).Count());
        int count = Math.Min(MostIntervals, shown);
        List<SpectrumInterval> intervals = [];
        for (int i = 0; i < count; i++)
        {
            int from = i * shown / count;
            int to = (i + 1) * shown / count;
            intervals.Add(new SpectrumInterval(
                analysis.DisplayFrequency(spectrum.Frequencies[to - 1]), spectrum.Power.Skip(from).Take(to - from).Sum()));
        }

        return intervals;
    }
}
