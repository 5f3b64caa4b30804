using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Settings that every session of ours shares, training included.</summary>
public static class OnnxSessionSettings
{
    /// <summary>Applies the settings.</summary>
    public static void Apply(SessionOptions options)
    {
        // Idle threads that spin take the core from the other model that trains or runs beside this one.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");

        // The fused product with a transposed operand is 1.5 times slower than the two nodes. QuickGelu has no kernel for
        // double. The scale of a fused product is a float even where the product is double: a factor of 1/3 is then
        // wrong by 3e-8, in a function and not in its derivative, which costs symplecticity two to three digits.
        options.AddSessionConfigEntry(
            "optimization.disable_specified_optimizers", "MatmulTransposeFusion;QuickGeluFusion;MatMulScaleFusion");

        // A plan for all tensors at once takes twice the memory of tensors one by one (90 against 44 kB per atom for the
        // gradient of GeTe), and no less time, from 216 to 13,824 atoms.
        options.EnableMemoryPattern = false;

        // Denormal numbers appear in the tails of Gaussians and cost a hundred times a normal product.
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
    }
}
