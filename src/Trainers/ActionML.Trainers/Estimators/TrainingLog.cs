using System.Globalization;
using ActionML.Runtime;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers;

/// <summary>Writes a training's course to <c>MLContext.Log</c> and passes it on to the caller.</summary>
internal sealed class TrainingLog(IChannel channel, IProgress<TrainingProgress>? progress) : IProgress<TrainingProgress>
{
    /// <summary>Says what is trained on.</summary>
    public void Report(PairSet pairs)
    {
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"{pairs.Frames.Count} frames; step {pairs.TimeStep} = {pairs.Lag} frame spacings; {pairs.Training.Count} training and {pairs.Validation.Count} validation pairs."));
        if (pairs.OutliersLeftOut > 0 || pairs.ValidationOutliers.Count > 0)
        {
            channel.Info(MessageSensitivity.None, string.Create(
                CultureInfo.InvariantCulture,
                $"{pairs.OutliersLeftOut} outliers left out of training, and {pairs.ValidationOutliers.Count} of validation: pairs that change {pairs.OutlierThreshold:F1} times as much as the median pair, or more."));
        }

        if (pairs.Training.Count > 0)
        {
            foreach (string warning in MechanicsCheck.Of(pairs).Warnings())
            {
                channel.Warning(MessageSensitivity.None, warning);
            }
        }

        if (pairs.TrajectoriesTooShort > 0)
        {
            channel.Warning(MessageSensitivity.None, $"{pairs.TrajectoriesTooShort} trajectories are too short for a pair {pairs.Lag} frame spacings apart.");
        }
    }

    /// <summary>Says what trains, and why.</summary>
    public void Report(EngineSelection selection) =>
        channel.Info(MessageSensitivity.None, $"Training with {selection.Name}. {selection.Reason}");

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        channel.Info(MessageSensitivity.None, string.Create(
            CultureInfo.InvariantCulture,
            $"{(value.Kind == ModelKind.Action ? "Action" : "Direct")} model, {value.Fraction * 100:F0} %, iteration {value.Iteration}, epoch {value.Epoch:F1}: loss {value.Loss:G4}, validation RMSE {value.ValidationRmsePositions:G3} (√m Δq) and {value.ValidationRmseMomenta:G3} (Δp/√m), {value.Remaining.TotalSeconds:F0} s left."));
        progress?.Report(value);
    }
}
