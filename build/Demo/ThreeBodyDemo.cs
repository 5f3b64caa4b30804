using System.Diagnostics;
using System.Text.Json;

using ActionML.Cli;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;

namespace ActionML.Demo;

/// <summary>From reference trajectories to a report.</summary>
internal static class ThreeBodyDemo
{
    /// <summary>Runs all stages and returns the exit code: 0, or that of convergence when a bound is missed.</summary>
    public static int Run(DemoOptions options, CliHost host, CancellationToken token)
    {
        Directory.CreateDirectory(options.Directory);
        var stages = new Dictionary<string, double>();
        if (options.SetUpSeconds is { } setUp)
        {
            stages["set_up"] = setUp;
        }

        string data = Timed("data", () => Data(options, host, token));
        TrainingRecord training = Timed("training", () => Train(options, options.TimeStep, data, host, token));
        var series = new RunSeries { Training = training.Series };
        (Dictionary<string, IntegratorFigures> integrators, List<IntegratorSeries> courses) =
            Timed("simulation", () => host.Watch(board => Comparison.Run(options, options.TimeStep, options.Directory, board, token)));
        series.Integrators.AddRange(courses);
        ActionCheckFigures checks = Timed("checks", () => host.Watch(board => Checks(options, board, token)));
        List<GeneralizationFigures> general = Timed("generalization", () => host.Watch(board => General(options, board, token)));
        var summary = new RunSummary
        {
            Title = $"Three bodies: {options.Periods} periods of the figure eight",
            TimeStep = options.TimeStep,
            Duration = options.Duration,
            Training = training.Figures,
            Integrators = integrators,
            ActionChecks = checks,
            Generalization = general,
            Stages = stages,
        };
        summary.Bounds.AddRange(Bounds.Of(summary, options));
        if (options.Long)
        {
            summary.OtherSteps["0.5"] = Timed("longer_step", () => OtherStep(options, data, host, token));
        }

        string report = ReportWorkflow.WriteAll(options.Directory, summary, series);
        DemoTable.Write(summary, report, options);
        return 0;

        T Timed<T>(string name, Func<T> work)
        {
            var watch = Stopwatch.StartNew();
            T result = work();
            stages[name] = Math.Round(watch.Elapsed.TotalSeconds, 2);
            return result;
        }
    }

    private static string Data(DemoOptions options, CliHost host, CancellationToken token)
    {
        string path = Path.Combine(options.Directory, "data.xyz");
        if (!options.Fresh && File.Exists(path) && StampedFile.Fits(path, options.DataStamp))
        {
            host.Note("Reference trajectories: those of an earlier run (--fresh makes new ones).");
            return path;
        }

        StampedFile.Clear(path);
        host.Watch(board => GenerateWorkflow.Run(options.Data, path, board, token));
        StampedFile.Set(path, options.DataStamp);
        return path;
    }

    private static TrainingRecord Train(DemoOptions options, double step, string data, CliHost host, CancellationToken token)
    {
        string directory = options.ModelDirectory(step);
        string record = Path.Combine(directory, "training.json");
        if (!options.Fresh && File.Exists(record) && StampedFile.Fits(directory, options.ModelStamp(step)))
        {
            host.Note("Models: those of an earlier run (--fresh trains new ones).");
            return ReportWorkflow.Read<TrainingRecord>(record);
        }

        StampedFile.Clear(directory);
        var request = new TrainRequest
        {
            Out = directory,
            Sampling = options.Sampling(step),
            Training = options.Training(step),
            Precisions = [ModelPrecision.Double],
        };
        TrainResult result = host.Watch(board => TrainWorkflow.Run(context => context.Dynamics().LoadTrajectory(data), request, board, token));
        TrainingRecord made = TrainingRecord.Of(result);
        AtomicFile.WriteAllText(record, JsonSerializer.Serialize(made, FiguresJson.Readable));
        StampedFile.Set(directory, options.ModelStamp(step));
        return made;
    }

    private static ActionCheckFigures Checks(DemoOptions options, IProgressBoard board, CancellationToken token)
    {
        IProgressStage stage = board.Add("Invariants of the executed step");
        string directory = options.ModelDirectory(options.TimeStep);
        using OnnxActionModel action = OnnxActionModel.Load(directory);
        using OnnxDirectModel direct = OnnxDirectModel.Load(directory);
        try
        {
            ActionCheckFigures checks = ActionChecks.Measure(
                ThreeBodyStates.UnitMasses(), ThreeBodyStates.FigureEight(), action, direct, ActionChecks.ReversalSteps, token);
            stage.Done($"symplectic defect {ProgressText.Short(checks.SymplecticDefect)}, reversal {ProgressText.Short(checks.ReversalErrorTight)}");
            return checks;
        }
        catch (ConvergenceException e)
        {
            // A model that trained too briefly leaves its range; the rest of the report is worth having all the same.
            stage.Done(e.Message);
            return ActionCheckFigures.NotMeasured(ActionChecks.Tolerance);
        }
    }

    private static List<GeneralizationFigures> General(DemoOptions options, IProgressBoard board, CancellationToken token)
    {
        const int Trajectories = 12;
        const int Steps = 20; // up to t = 5, the duration of the recipe
        (string Name, ThreeBodyDatasetOptions Data)[] families =
        [
            ("HNN recipe, masses 1", ThreeBodyDatasetOptions.HnnTest),
            ("Masses in the trained range, 0.5 to 2", ThreeBodyDatasetOptions.UnequalMassesTest),
            ("Masses beyond it, 2.5 to 4", ThreeBodyDatasetOptions.OutsideMassesTest),
        ];
        using OnnxActionModel action = OnnxActionModel.Load(options.ModelDirectory(options.TimeStep));
        List<GeneralizationFigures> figures = [];
        foreach ((string name, ThreeBodyDatasetOptions data) in families)
        {
            IProgressStage stage = board.Add(name);
            ThreeBodyDatasetOptions shortened = data with { Trajectories = Trajectories, FrameSpacing = options.TimeStep };
            GeneralizationFigures row = Generalization.Evaluate(name, shortened, action, options.Corrector, Steps, token);
            stage.Done($"energy error {ProgressText.Short(row.MedianMaxRelativeEnergyError)}, {row.Survived} of {row.Trajectories} survived");
            figures.Add(row);
        }

        return figures;
    }

    private static OtherStepFigures OtherStep(DemoOptions options, string data, CliHost host, CancellationToken token)
    {
        TrainingRecord training = Train(options, options.LongTimeStep, data, host, token);
        string directory = Path.Combine(options.Directory, "step-0.5");
        (Dictionary<string, IntegratorFigures> integrators, _) =
            host.Watch(board => Comparison.Run(options, options.LongTimeStep, directory, board, token));
        return new OtherStepFigures { TimeStep = options.LongTimeStep, Training = training.Figures, Integrators = integrators };
    }
}
