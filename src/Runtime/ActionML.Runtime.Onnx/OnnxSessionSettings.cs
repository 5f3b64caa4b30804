using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Settings that every session of ours shares, training included.</summary>
public static class OnnxSessionSettings
{
    /// <summary>Applies the settings.</summary>
    /// <param name="options">The options of a session to be made.</param>
    /// <param name="target">Where it is to run; null for the CPU.</param>
    /// <param name="plansMemory">See <see cref="OnnxModelOptions.PlansMemory"/>.</param>
    /// <exception cref="DeviceException">The target cannot be had: the message names what is missing.</exception>
    public static void Apply(SessionOptions options, ExecutionTarget? target = null, bool plansMemory = false)
    {
        // Idle threads that spin take the core from the other model that trains or runs beside this one.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");

        // The fused product with a transposed operand is 1.5 times slower than the two nodes. QuickGelu has no kernel for
        // double. The scale of a fused product is a float even where the product is double: a factor of 1/3 is then
        // wrong by 3e-8, in a function and not in its derivative, which costs symplecticity two to three digits.
        options.AddSessionConfigEntry(
            "optimization.disable_specified_optimizers", "MatmulTransposeFusion;QuickGeluFusion;MatMulScaleFusion");

        options.EnableMemoryPattern = plansMemory;

        // Denormal numbers appear in the tails of Gaussians and cost a hundred times a normal product.
        options.AddSessionConfigEntry("session.set_denormal_as_zero", "1");

        if (target?.CudaDevice is { } device)
        {
            AddCuda(options, device);
        }
    }

    private static void AddCuda(SessionOptions options, int device)
    {
        if (CudaCheck.WhyNot(device, CudaMachine.Here) is { } obstacle)
        {
            throw new DeviceException(obstacle);
        }

        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(new Dictionary<string, string>
            {
                ["device_id"] = device.ToString(System.Globalization.CultureInfo.InvariantCulture),

                // TF32 is ONNX Runtime's default and keeps 10 bits of each factor: no corrector converges beyond 1e-3 with it.
                ["use_tf32"] = "0",

                // Otherwise the arena doubles when it grows, and holds up to twice the memory that is needed.
                ["arena_extend_strategy"] = "kSameAsRequested",
            });

            // session.disable_cpu_ep_fallback would refuse every model of open size: ONNX Runtime computes the shapes of
            // tensors, five Concat nodes of 519 in an action model, on the CPU on purpose.
            options.AppendExecutionProvider_CUDA(cuda);
        }
        catch (OnnxRuntimeException e)
        {
            throw DeviceFailure.Of(e, ExecutionTarget.Cuda(device), "the start of ONNX Runtime's CUDA provider");
        }
    }
}
