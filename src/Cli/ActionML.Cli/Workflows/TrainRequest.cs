using ActionML.Runtime;
using ActionML.Trainers;

namespace ActionML.Cli;

/// <summary>What to train, on what, and where to put it.</summary>
internal sealed record TrainRequest
{
    /// <summary>The models to train: one, or both at the same time on a thread each.</summary>
    public IReadOnlyList<ModelKind> Kinds { get; init; } = [ModelKind.Action, ModelKind.Direct];

    /// <summary>The step, the validation split and what an outlier is.</summary>
    public PairSamplerOptions Sampling { get; init; } = new();

    /// <summary>Network and optimizer.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The model directory to write.</summary>
    public required string Out { get; init; }

    /// <summary>The precisions to write it in.</summary>
    public IReadOnlyList<ModelPrecision> Precisions { get; init; } = [ModelPrecision.Single, ModelPrecision.Double];

    /// <summary>A file for the trained models, to export from later; null for none.</summary>
    public string? SaveAs { get; init; }

    /// <summary>A directory for training checkpoints, from which a training that was interrupted goes on; null for none.</summary>
    public string? CheckpointDirectory { get; init; }
}
