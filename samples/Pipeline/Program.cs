using System.Globalization;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Samples.Pipeline;
using ActionML.Trainers;
using Microsoft.ML;

if (args.Length != 3
    || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out int recordings)
    || !int.TryParse(args[2], NumberStyles.None, CultureInfo.InvariantCulture, out int iterations))
{
    Console.Error.WriteLine("Usage: pipeline <output directory> <recordings> <iterations>");
    return (int)ErrorKind.Usage;
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Directory.CreateDirectory(args[0]);
try
{
    // The application's own objects; whole recordings are held out, so that no test row is close to a training row.
    var ml = new MLContext(seed: 1);
    Snapshot[] snapshots = [.. ThreeBodyDataset.Generate(new() { Trajectories = recordings }).Select(ToSnapshot)];
    IDataView data = ml.Data.LoadFromEnumerable(snapshots);
    DataOperationsCatalog.TrainTestData split = ml.Data.TrainTestSplit(data, testFraction: 0.2, samplingKeyColumnName: "Recording");

    // Standard transforms and ours in one chain. Objects of an own class state neither units nor dimension: the options do.
    var pipeline = ml.Transforms.CopyColumns("TrajectoryId", "Recording")
        .Append(ml.Dynamics().Trainers.Action(new ActionTrainer.Options
        {
            Sampling = new() { TimeStep = TimeStep.Dimensionless(0.25) },
            Training = new() { MaxIterations = iterations },
            Units = UnitSystem.Dimensionless,
            Dimension = 2,
        }));
    var model = pipeline.Fit(split.TrainSet);
    using ActionTransformer action = model.LastTransformer;
    Console.WriteLine($"trained with {action.Trained!.Summary.Engine} on {action.Trained.Summary.TrainingPairs} pairs");

    // Rows come lazily, as from any transformer.
    int rows = ml.Data.CreateEnumerable<Motion>(model.Transform(split.TestSet), reuseRowObject: true).Count();
    Console.WriteLine($"moved {rows} held-out snapshots by one step");

    PredictionEngine<Snapshot, Motion> engine = ml.Model.CreatePredictionEngine<Snapshot, Motion>(model);
    Motion motion = engine.Predict(snapshots[0]);
    Console.WriteLine($"the first body moves by ({motion.DeltaPositions[0]:F3}, {motion.DeltaPositions[1]:F3})");

    string saved = Path.Combine(args[0], "action.zip");
    ml.Dynamics().SaveModel(model, saved);
    using DynamicsTransformer loaded = ml.Dynamics().LoadModel(saved);
    Console.WriteLine($"saved and loaded: {loaded.Manifest.Kind} model of a step of {loaded.Manifest.TimeStep}");

    string onnx = Path.Combine(args[0], "pipeline.onnx");
    using var content = new MemoryStream();
    ml.Dynamics().ConvertToOnnx(model, data, content);
    File.WriteAllBytes(onnx, content.ToArray());
    Console.WriteLine($"converted the whole pipeline: pipeline.onnx");
    return 0;
}
catch (ActionMLException error)
{
    Console.Error.WriteLine(error.Message);
    return (int)error.Kind;
}

static Snapshot ToSnapshot(Frame frame) => new()
{
    Recording = frame.TrajectoryId,
    Time = frame.Time,
    Species = [.. frame.System.Kinds],
    Masses = [.. frame.System.Masses],
    Positions = Spatial(frame.State.Positions),
    Momenta = Spatial(frame.State.Momenta),
};

static double[] Spatial(double[] planar) =>
    [.. planar.Chunk(2).SelectMany(components => new[] { components[0], components[1], 0 })];
