using System.CommandLine;

using ActionML.Runtime;
using ActionML.Trainers;

using Microsoft.ML;

namespace ActionML.Cli;

/// <summary><c>actionml export</c>: ONNX files from saved models.</summary>
internal static class ExportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host)
    {
        var source = new Argument<string>("saved") { Description = "A file that 'actionml train --save-as' or mlContext.Dynamics().SaveModel wrote, or a model directory." };
        Option<string?> output = CliOption.Text("--out", "model", "The model directory to write.", required: true);
        Option<string> precision = CliOption.Choice("--precision", "In which precision.", "both", "single", "double", "both");
        Option<bool> hessian = CliOption.Switch("--hessian", "Write the action's Hessian-vector product as well, which 'run --method newton' needs.");
        Option<long?> chunk = CliOption.OptionalInteger("--chunk", "Particles that a file evaluates at a time. Some hundred make systems of a thousand and more faster on a CPU. Default: all.");
        var command = new CliCommand("export", "Exports saved models to a model directory of ONNX files.")
        {
            Arguments = { source },
            Options = { output, precision, hessian, chunk },
            Examples =
            [
                ("actionml export model.zip --out model/ --precision double", "for runs with tight tolerances"),
                ("actionml export model/ --out model/ --hessian", "for steps that mixing does not solve"),
                ("actionml export model/ --out big/ --precision single --chunk 256", "for thousands of atoms on a CPU"),
            ],
        };
        command.SetAction(parse =>
        {
            string directory = parse.GetValue(output)!;
            ModelPrecision[] precisions = parse.GetValue(precision) switch
            {
                "single" => [ModelPrecision.Single],
                "double" => [ModelPrecision.Double],
                _ => [ModelPrecision.Single, ModelPrecision.Double],
            };
            IReadOnlyList<DynamicsTransformer> models = new MLContext().Dynamics().LoadModels(parse.GetRequiredValue(source));
            foreach (DynamicsTransformer model in models)
            {
                foreach (ModelPrecision p in precisions)
                {
                    model.ExportOnnx(directory, p, parse.GetValue(chunk) is { } particles ? (int)Math.Clamp(particles, 0, int.MaxValue) : null);
                    if (parse.GetValue(hessian) && model is ActionTransformer action)
                    {
                        action.ExportHessian(directory, p);
                    }
                }

                model.Dispose();
            }

            var result = new ExportResult(Path.GetFullPath(directory), [.. ModelFiles.Names(directory)]);
            host.Write(result, text => text.WriteLine($"{string.Join(", ", result.Files)} in {result.Out}"));
            return 0;
        });
        return command;
    }
}
