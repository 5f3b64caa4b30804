using System.CommandLine;

using ActionML.Reference;

namespace ActionML.Cli;

/// <summary><c>actionml generate</c>: reference trajectories.</summary>
internal static class GenerateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host) =>
        new("generate", "Makes reference trajectories to train and test with.") { ThreeBody(host), GenerateGeTeCommand.Create(host) };

    private static CliCommand ThreeBody(CliHost host)
    {
        var standard = new ThreeBodyDatasetOptions();
        Option<string?> output = CliOption.Text("--out", "data.xyz", "The extended-XYZ file to write.", required: true);
        Option<int> trajectories = CliOption.Integer("--trajectories", "How many trajectories.", standard.Trajectories);
        Option<int> seed = CliOption.Integer("--seed", "Seed of all chance: the same seed, the same file.", standard.Seed);
        Option<int> dimension = CliOption.Integer("--dimension", "2, or 3 with perturbations and rotations out of the plane.", standard.Dimension);
        Option<double> share = CliOption.Number("--figure-eight-share", "Share that starts near the figure eight; the rest follow the HNN recipe.", standard.FigureEightShare);
        Option<double> unequal = CliOption.Number("--unequal-mass-share", "Share with masses drawn between --mass-min and --mass-max; the rest have masses 1.", standard.UnequalMassShare);
        Option<double> massMin = CliOption.Number("--mass-min", "Smallest drawn mass.", standard.MassMinimum);
        Option<double> massMax = CliOption.Number("--mass-max", "Largest drawn mass.", standard.MassMaximum);
        Option<double> spacing = CliOption.Number("--frame-spacing", "Time between recorded frames. A model's step is a multiple of it.", standard.FrameSpacing);
        Option<double> duration = CliOption.Number("--duration", "Time that each trajectory lasts.", standard.Duration);
        Option<double> softening = CliOption.Number("--softening", "Softening length of the gravity.", standard.Softening);
        Option<int> threads = CliOption.Integer("--threads", "Threads to use; 0 for all. The file does not depend on it.", standard.Threads);
        var command = new CliCommand("three-body", "Trajectories of three gravitating bodies (G = 1), integrated to an energy error below 1e-9.")
        {
            Options = { output, trajectories, seed, dimension, share, unequal, massMin, massMax, spacing, duration, softening, threads },
            Examples =
            [
                ("actionml generate three-body --out data.xyz --trajectories 1000 --seed 1", "a training set"),
                ("actionml generate three-body --out test.xyz --trajectories 100 --figure-eight-share 0 --unequal-mass-share 0 --seed 7", "states of the HNN recipe to test with"),
            ],
        };
        command.SetAction((parse, token) =>
        {
            var options = new ThreeBodyDatasetOptions
            {
                Trajectories = parse.GetValue(trajectories),
                Seed = parse.GetValue(seed),
                Dimension = parse.GetValue(dimension),
                FigureEightShare = parse.GetValue(share),
                UnequalMassShare = parse.GetValue(unequal),
                MassMinimum = parse.GetValue(massMin),
                MassMaximum = parse.GetValue(massMax),
                FrameSpacing = parse.GetValue(spacing),
                Duration = parse.GetValue(duration),
                Softening = parse.GetValue(softening),
                Threads = parse.GetValue(threads),
            };
            GenerateResult result = host.Watch(board => GenerateWorkflow.Run(options, parse.GetValue(output)!, board, token));
            host.Write(result, text => text.WriteLine(
                $"{result.Trajectories} trajectories, {result.Frames} frames, {ProgressText.Time(TimeSpan.FromSeconds(result.Seconds))}: {result.Out}"));
            return Task.FromResult(0);
        });
        return command;
    }
}
