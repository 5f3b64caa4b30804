namespace ActionML.Trainers;

/// <summary>A part of a training with batches of one form and a loss of their own.</summary>
/// <param name="Batches">Makes its batches.</param>
/// <param name="Open">Makes an engine for them, which begins with the weights in the store.</param>
/// <param name="End">The share of the training that is done when it ends, up to 1.</param>
internal sealed record TrainingStage(BatchSource Batches, Func<ITrainingEngine> Open, double End);
