namespace ActionML.Conformance.Tests;

/// <summary>ONNX Runtime in double precision.</summary>
public sealed class OnnxDoubleEngine : OnnxEngine<double>
{
    /// <inheritdoc/>
    public override double OperatorTolerance => 1e-14;

    /// <inheritdoc/>
    public override double NetworkTolerance => 1e-12;
}
