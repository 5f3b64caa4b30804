using ActionML.Runtime.Onnx;

namespace ActionML.Conformance.Tests;

/// <summary>
/// ONNX Runtime in single precision, on the first CUDA device. The bounds of the CPU, since TF32 is off: with it a product would
/// keep three digits, and none of them could stay. Not yet run on a GPU.
/// </summary>
public sealed class CudaSingleEngine() : OnnxEngine<float>(ExecutionTarget.Cuda(0))
{
    /// <summary>CUDA's functions in single are within two units in the last place, 2.4e-7.</summary>
    public override double OperatorTolerance => 1e-6;

    /// <inheritdoc/>
    public override double NetworkTolerance => 3e-5;
}
