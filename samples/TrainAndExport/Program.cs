using System.Globalization;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Trainers;
using Microsoft.ML;

if (args.Length != 3
    || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out int trajectories)
    || !int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out int iterations))
{
    Console.Error.WriteLine("Usage: train-and-export <model directory> <trajectories> <iterations>");
    return (int)ErrorKind.Usage;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    // Reference trajectories of three gravitating bodies. Your own come from files: ml.Dynamics().LoadTrajectory("mine.xyz").
    var ml = new MLContext(seed: 1);
    IDataView data = ml.Dynamics().LoadTrajectory(ThreeBodyDataset.Generate(new() { Trajectories = trajectories }));

    // Both models learn the same step from the same pairs of frames; only the action's is symplectic.
    var sampling = new PairSamplerOptions { TimeStep = TimeStep.Dimensionless(0.25) };
    var training = new TrainingOptions { MaxIterations = iterations };
    DynamicsTransformer[] models =
    [
        ml.Dynamics().Trainers.Action(new ActionTrainer.Options { Sampling = sampling, Training = training }).Fit(data),
        ml.Dynamics().Trainers.Direct(new DirectTrainer.Options { Sampling = sampling, Training = training }).Fit(data),
    ];
    foreach (DynamicsTransformer model in models)
    {
        using (model)
        {
            TrainingSummary summary = model.Trained!.Summary;
            Console.WriteLine($"{model.Manifest.Kind,-7} {summary.Iterations} iterations with {summary.Engine}, RMS error of Δp/√m {summary.RmseMomenta:G3}");
            model.ExportOnnx(args[0], ModelPrecision.Single);
            model.ExportOnnx(args[0], ModelPrecision.Double);
        }
    }

    foreach (string file in Directory.EnumerateFiles(args[0]).Order(StringComparer.Ordinal))
    {
        Console.WriteLine($"{Path.GetFileName(file),-27} {new FileInfo(file).Length / 1024} KB");
    }

    return 0;
}
catch (ActionMLException error)
{
    Console.Error.WriteLine(error.Message);
    return (int)error.Kind;
}
