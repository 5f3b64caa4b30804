using System.CommandLine;

using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary><c>actionml bench</c>: what steps of a model cost on this machine.</summary>
internal static class BenchCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var standard = new BenchRequest();
        var model = new Argument<string?>("model")
        {
            Description = "A model directory. Default: models/gete beside the program, as in a bundle.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> start = CliOption.Text("--start", "state.xyz", "Extended XYZ or LAMMPS dump whose frame is the initial state, with momenta; or the word figure-eight. Default: figure-eight for three bodies, for GeTe the state beside the program.");
        Option<long?> frame = CliOption.OptionalInteger("--frame", "Which frame of --start, from 0; -1 is the last. Default: 0.");
        Option<ExecutionTarget> device = CliOption.Device("Where the models run.");
        Option<string> compare = CliOption.Choice("--compare", "Another device to measure as well; ratios are printed.", "none", "none", "cpu");
        Option<int[]> atoms = CliOption.IntegerList("--atoms", "Numbers of atoms, made by repeating the cell of a periodic state. Default: that of the state.", "216,1728");
        Option<int> replicas = CliOption.Integer("--replicas", "Replicas to measure beside a single run; 0 for none.", standard.Replicas);
        Option<double> seconds = CliOption.Number("--seconds", "Seconds of each measurement, after a warm-up; three repetitions are made in any case.", standard.Seconds);
        Option<string> place = CliOption.Choice(
            "--corrector-on", "Where steps are solved: with unknowns and mixing in the host's memory, or where the model runs. auto: the host, and on a GPU both.", "auto",
            "auto", "host", "device", "both");
        Option<double?> tolerance = CliOption.OptionalNumber("--tolerance", "Residual at which a step counts as solved. Default: as in a run, 1e-8 for a model in double precision, 1e-5 in single.");
        Option<string> precision = CliOption.Choice("--precision", "Which file of the model directory. auto: double where there is one.", "auto", "auto", "single", "double");
        Option<int> threads = CliOption.Integer("--model-threads", "Threads within an evaluation on the CPU. Runs have one.", standard.Models.Threads);
        var reading = new ReadingOptions();
        var command = new CliCommand("bench", "Measures gradients, steps and replicas of a model on this machine.")
        {
            Arguments = { model },
            Options = { start, frame, device, compare, atoms, replicas, seconds, place, tolerance, precision, threads },
            Examples =
            [
                ("actionml bench --device cuda:0 --compare cpu --atoms 216,1728,13824 --replicas 32", "a bundle on a machine with a GPU, beside its CPU"),
                ("actionml bench model/ --start melt.xyz --json > bench.json", "a model of one's own, for a script"),
                ("actionml bench model/ --start melt.xyz --corrector-on both --model-threads 4", "steps solved on the host and where the model runs, with four threads"),
            ],
        };
        foreach (Option option in reading.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            var request = new BenchRequest
            {
                Model = parse.GetValue(model),
                Start = parse.GetValue(start),
                Frame = parse.GetValue(frame) ?? 0,
                Atoms = parse.GetValue(atoms) ?? [],
                Replicas = parse.GetValue(replicas),
                Seconds = parse.GetValue(seconds),
                CorrectorOn = parse.GetValue(place)!,
                CompareCpu = parse.GetValue(compare) == "cpu",
                Tolerance = parse.GetValue(tolerance),
                Models = new OnnxModelOptions
                {
                    Precision = ModelFiles.Precision(parse.GetValue(precision)!),
                    ExecutionTarget = parse.GetValue(device)!,
                    Threads = parse.GetValue(threads),
                },
                Reading = reading.Read(parse),
            };
            return Task.FromResult(BenchText.Report(host, host.Watch(board => BenchWorkflow.Run(request, board, token))));
        });
        return command;
    }
}
