using ActionML.Export;

namespace ActionML.Trainers;

/// <summary>
/// Executes training steps. The engine holds the weights, the optimizer's moments and the averaged weights while it
/// trains, wherever it computes.
/// </summary>
internal interface ITrainingEngine : IDisposable
{
    /// <summary>One gradient step; returns the loss before it.</summary>
    TrainingLoss Step(TrainingBatch batch, double learningRate);

    /// <summary>The errors of the averaged weights on a batch.</summary>
    TrainingLoss Validate(TrainingBatch batch);

    /// <summary>Writes the averaged weights into a store.</summary>
    void ReadAverage(ParameterStore store);

    /// <summary>Writes weights, moments and average.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Restore(BinaryReader reader);
}
