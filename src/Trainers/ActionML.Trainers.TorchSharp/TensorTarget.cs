using ActionML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.Trainers;

/// <summary>Sizes, number type and device that a graph is compiled for.</summary>
/// <param name="Particles">N.</param>
/// <param name="Neighbors">K.</param>
/// <param name="Precision">The type of real numbers.</param>
/// <param name="Device">Where the tensors live.</param>
internal sealed record TensorTarget(int Particles, int Neighbors, ModelPrecision Precision, Device Device)
{
    /// <summary>The type of real tensors.</summary>
    public ScalarType Real => Precision == ModelPrecision.Double ? ScalarType.Float64 : ScalarType.Float32;

    /// <summary>A tensor of zeros that no dispose scope owns.</summary>
    public Tensor Zeros(ScalarType type, params long[] shape) => zeros(shape, type, Device).DetachFromDisposeScope();
}
