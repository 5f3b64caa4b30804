using System.CommandLine;
using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary><c>actionml train</c>: models from trajectories.</summary>
internal static class TrainCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var training = new TrainingOptions();
        var sampling = new PairSamplerOptions();
        var reading = new ReadingOptions();
        var data = new Argument<string[]>("data") { Description = "Files in extended XYZ format or LAMMPS dumps, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string?> output = CliOption.Text("--out", "model", "The model directory to write.", required: true);
        Option<TimeText?> step = TimeOption.Time("--time-step", "The step to learn: a multiple of the time between frames. A bare number is in fs, or dimensionless.");
        Option<int> lag = CliOption.Integer("--lag", "The step as a number of frames, where --time-step is not given.", sampling.Lag);
        Option<string> kind = CliOption.Choice("--kind", "Which model; both train at the same time, on a thread each.", "both", "action", "direct", "both");
        Option<TimeSpan> time = CliOption.Duration("--max-time", "Training time; the learning rate falls to zero at its end.", TimeSpan.FromSeconds(150));
        Option<int> iterations = CliOption.Integer("--max-iterations", "Iterations after which training ends if the time has not.", 1_000_000);
        Option<string> precision = CliOption.Choice("--precision", "In which precision to export.", "both", "single", "double", "both");
        Option<double?> cutoff = CliOption.OptionalNumber("--cutoff", "Distance beyond which particles do not see each other, in Å or dimensionless. Periodic systems need it; default for others: every pair counts.");
        Option<long?> width = CliOption.OptionalInteger("--width", "Channels per particle and edge. Default: 32, and 16 in actions with a cutoff.");
        Option<long?> rounds = CliOption.OptionalInteger("--rounds", "Rounds of message passing. Default: 2, and 3 in direct models with a cutoff.");
        Option<long?> batch = CliOption.OptionalInteger("--batch-size", "Pairs per batch. Default: as many as hold 200 particles, at most 64.");
        Option<double> rate = CliOption.Number("--learning-rate", "Highest learning rate.", training.LearningRate);
        Option<long?> patience = CliOption.OptionalInteger("--patience", "Stop after so many validations without a better one. Default: go on to the end.");
        Option<int> seed = CliOption.Integer("--seed", "Seed of weights and batches.", training.Seed);
        Option<double> validation = CliOption.Number("--validation-fraction", "Share of the trajectories held out.", sampling.ValidationFraction);
        Option<double> outliers = CliOption.Number("--outlier-fraction", "Largest share of pairs to leave out as outliers (closest encounters).", sampling.OutlierFraction);
        Option<string> engine = CliOption.Choice("--engine", "What executes the training; auto takes ONNX Runtime on the CPU, and on CUDA TorchSharp where it is there.", "auto", "auto", "onnxruntime", "torchsharp");
        Option<ExecutionTarget> device = CliOption.Device("Where to train.");
        Option<string?> save = CliOption.Text("--save-as", "model.zip", "Also save the trained models in one file, for 'actionml export'.");
        Option<string?> checkpoints = CliOption.Text("--checkpoint-dir", "directory", "Write checkpoints there, and go on from those that are there. Same data and options required.");
        var command = new CliCommand("train", "Trains an action and a direct model on trajectories and exports them to ONNX.")
        {
            Arguments = { data },
            Options =
            {
                output, step, lag, kind, time, iterations, precision, cutoff, width, rounds, batch, rate, patience, seed, validation, outliers, engine, device, save, checkpoints,
            },
            Examples =
            [
                ("actionml train data.xyz --time-step 0.25 --out model/", "both models, 150 s"),
                ("actionml train runs/ --time-step 0.5 --out model/ --kind action --max-time 25m --checkpoint-dir work/", "one model, longer, and safe against interruption"),
                ("actionml train argon.lammpstrj --type-map 1=Ar --time-step 40 --cutoff 7 --out model/", "atoms in a periodic cell, from LAMMPS"),
            ],
        };
        foreach (Option option in reading.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            TrajectoryReadOptions readOptions = reading.Read(parse);
            string[] files = [.. parse.GetRequiredValue(data).SelectMany(TrajectoryFile.Files)];

            // The step's unit is that of the data, and the size of a batch that of the system.
            Frame first = TrajectoryFile.Read(files[0], readOptions).First(); // an empty file is refused by its reader
            double? range = parse.GetValue(cutoff);
            RequireCutoff(range, first);
            var request = new TrainRequest
            {
                Out = parse.GetValue(output)!,
                Kinds = parse.GetValue(kind) switch { "action" => [ModelKind.Action], "direct" => [ModelKind.Direct], _ => [ModelKind.Action, ModelKind.Direct] },
                Precisions = parse.GetValue(precision) switch
                {
                    "single" => [ModelPrecision.Single],
                    "double" => [ModelPrecision.Double],
                    _ => [ModelPrecision.Single, ModelPrecision.Double],
                },
                Sampling = sampling with
                {
                    TimeStep = parse.GetValue(step)?.In(step.Name, first.System.Units),
                    Lag = parse.GetValue(lag),
                    ValidationFraction = parse.GetValue(validation),
                    OutlierFraction = parse.GetValue(outliers),
                },
                Training = training with
                {
                    MaxTime = parse.GetValue(time),
                    MaxIterations = parse.GetValue(iterations),
                    Width = WholeNumber(parse.GetValue(width)),
                    Rounds = WholeNumber(parse.GetValue(rounds)),
                    Cutoff = range,
                    BatchSize = WholeNumber(parse.GetValue(batch)),
                    LearningRate = parse.GetValue(rate),
                    Patience = WholeNumber(parse.GetValue(patience)),
                    Seed = parse.GetValue(seed),
                    Engine = Enum.Parse<TrainingEngine>(parse.GetRequiredValue(engine), ignoreCase: true),
                    GpuDeviceId = parse.GetValue(device)!.CudaDevice,

                    // Who names a device on the command line means it.
                    FallbackToCpu = false,
                },
                SaveAs = parse.GetValue(save),
                CheckpointDirectory = parse.GetValue(checkpoints),
            };
            TrainResult result = host.Watch(board => TrainWorkflow.Run(context => context.Dynamics().LoadTrajectory(files, readOptions), request, board, token));
            host.Write(result, text => Write(text, result));
            return Task.FromResult(0);
        });
        return command;
    }

    private static int? WholeNumber(long? value) => value is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    private static void RequireCutoff(double? cutoff, Frame first)
    {
        if (cutoff is { } given && !(given > 0))
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"Found {given} for --cutoff; expected a positive distance."));
        }

        if (cutoff is null && first.Cell is { } vectors)
        {
            var cell = new Cell(vectors);
            double Radius(double neighbors) => Math.Cbrt(3 * neighbors * cell.Volume / (4 * Math.PI * first.System.Count));
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The trajectories are periodic, so --cutoff is needed: the distance beyond which particles do not see each other, as far as the forces reach or two to three times the distance of neighbors. At this density a particle sees 20 others within {Radius(20):0.0}, 60 within {Radius(60):0.0}; training takes as much longer."));
        }
    }

    private static void Write(TextWriter text, TrainResult result)
    {
        bool atoms = result.TimeUnit.Length > 0;
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"step {result.TimeStep:G6}{(atoms ? " fs" : "")} ({result.Lag} frames), {result.Pairs} training and {result.ValidationPairs} held-out pairs, {result.OutliersLeftOut} outliers left out, {result.Seconds:0.0} s"));
        foreach (TrainedModelFigures model in result.Models)
        {
            text.WriteLine($"  {model.Kind,-8} {model.Iterations} iterations with {model.Engine}, RMS error Δq {ProgressText.Short(model.Errors.RmseDeltaPositions)}{(atoms ? " Å" : "")}, Δp {ProgressText.Short(model.Errors.RmseDeltaMomenta)}{(atoms ? " √(eV·u)" : "")} ({ProgressText.Short(100 * model.Errors.RelativeDeltaMomenta)} % of its size) on held-out pairs");
            TemperatureText.Write(text, model.Errors);
        }

        foreach (string warning in result.Warnings)
        {
            text.WriteLine($"note: {warning}");
        }

        text.WriteLine($"model: {result.Out}");
        if (result.SavedAs is not null)
        {
            text.WriteLine($"saved: {result.SavedAs}");
        }
    }
}
