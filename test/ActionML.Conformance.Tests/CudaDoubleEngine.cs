using ActionML.Runtime.Onnx;

namespace ActionML.Conformance.Tests;

/// <summary>ONNX Runtime in double precision, on the first CUDA device. The bounds of the CPU; not yet run on a GPU.</summary>
public sealed class CudaDoubleEngine() : OnnxEngine<double>(ExecutionTarget.Cuda(0))
{
    /// <summary>CUDA's functions in double are within two units in the last place, 4e-16; sums are short.</summary>
    public override double OperatorTolerance => 1e-14;

    /// <inheritdoc/>
    public override double NetworkTolerance => 1e-12;
}
