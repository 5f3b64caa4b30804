using System.CommandLine;
using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary><c>actionml eval</c>: how good a model is.</summary>
internal static class EvalCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var reading = new ReadingOptions();
        var model = new Argument<string>("model") { Description = "A model directory or an .onnx file." };
        var data = new Argument<string[]>("data") { Description = "Files in extended XYZ format or LAMMPS dumps, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string> precision = CliOption.Choice("--precision", "Which file of the model directory. auto: double where there is one.", "auto", "auto", "single", "double");
        Option<ExecutionTarget> device = CliOption.Device("Where the models run.");
        Option<double> tolerance = CliOption.Number("--tolerance", "Tolerance of the executed steps that are compared with the data.", new CorrectorOptions().Tolerance);
        Option<long?> most = CliOption.OptionalInteger("--max-pairs", "Use at most so many pairs, evenly spread. Default: 2000, or 16000 particles.");
        Option<long?> reversal = CliOption.OptionalInteger("--reversal-steps", "Steps in each direction of the reversal test; 0 leaves the invariants out. Default: 1000, 10 for more than 8 particles.");
        Option<bool> strict = CliOption.Switch("--strict", "Exit with 5 when an invariant is above its bound.");
        var command = new CliCommand("eval", "Errors on recorded pairs of states, and the invariants of the executed step.")
        {
            Arguments = { model, data },
            Options = { precision, device, tolerance, most, reversal, strict },
            Examples =
            [
                ("actionml eval model/ test.xyz", "on data that was not trained on"),
                ("actionml eval model/ data.xyz --strict --json", "on the training data: held-out pairs only; fails when an invariant does"),
            ],
        };
        foreach (Option option in reading.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            var request = new EvalRequest
            {
                Model = parse.GetRequiredValue(model),
                Data = [.. parse.GetRequiredValue(data).SelectMany(TrajectoryFile.Files)],
                Reading = reading.Read(parse),
                Models = new OnnxModelOptions { Precision = ModelFiles.Precision(parse.GetValue(precision)!), ExecutionTarget = parse.GetValue(device)! },
                Tolerance = parse.GetValue(tolerance),
                MaxPairs = AtLeast(most.Name, parse.GetValue(most), 1),
                ReversalSteps = AtLeast(reversal.Name, parse.GetValue(reversal), 0),
            };
            EvalResult result = host.Watch(board => EvalWorkflow.Run(request, board, token));
            host.Write(result, text => Write(text, result));
            bool failed = result.Bounds.Any(b => !b.Passed);
            return Task.FromResult(parse.GetValue(strict) && failed ? (int)ErrorKind.Convergence : 0);
        });
        return command;
    }

    private static int? AtLeast(string option, long? value, int least) => value is null
        ? null
        : value >= least
        ? (int)Math.Min(value.Value, int.MaxValue)
        : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"Found {value} for {option}; expected at least {least}."));

    private static void Write(TextWriter text, EvalResult result)
    {
        text.WriteLine($"{result.Pairs} pairs{(result.HeldOutOfTraining ? ", all held out of the training on the same data" : "")}");
        text.WriteLine("                           RMS error Δq     relative   RMS error Δp     relative   unconverged");
        foreach (PairErrorFigures e in result.Errors)
        {
            text.WriteLine($"  {e.Name,-24} {ProgressText.Short(e.RmseDeltaPositions),12} {ProgressText.Short(e.RelativeDeltaPositions),12} {ProgressText.Short(e.RmseDeltaMomenta),14} {ProgressText.Short(e.RelativeDeltaMomenta),12} {e.Unconverged,13}");
            TemperatureText.Write(text, e);
        }

        if (result.Bounds.Count > 0)
        {
            text.WriteLine("invariants of the executed step:");
            foreach (BoundFigures bound in result.Bounds)
            {
                text.WriteLine($"  {bound.Name.Replace('_', ' '),-24} {ProgressText.Short(bound.Value),12}   {(bound.Passed ? "ok" : "MISSED")}, at most {ProgressText.Short(bound.Bound)}{(bound.Floor is { } floor ? $" (rounding and differences alone: {ProgressText.Short(floor)})" : "")}");
            }
        }
    }
}
