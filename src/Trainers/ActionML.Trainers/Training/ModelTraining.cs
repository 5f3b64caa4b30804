using System.Globalization;
using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Trains a direct or an action model on pairs of frames: plain regression, no solve inside.</summary>
public static class ModelTraining
{
    /// <summary>Trains a model.</summary>
    /// <param name="kind">Action or direct.</param>
    /// <param name="pairs">Training and validation pairs.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives a report at each validation; may be null.</param>
    /// <param name="token">Stops the training between two iterations.</param>
    /// <exception cref="UsageException">The options are not valid.</exception>
    /// <exception cref="DeviceException">The engine or the device that the options ask for is not there.</exception>
    /// <exception cref="DataException">The pairs do not fit together, or the training diverged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static TrainedModel Train(
        ModelKind kind,
        PairSet pairs,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken token = default)
    {
        options.Validate();
        return Train(kind, pairs, options, EngineSelection.Of(options), progress, token);
    }

    /// <summary>Trains a model with an engine that was selected before.</summary>
    internal static TrainedModel Train(
        ModelKind kind,
        PairSet pairs,
        TrainingOptions options,
        EngineSelection selection,
        IProgress<TrainingProgress>? progress,
        CancellationToken token)
    {
        ParticleSystem first = Check(pairs);
        int[][] sequences = PairSequences.Of(pairs);
        options = options.For(kind, first.Count, sequences.Length > 0);
        if (options.FourthDifferenceWeight > 0 && sequences.Length == 0)
        {
            throw new DataException(
                $"FourthDifferenceWeight is {options.FourthDifferenceWeight}, and no five training pairs follow each other at half a step: a step is {pairs.Lag} {(pairs.Lag == 1 ? "frame" : "frames")}. "
                + "Record frames at most half as far apart as the step, in rows of three steps or longer, or set it to 0.");
        }

        MechanicsCheck.Of(pairs).Require();
        string[] kinds = [.. pairs.Frames.SelectMany(frame => frame.System.Kinds.Distinct()).Distinct().Order(StringComparer.Ordinal)];
        NetworkOptions network = options.Network(first.Dimension, kinds.Length);
        network.Validate();
        var weights = new PairWeights(pairs, options.WeightThreshold!.Value);
        (NetworkScales scales, double residualScale) = ScaleEstimator.Estimate(pairs, weights, kind, options.Cutoff);
        var parameters = new ParameterStore();
        TrainingStage[] stages = Stages();
        TrainingSummary summary;
        using (var loop = new TrainingLoop(kind, stages, scales, options, pairs))
        {
            summary = loop.Run(parameters, progress, token) with { Engine = selection.Name };
        }

        // A new engine begins with the weights that were kept, which the old one may have gone on from.
        summary = summary with { ByTemperature = TemperatureValidation.Measure(stages[0], pairs, options.ValidationPairs!.Value, token) };
        var model = new NetworkModel
        {
            Manifest = Describe(kind, pairs, options, kinds, scales, residualScale, summary),
            Options = network,
            Scales = scales,
            Parameters = parameters,
        };
        return new TrainedModel(model with { Manifest = model.Manifest with { PairStiffness = StiffnessOfPairs.Measure(model, pairs, token) } }, summary);

        TrainingStage[] Stages()
        {
            if (options.FourthDifferenceWeight == 0)
            {
                return [Stage(sequences: null, end: 1)];
            }

            if (options.FourthDifferenceStart == 0)
            {
                return [Stage(sequences, end: 1)];
            }

            TrainingStage first = Stage(sequences: null, options.FourthDifferenceStart);
            return [first, Stage(sequences, end: 1, first.Batches.Layout.Capacity)];
        }

        TrainingStage Stage(int[][]? sequences, double end, int? capacity = null)
        {
            var batches = new BatchSource(kind, pairs, scales, weights, options, kinds, sequences, capacity);
            var graph = new TrainingGraph(kind, network, scales, parameters, batches.Layout, options);
            return new TrainingStage(batches, () => selection.Factory.Create(graph, parameters, batches.Layout, options, selection.Gpu), end);
        }
    }

    private static ParticleSystem Check(PairSet pairs)
    {
        if (pairs.Training.Count == 0 || pairs.Validation.Count == 0)
        {
            throw new DataException(
                $"Found {pairs.Training.Count} training and {pairs.Validation.Count} validation pairs; both need at least one. Give more or longer trajectories.");
        }

        ParticleSystem first = pairs.Frames[0].System;
        foreach (Frame frame in pairs.Frames)
        {
            if (frame.Cell is not null != pairs.Frames[0].Cell is not null)
            {
                throw new DataException(
                    $"Trajectory '{frame.TrajectoryId}' is {(frame.Cell is null ? "isolated" : "periodic")}, '{pairs.Frames[0].TrajectoryId}' is not. Train on one sort of systems at a time.");
            }

            if (frame.Cell is not null && frame.System.Dimension != 3)
            {
                throw new DataException($"Trajectory '{frame.TrajectoryId}' is periodic in {frame.System.Dimension} dimensions; periodic systems have three.");
            }

            if (frame.System.Count != first.Count || frame.System.Dimension != first.Dimension || frame.System.Units != first.Units)
            {
                throw new DataException(
                    $"Trajectory '{frame.TrajectoryId}' has {frame.System.Count} particles in {frame.System.Dimension} dimensions ({frame.System.Units}); "
                    + $"'{pairs.Frames[0].TrajectoryId}' has {first.Count} in {first.Dimension} ({first.Units}). Train on systems of one size and unit at a time.");
            }
        }

        return first.Count > 1 ? first : throw new DataException("The system has one particle; an interaction needs two or more.");
    }

    private static ModelManifest Describe(
        ModelKind kind, PairSet pairs, TrainingOptions options, string[] kinds, NetworkScales scales, double residualScale, TrainingSummary summary)
    {
        MassRange RangeOf(string name)
        {
            double[] masses = [.. pairs.Frames
                .Select(frame => frame.System).Distinct()
                .SelectMany(system => system.Kinds.Index().Where(item => item.Item == name).Select(item => system.Masses[item.Index]))];
            return new MassRange(masses.Min(), masses.Max());
        }

        string differences = options.FourthDifferenceWeight > 0
            ? string.Create(CultureInfo.InvariantCulture, $", fourth differences weighted {options.FourthDifferenceWeight} in the last {1 - options.FourthDifferenceStart:P0}")
            : "";
        return new ModelManifest
        {
            Kind = kind,
            Precision = options.Precision,
            Dimension = pairs.Frames[0].System.Dimension,
            TimeStep = pairs.TimeStep,
            Species = kinds,
            Masses = [.. kinds.Select(RangeOf)],
            Cutoff = options.Cutoff,
            Lag = pairs.Lag,
            ResidualScale = residualScale,
            MeanNeighbors = scales.Neighbors,
            Symmetries = ModelSymmetries.Of(kind),
            Training = string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.TrainingPairs} pairs ({summary.OutliersLeftOut} outliers left out), {summary.Iterations} iterations of {options.BatchSize}, width {options.Width}, {options.Rounds} rounds, harmonics to degree {options.HarmonicDegree}{(options.HasRates!.Value ? ", rates" : "")}{(options.PathPoint > 0 ? string.Create(CultureInfo.InvariantCulture, $", at ±{options.PathPoint} of the step") : "")}{differences}, {summary.Elapsed.TotalSeconds:F0} s with {summary.Engine}; validation RMSE {summary.RmsePositions:G3} (√m Δq) and {summary.RmseMomenta:G3} (Δp/√m)")
                + string.Concat(summary.ByTemperature.Select((errors, i) => $"{(i == 0 ? "; held-out errors over what was to be learned (1: nothing learned) at " : "; at ")}{errors}")),
            DataSha256 = pairs.DataSha256,
        };
    }
}
