using ActionML.Export;

namespace ActionML.Trainers;

/// <summary>Makes engines of one kind.</summary>
internal interface ITrainingEngineFactory
{
    /// <summary>The name that users know.</summary>
    string Name { get; }

    /// <summary>Why the engine cannot compute on a device, as a sentence; null when it can.</summary>
    /// <param name="gpu">Index of a CUDA device; null for the CPU.</param>
    string? WhyNot(int? gpu);

    /// <summary>An engine.</summary>
    /// <param name="graph">The training graph.</param>
    /// <param name="parameters">Start values.</param>
    /// <param name="layout">A batch of the shape that every later one has.</param>
    /// <param name="options">Precision and options of the optimizer.</param>
    /// <param name="gpu">Index of a CUDA device; null for the CPU.</param>
    ITrainingEngine Create(TrainingGraph graph, ParameterStore parameters, TrainingBatch layout, TrainingOptions options, int? gpu);
}
