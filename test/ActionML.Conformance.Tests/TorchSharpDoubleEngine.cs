using ActionML.Runtime;

namespace ActionML.Conformance.Tests;

/// <summary>TorchSharp in double precision.</summary>
public sealed class TorchSharpDoubleEngine() : TorchSharpEngine(ModelPrecision.Double)
{
    /// <inheritdoc/>
    public override double OperatorTolerance => 1e-14;

    /// <inheritdoc/>
    public override double NetworkTolerance => 1e-12;
}
