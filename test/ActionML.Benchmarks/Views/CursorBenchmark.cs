using System.Diagnostics;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Benchmarks;

/// <summary>
/// What a cursor over a transformed view costs beside the model: frames in memory, read through <c>Transform</c> and, in
/// turns of a few frames, by a loop that does nothing but call the model.
/// </summary>
internal static class CursorBenchmark
{
    private const int Turn = 10;

    public static int Run(ModelKind kind, int count, int particles, int width)
    {
        var context = new MLContext(seed: 1);
        List<Frame> frames = [.. new GasFrames(trajectories: Math.Max(1, count / 100), frames: Math.Min(count, 100), particles, dimension: 3).Read()];
        using DynamicsTransformer transformer = Train(context, kind, particles, width);
        string folder = Directory.CreateTempSubdirectory("actionml-").FullName;
        try
        {
            transformer.ExportOnnx(folder, ModelPrecision.Double);
            Measure(context, transformer, frames, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static DynamicsTransformer Train(MLContext context, ModelKind kind, int particles, int width)
    {
        // What the weights are does not matter, so one iteration will do.
        var training = new TrainingOptions
        {
            Width = width,
            VectorWidth = width,
            Rounds = 1,
            RadialFunctions = 4,
            BatchSize = 1,
            MaxIterations = 1,
            ValidationInterval = 1,
            ValidationPairs = 1,
        };
        IDataView data = context.Dynamics().LoadTrajectory(new GasFrames(2, 3, particles, 3).Read());
        return kind == ModelKind.Action
            ? context.Dynamics().Trainers.Action(new ActionTrainer.Options { Training = training }).Fit(data)
            : context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Training = training }).Fit(data);
    }

    private static void Measure(MLContext context, DynamicsTransformer transformer, List<Frame> frames, string folder)
    {
        using IDynamicsModel model = transformer is ActionTransformer
            ? OnnxActionModel.Load(folder)
            : OnnxDirectModel.Load(folder);
        Action<Frame> evaluate = transformer is ActionTransformer action
            ? Solver((IActionModel)model, frames[0].System, action.Corrector)
            : Evaluator((IDirectModel)model, frames[0].System);

        IDataView scored = transformer.Transform(context.Dynamics().LoadTrajectory(frames));
        DataViewSchema.Column[] columns = [scored.Schema["DeltaPositions"], scored.Schema["DeltaMomenta"]];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        ValueGetter<VBuffer<double>> positions = cursor.GetGetter<VBuffer<double>>(columns[0]);
        ValueGetter<VBuffer<double>> momenta = cursor.GetGetter<VBuffer<double>>(columns[1]);
        VBuffer<double> value = default;
        TimeSpan own = default;
        TimeSpan through = default;
        var ratios = new List<double>();
        for (int i = 0; i + Turn <= frames.Count; i += Turn)
        {
            long start = Stopwatch.GetTimestamp();
            for (int j = 0; j < Turn; j++)
            {
                cursor.MoveNext();
                positions(ref value);
                momenta(ref value);
            }

            TimeSpan cursorTime = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            for (int j = 0; j < Turn; j++)
            {
                evaluate(frames[i + j]);
            }

            TimeSpan modelTime = Stopwatch.GetElapsedTime(start);
            if (i > 0)
            {
                // The first turn opens the model.
                (through, own) = (through + cursorTime, own + modelTime);
                ratios.Add(cursorTime / modelTime);
            }
        }

        ratios.Sort();
        int measured = ratios.Count * Turn;
        Console.WriteLine(
            $"{transformer.GetType().Name}, {measured} frames of {frames[0].System.Count} particles: model alone {own.TotalMilliseconds / measured:F4} ms, through a cursor {through.TotalMilliseconds / measured:F4} ms per frame; {(through / own) - 1:P1} more in all, {ratios[ratios.Count / 2] - 1:P1} in the median turn of {Turn} frames.");
    }

    private static Action<Frame> Evaluator(IDirectModel model, ParticleSystem system)
    {
        model.Bind(system);
        var neighbors = new AllPairs(system.Count, system.Dimension);
        var displacements = new double[system.Coordinates];
        var deltaPositions = new double[system.Coordinates];
        var deltaMomenta = new double[system.Coordinates];
        return frame => model.Predict(neighbors.Update(frame.State.Positions), displacements, frame.State.Momenta, deltaPositions, deltaMomenta);
    }

    private static Action<Frame> Solver(IActionModel model, ParticleSystem system, CorrectorOptions options)
    {
        var corrector = new Corrector(model, system, options);
        var neighbors = new AllPairs(system.Count, system.Dimension);
        var deltaPositions = new double[system.Coordinates];
        var deltaMomenta = new double[system.Coordinates];
        return frame => corrector.Solve(frame.State, neighbors.Update(frame.State.Positions), [], [], deltaPositions, deltaMomenta);
    }
}
