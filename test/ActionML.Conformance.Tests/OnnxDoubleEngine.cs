using ActionML.Runtime.Onnx;

namespace ActionML.Conformance.Tests;

/// <summary>ONNX Runtime in double precision, on the CPU.</summary>
public sealed class OnnxDoubleEngine() : OnnxEngine<double>(ExecutionTarget.Cpu)
{
    /// <inheritdoc/>
    public override double OperatorTolerance => 1e-14;

    /// <inheritdoc/>
    public override double NetworkTolerance => 1e-12;
}
