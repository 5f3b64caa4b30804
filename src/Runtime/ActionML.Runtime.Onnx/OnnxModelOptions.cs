namespace ActionML.Runtime.Onnx;

/// <summary>How a model is run by ONNX Runtime.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>
    /// Which of the two files of a model directory to run; null takes double where it is there. Double costs about
    /// twice as much and lets the corrector converge to 1e-13; single stops near 1e-6.
    /// </summary>
    public ModelPrecision? Precision { get; init; }

    /// <summary>Threads within one operator, 1 to 256. One is best for small systems, whose operators take microseconds.</summary>
    public int Threads { get; init; } = 1;
}
