using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;

using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace ActionML.Cli;

/// <summary>Trains models through ML.NET's estimators and exports them.</summary>
internal static class TrainWorkflow
{
    private const int MostPairsChecked = 2000;

    /// <summary>Trains, exports and checks against held-out pairs.</summary>
    /// <param name="load">Makes the view of the trajectories to train on; called once per model.</param>
    /// <param name="request">What to train.</param>
    /// <param name="board">Shows the progress.</param>
    /// <param name="token">Cancels; checkpoints stay.</param>
    public static TrainResult Run(Func<MLContext, IDataView> load, TrainRequest request, IProgressBoard board, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token);
        var warnings = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal); // both trainings have the same
        Task<DynamicsTransformer>[] trainings = [.. request.Kinds.Select(kind => Task.Factory.StartNew(
            () => Train(kind, load, request, board.Add($"Training, {Word(kind)} model"), warning => warnings.TryAdd(warning, true), either),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Task.WaitAll(trainings, CancellationToken.None);
        }
        catch (AggregateException e)
        {
            Dispose(trainings);

            // The one that failed cancelled the other; its own reason is the one to tell.
            Exception reason = e.Flatten().InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException) ?? e.InnerExceptions[0];
            throw reason is OperationCanceledException && request.CheckpointDirectory is { } directory
                ? new ResumableCancellation($"cancelled. Type the same line again to go on from the checkpoints in '{directory}'.", reason, token)
                : reason;
        }

        DynamicsTransformer[] models = [.. trainings.Select(t => t.Result)];
        try
        {
            double seconds = watch.Elapsed.TotalSeconds;
            foreach (DynamicsTransformer model in models)
            {
                foreach (ModelPrecision precision in request.Precisions)
                {
                    model.ExportOnnx(request.Out, precision);
                }
            }

            if (request.SaveAs is { } path)
            {
                var context = new MLContext();
                ITransformer all = models.Length == 1
                    ? models[0]
                    : new Microsoft.ML.Data.TransformerChain<ITransformer>(models, [.. models.Select(_ => Microsoft.ML.Data.TransformerScope.Everything)]);
                context.Dynamics().SaveModel(all, path);
            }

            return Sum(models, load, request, seconds, token) with { Warnings = [.. warnings.Keys.Order(StringComparer.Ordinal)] };
        }
        finally
        {
            Dispose(trainings);
        }
    }

    private static DynamicsTransformer Train(
        ModelKind kind, Func<MLContext, IDataView> load, TrainRequest request, IProgressStage stage, Action<string> warn, CancellationTokenSource either)
    {
        try
        {
            var context = new MLContext(request.Training.Seed);
            context.Log += (_, message) =>
            {
                if (message.Kind == ChannelMessageKind.Warning)
                {
                    warn(message.RawMessage);
                }
            };
            IDataView data = load(context);
            TrainingOptions training = request.Training with
            {
                CheckpointPath = request.CheckpointDirectory is { } directory ? Path.Combine(directory, $"training.{Word(kind)}.ckpt") : null,
            };
            var progress = new InlineProgress<TrainingProgress>(p => stage.Report(p.Fraction, Describe(p), p.Remaining));
            DynamicsTransformer model = kind == ModelKind.Action
                ? context.Dynamics().Trainers.Action(new ActionTrainer.Options
                {
                    Sampling = request.Sampling,
                    Training = training,
                    Seed = training.Seed,
                    Progress = progress,
                    CancellationToken = either.Token,
                }).Fit(data)
                : context.Dynamics().Trainers.Direct(new DirectTrainer.Options
                {
                    Sampling = request.Sampling,
                    Training = training,
                    Seed = training.Seed,
                    Progress = progress,
                    CancellationToken = either.Token,
                }).Fit(data);
            stage.Done(Describe(model.Trained!.Summary.History[^1]));
            return model;
        }
        catch
        {
            either.Cancel();
            throw;
        }
    }

    private static TrainResult Sum(
        DynamicsTransformer[] models, Func<MLContext, IDataView> load, TrainRequest request, double seconds, CancellationToken token)
    {
        var context = new MLContext();
        PairSet pairs = PairSampler.Sample(context.Dynamics().ToFrames(load(context)), request.Sampling, token);
        IReadOnlyList<(Frame, Frame)> held = Thinned(pairs);
        return new TrainResult
        {
            Out = Path.GetFullPath(request.Out),
            TimeStep = pairs.TimeStep.DisplayValue,
            TimeUnit = Steps.Unit(pairs.TimeStep.Units),
            Lag = pairs.Lag,
            Pairs = pairs.Training.Count,
            ValidationPairs = pairs.Validation.Count,
            OutliersLeftOut = pairs.OutliersLeftOut,
            Seconds = seconds,
            Models = [.. models.Select(model => Figures(model, request, held, pairs.Temperatures, token))],
            SavedAs = request.SaveAs is { } path ? Path.GetFullPath(path) : null,
            Series = [.. models.Select(Series)],
        };
    }

    private static (Frame, Frame)[] Thinned(PairSet pairs)
    {
        int most = PairBudget.Compared(pairs.Frames[0].System.Count, MostPairsChecked);
        return [.. PairErrors.Thin(pairs.Validation, most).Select(p => (pairs.Frames[p.Start], pairs.Frames[p.End]))];
    }

    // What was exported is what is checked.
    private static TrainedModelFigures Figures(
        DynamicsTransformer model, TrainRequest request, IReadOnlyList<(Frame, Frame)> held, TemperatureGroups temperatures, CancellationToken token)
    {
        var options = new OnnxModelOptions { Precision = request.Precisions.Max() };
        TrainingSummary summary = model.Trained!.Summary;
        PairErrorFigures errors;
        if (model.Manifest.Kind == ModelKind.Action)
        {
            using OnnxActionModel action = OnnxActionModel.Load(request.Out, options);
            errors = PairErrors.Midpoint(action, held, temperatures, token);
        }
        else
        {
            using OnnxDirectModel direct = OnnxDirectModel.Load(request.Out, options);
            errors = PairErrors.Prediction(direct, held, temperatures, token);
        }

        return new TrainedModelFigures(Word(model.Manifest.Kind), summary.Iterations, summary.Elapsed.TotalSeconds, summary.Engine, errors);
    }

    private static TrainingSeries Series(DynamicsTransformer model)
    {
        IReadOnlyList<TrainingProgress> history = model.Trained!.Summary.History;
        return new TrainingSeries
        {
            Kind = Word(model.Manifest.Kind),
            Seconds = [.. history.Select(p => p.Elapsed.TotalSeconds)],
            Loss = [.. history.Select(p => p.Loss)],
            RmseDeltaPositions = [.. history.Select(p => p.ValidationRmsePositions)],
            RmseDeltaMomenta = [.. history.Select(p => p.ValidationRmseMomenta)],
        };
    }

    private static string Describe(TrainingProgress p) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {p.Epoch:0.0}, iteration {p.Iteration}, loss {ProgressText.Short(p.Loss)}, validation Δq {ProgressText.Short(p.ValidationRmsePositions)} Δp {ProgressText.Short(p.ValidationRmseMomenta)}");

    private static string Word(ModelKind kind) => kind == ModelKind.Action ? "action" : "direct";

    private static void Dispose(Task<DynamicsTransformer>[] trainings)
    {
        foreach (Task<DynamicsTransformer> training in trainings.Where(t => t.IsCompletedSuccessfully))
        {
            training.Result.Dispose();
        }
    }
}
