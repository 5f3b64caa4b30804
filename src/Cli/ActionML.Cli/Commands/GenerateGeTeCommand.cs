using System.CommandLine;

using ActionML.Reference;

namespace ActionML.Cli;

/// <summary><c>actionml generate gete</c>: reference trajectories of germanium telluride.</summary>
internal static class GenerateGeTeCommand
{
    /// <summary>Creates the command.</summary>
    public static CliCommand Create(CliHost host)
    {
        var standard = new GeTeDatasetOptions();
        Option<string?> output = CliOption.Text("--out", "data/", "The folder to write one extended-XYZ file per preparation to; those that are there already are kept.", required: true);
        Option<int> atoms = CliOption.Integer("--atoms", "Atoms in the cubic cell; for crystals 8n³: 64, 216, 512, 1728.", standard.Atoms);
        Option<double[]> temperatures = CliOption.NumberList("--temperatures", "Temperatures in K of liquids, and below their freezing of glasses cooled from the melt.", standard.Temperatures);
        Option<double[]> crystals = CliOption.NumberList("--crystal-temperatures", "Temperatures in K at which the crystal is followed.", standard.CrystalTemperatures);
        Option<double> composition = CliOption.Number("--composition", "Share of germanium, 0 to 1.", standard.Composition);
        Option<double> density = CliOption.Number("--density", "Number density in Å⁻³.", standard.Density);
        Option<int> replicas = CliOption.Integer("--replicas", "Independent preparations per temperature.", standard.Replicas);
        Option<double> equilibration = CliOption.Number("--equilibration", "Langevin dynamics at each temperature before the first segment, in ps.", standard.EquilibrationPicoseconds);
        Option<double> cooling = CliOption.Number("--cooling-rate", "How fast the melt is cooled below 1000 K, in K/ps.", standard.CoolingRate);
        Option<double> friction = CliOption.Number("--friction", "Friction time of the Langevin dynamics, in ps.", standard.FrictionPicoseconds);
        Option<int> segments = CliOption.Integer("--segments", "Microcanonical segments per preparation.", standard.Segments);
        Option<double> segment = CliOption.Number("--segment", "Length of a segment, in fs.", standard.SegmentFemtoseconds);
        Option<double> gap = CliOption.Number("--gap", "Langevin dynamics between two segments, in fs.", standard.GapFemtoseconds);
        Option<double> spacing = CliOption.Number("--frame-spacing", "Time between recorded frames, in fs. A model's step is a multiple of it.", standard.FrameSpacingFemtoseconds);
        Option<double> step = CliOption.Number("--reference-step", "Step of velocity Verlet, in fs.", standard.StepFemtoseconds);
        Option<int> seed = CliOption.Integer("--seed", "Seed of all chance: the same seed, the same files.", standard.Seed);
        Option<int> threads = CliOption.Integer("--threads", "Threads to use; 0 for all. The files do not depend on it.", 0);
        var command = new CliCommand(
            "gete", "Germanium telluride by the potential of Zipoli and Curioni (2013): liquids, glasses and crystals in a periodic cell.")
        {
            Options =
            {
                output, atoms, temperatures, crystals, composition, density, replicas, equilibration, cooling, friction, segments, segment, gap, spacing, step,
                seed, threads,
            },
            Examples =
            [
                ("actionml generate gete --out data/ --atoms 216 --temperatures 300,600,800,1000 --composition 0.5", "a training set; typed again after an interruption, it goes on"),
                ("actionml generate gete --out rich/ --composition 0.6 --temperatures 800 --crystal-temperatures none", "another composition"),
            ],
        };
        command.SetAction((parse, token) =>
        {
            var options = new GeTeDatasetOptions
            {
                Atoms = parse.GetValue(atoms),
                Temperatures = parse.GetValue(temperatures)!,
                CrystalTemperatures = parse.GetValue(crystals)!,
                Composition = parse.GetValue(composition),
                Density = parse.GetValue(density),
                Replicas = parse.GetValue(replicas),
                EquilibrationPicoseconds = parse.GetValue(equilibration),
                CoolingRate = parse.GetValue(cooling),
                FrictionPicoseconds = parse.GetValue(friction),
                Segments = parse.GetValue(segments),
                SegmentFemtoseconds = parse.GetValue(segment),
                GapFemtoseconds = parse.GetValue(gap),
                FrameSpacingFemtoseconds = parse.GetValue(spacing),
                StepFemtoseconds = parse.GetValue(step),
                Seed = parse.GetValue(seed),
            };
            GenerateGeTeResult result = host.Watch(board => GenerateGeTeWorkflow.Run(options, parse.GetValue(output)!, parse.GetValue(threads), board, token));
            host.Write(result, text => text.WriteLine(
                $"{result.Preparations} preparations ({result.Kept} were there), {result.Trajectories} segments, {result.Frames} frames, {ProgressText.Time(TimeSpan.FromSeconds(result.Seconds))}: {result.Out}"));
            return Task.FromResult(0);
        });
        return command;
    }
}
