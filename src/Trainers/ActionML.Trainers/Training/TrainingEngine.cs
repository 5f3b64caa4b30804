namespace ActionML.Trainers;

/// <summary>What executes the training graph. The weights come out the same but for rounding.</summary>
public enum TrainingEngine
{
    /// <summary>
    /// Of the engines that load, on the CPU the one that docs/benchmarks.md shows to be faster; on CUDA, where neither has been
    /// measured, TorchSharp before ONNX Runtime. The log says which and why.
    /// </summary>
    Auto,

    /// <summary>
    /// ONNX Runtime, on the CPU or on CUDA (not yet run on a GPU). Always at hand: the same library runs the trained models.
    /// </summary>
    OnnxRuntime,

    /// <summary>TorchSharp, on the CPU or on CUDA. Needs the package ActionML.Trainers.TorchSharp and a libtorch package.</summary>
    TorchSharp,
}
