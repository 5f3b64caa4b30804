namespace ActionML.Conformance.Tests;

/// <summary>ONNX Runtime in single precision.</summary>
public sealed class OnnxSingleEngine : OnnxEngine<float>
{
    /// <summary>A few roundings of 6e-8 each.</summary>
    public override double OperatorTolerance => 1e-6;

    /// <summary>A network is some hundred operators deep, and differences of Gaussians cancel a digit or two.</summary>
    public override double NetworkTolerance => 1e-4;
}
