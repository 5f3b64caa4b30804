namespace ActionML.Runtime.Onnx;

/// <summary>How a model is run by ONNX Runtime.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>
    /// Which of the two files of a model directory to run; null takes double where it is there. Double costs about
    /// twice as much and lets the corrector converge to 1e-13; single stops near 1e-6.
    /// </summary>
    public ModelPrecision? Precision { get; init; }

    /// <summary>Where to run it. On a CUDA device inputs and outputs stay in the host's memory and are copied at each evaluation.</summary>
    public ExecutionTarget ExecutionTarget { get; init; } = ExecutionTarget.Cpu;

    /// <summary>What to do when the device has not enough memory for all models that share a session and evaluate at one time.</summary>
    public OutOfMemoryPolicy OutOfMemory { get; init; }

    /// <summary>
    /// Whether ONNX Runtime plans the memory of all tensors at once. Needed where several threads share a session, which otherwise wait for
    /// each other at every tensor: two threads of replicas cost 1.0 instead of 1.4 (GeTe) and 3.3 (three bodies) of two single runs. It takes
    /// twice the memory, 90 instead of 44 kB per atom for the gradient of GeTe, and no less time otherwise.
    /// </summary>
    public bool PlansMemory { get; init; }

    /// <summary>Threads within one operator on the CPU, 1 to 256. One is best for small systems, whose operators take microseconds.</summary>
    public int Threads { get; init; } = 1;
}
