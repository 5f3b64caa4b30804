using System.CommandLine;
using System.Globalization;

namespace ActionML.Cli;

/// <summary><c>actionml advise</c>: which step to train for.</summary>
internal static class AdviseCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var reading = new ReadingOptions();
        var data = new Argument<string[]>("data") { Description = "Files in extended XYZ format or LAMMPS dumps, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<TimeText[]> steps = TimeOption.Times("--time-step", "A step to judge; may be repeated. A bare number is in fs, or dimensionless.");
        var command = new CliCommand("advise", "Reads the spectrum of trajectories: where the generating function has poles, and up to which step solvers converge.")
        {
            Arguments = { data },
            Options = { steps },
            Examples =
            [
                ("actionml advise data/", "before choosing a step"),
                ("actionml advise data.xyz --time-step 0.25 --time-step 0.5", "about steps that you have in mind"),
                ("actionml advise argon.lammpstrj --type-map 1=Ar --time-step 40", "a dump of LAMMPS; times in fs, frequencies in THz and cm⁻¹"),
            ],
        };
        foreach (Option option in reading.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            AdviseResult result = AdviseWorkflow.Run(parse.GetRequiredValue(data), parse.GetValue(steps) ?? [], reading.Read(parse), token);
            host.Write(result, text => Write(text, result));
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Write(TextWriter text, AdviseResult r)
    {
        text.WriteLine(Line($"{r.Trajectories} {(r.Trajectories == 1 ? "trajectory" : "trajectories")}, {r.Frames} frames, {r.FrameSpacing:G6}{Unit(r)} apart{Reference(r)}"));
        text.WriteLine("velocity power spectrum:");
        double most = Coarse(r.Spectrum).Max(i => i.Power);
        foreach (SpectrumInterval interval in Coarse(r.Spectrum))
        {
            int length = most > 0 ? (int)Math.Round(40 * interval.Power / most) : 0;
            text.WriteLine(Line($"  to {interval.Frequency,8:G4} {r.FrequencyUnit}{WaveNumber(r, interval.Frequency)}  {100 * interval.Power,5:0.0} %  {new string('#', length)}"));
        }

        text.WriteLine(Line($"highest significant frequency  {r.HighestFrequency:G4} {r.FrequencyUnit}{(r.HighestWaveNumber is { } wave ? Line($" = {wave:F0} cm⁻¹") : "")}, {r.FramesPerPeriod:0.0} frames per period"));
        text.WriteLine(r.SpacingIsFineEnough
            ? Line($"frames are close enough together: they show up to {r.NyquistFrequency:G4} {r.FrequencyUnit}")
            : Line($"FRAMES ARE TOO FAR APART: they show up to {r.NyquistFrequency:G4} {r.FrequencyUnit}, and faster motion appears slower than it is"));
        text.WriteLine(Line($"pole of the generating function at a step of  {r.Pole:G4}{Unit(r)}"));
        text.WriteLine("solvers converge up to a step of");
        text.WriteLine(Line($"  {r.PlainFull:G4}{Unit(r)}  plain iteration on the full unknowns"));
        text.WriteLine(Line($"  {r.PlainReduced:G4}{Unit(r)}  plain iteration on the reduced unknowns"));
        text.WriteLine(Line($"  {r.Anderson:G4}{Unit(r)}  Anderson mixing"));
        text.WriteLine(Line($"  {r.NewtonGmres:G4}{Unit(r)}  Newton–GMRES, at best (the pole)"));
        text.WriteLine(r.LongestGoodStep is { } good
            ? Line($"longest comfortable step: {good:G6}{Unit(r)}")
            : "no multiple of the frame spacing is comfortable: record frames more often");
        if (r.SmallestDistance is { } smallest)
        {
            text.WriteLine(Line($"closest pair {smallest:G3}{Length(r)}, median over frames {r.MedianDistance:G3}{Length(r)}"));
        }

        foreach (AdvisedStep step in r.Steps)
        {
            text.WriteLine(step.Text);
        }

        foreach (string warning in r.Warnings)
        {
            text.WriteLine($"note: {warning}");
        }
    }

    // A terminal shows sixteen lines better than sixty-four.
    private static List<SpectrumInterval> Coarse(IReadOnlyList<SpectrumInterval> spectrum) =>
        [.. spectrum.Chunk((spectrum.Count + 15) / 16).Select(c => new SpectrumInterval(c[^1].Frequency, c.Sum(i => i.Power)))];

    private static string Reference(AdviseResult r) => r.ReferenceStep is { } step && r.StepsPerFrame > 1
        ? Line($", made with a step of {step:G6}{Unit(r)} ({r.StepsPerFrame} per frame)")
        : "";

    private static string WaveNumber(AdviseResult r, double frequency) => r.HighestWaveNumber is null
        ? ""
        : Line($" {frequency * AdviseWorkflow.WaveNumbersPerTerahertz,5:F0} cm⁻¹");

    private static string Length(AdviseResult r) => r.HighestWaveNumber is null ? "" : " Å";

    private static string Unit(AdviseResult r) => r.TimeUnit.Length > 0 ? " " + r.TimeUnit : "";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
