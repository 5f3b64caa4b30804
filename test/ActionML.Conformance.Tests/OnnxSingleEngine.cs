using ActionML.Runtime.Onnx;

namespace ActionML.Conformance.Tests;

/// <summary>ONNX Runtime in single precision, on the CPU.</summary>
public sealed class OnnxSingleEngine() : OnnxEngine<float>(ExecutionTarget.Cpu)
{
    /// <summary>A few roundings of 6e-8 each.</summary>
    public override double OperatorTolerance => 1e-6;

    /// <summary>A network is some hundred operators deep, and its sums cancel a digit or two; mostly 5e-7, at worst 7e-6.</summary>
    public override double NetworkTolerance => 3e-5;
}
