using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary>Compares models with data and measures the invariants of the executed step.</summary>
internal static class EvalWorkflow
{
    // States from which the invariants may be measured.
    private const int Candidates = 8;
    private const int MostPairs = 2000;

    /// <summary>Runs it.</summary>
    /// <exception cref="ModelMismatchException">The model is not meant for the data.</exception>
    public static EvalResult Run(EvalRequest request, IProgressBoard board, CancellationToken token)
    {
        ModelManifest manifest = ModelFiles.Manifests(request.Model)[0].Manifest;
        PairSet set = Sample(request, manifest, token);
        bool trainedOnIt = set.DataSha256 == manifest.DataSha256;
        IEnumerable<FramePair> used = trainedOnIt ? set.Validation : set.Validation.Concat(set.ValidationOutliers).Concat(set.Training);
        FramePair[] pairs = [.. used.OrderBy(p => p.Start)];
        int most = request.MaxPairs ?? PairBudget.Compared(set.Frames[0].System.Count, MostPairs);
        IReadOnlyList<(Frame Start, Frame End)> selection = [.. PairErrors.Thin(pairs, most).Select(p => (set.Frames[p.Start], set.Frames[p.End]))];
        List<PairErrorFigures> errors = [];
        ActionCheckFigures? checks = null;
        using OnnxDirectModel? direct = ModelFiles.Has(request.Model, ModelKind.Direct) || manifest.Kind == ModelKind.Direct
            ? ModelFiles.Direct(request.Model, request.Models)
            : null;
        if (ModelFiles.Has(request.Model, ModelKind.Action) || manifest.Kind == ModelKind.Action)
        {
            using OnnxActionModel action = ModelFiles.Action(request.Model, request.Models);
            IProgressStage stage = board.Add("Action model against data");
            errors.Add(PairErrors.Midpoint(action, selection, set.Temperatures, token));
            stage.Report(0.5, "executed steps");
            var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = request.Tolerance } };
            errors.Add(PairErrors.ExecutedStep(action, options, selection, set.Temperatures, token));
            stage.Done($"{selection.Count} pairs");
            int steps = request.ReversalSteps ?? ActionChecks.StepsFor(set.Frames[0].System.Count);
            if (steps > 0)
            {
                IProgressStage invariants = board.Add("Invariants of the executed step");
                Frame[] candidates = [.. Enumerable.Range(0, Candidates).Select(i => selection[i * selection.Count / Candidates].Start)];
                checks = ActionChecks.MeasureSomewhere(candidates, action, direct, steps, token);
                invariants.Done($"symplectic defect {ProgressText.Short(checks.SymplecticDefect)}, reversal over {checks.ReversalSteps} steps");
            }
        }

        if (direct is not null)
        {
            errors.Add(PairErrors.Prediction(direct, selection, set.Temperatures, token));
        }

        return new EvalResult
        {
            Model = request.Model,
            Data = string.Join(", ", request.Data),
            HeldOutOfTraining = trainedOnIt,
            Pairs = pairs.Length,
            Errors = errors,
            ActionChecks = checks,
            Bounds = checks is null ? [] : [.. ActionChecks.Bounds(checks, set.Frames[0].Cell is not null)],
        };
    }

    // The default split: on the training data it is that of the training, as long as that kept the defaults too.
    private static PairSet Sample(EvalRequest request, ModelManifest manifest, CancellationToken token)
    {
        IEnumerable<Frame> frames = TrajectoryFile.Read(request.Data, request.Reading);
        Frame first = frames.FirstOrDefault()
            ?? throw new DataException($"{string.Join(", ", request.Data)} holds no frame. Give trajectories of two frames or more.");
        manifest.SpeciesOf(first.System);
        return PairSampler.Sample(frames, new PairSamplerOptions { TimeStep = manifest.TimeStep }, token);
    }
}
