using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>Reads from ONNX Runtime's messages what failed: it has no codes for it.</summary>
internal static class DeviceFailure
{
    private static readonly string[] Memory = ["out of memory", "Failed to allocate memory", "ALLOC_FAILED", "bad_alloc"];
    private static readonly string[] Device = ["CUDA failure", "CUDA error", "CUBLAS failure", "CUDNN failure", "cuDNN is unavailable", "Failed to load shared library"];

    /// <summary>Whether the device's memory was too small.</summary>
    public static bool IsMemory(OnnxRuntimeException e) => Holds(e, Memory);

    /// <summary>Whether the device, or its memory, is to blame rather than the model.</summary>
    public static bool IsDevice(OnnxRuntimeException e) => IsMemory(e) || Holds(e, Device);

    /// <summary>The failure in sentences.</summary>
    /// <param name="e">What ONNX Runtime said.</param>
    /// <param name="target">Where.</param>
    /// <param name="doing">What was being done: <c>an evaluation for 216 particles</c>.</param>
    /// <param name="less">What would take less memory.</param>
    public static DeviceException Of(
        OnnxRuntimeException e, ExecutionTarget target, string doing, string less = "Simulate fewer particles, or fewer replicas at one time,")
    {
        string sentence = IsMemory(e)
            ? $"{target} has not enough memory for {doing}. {less} or free memory that other programs hold."
            : e.Message.Contains("cuDNN is unavailable", StringComparison.Ordinal)
            ? $"{target} cannot do {doing}: cuDNN is missing, libcudnn.so.9 does not load. Install cuDNN 9 for the CUDA that is here, and name its folder in LD_LIBRARY_PATH or put it beside the program."
            : $"{target} failed in {doing}.";
        return new DeviceException($"{sentence} (ONNX Runtime: {e.Message.Trim()})", e);
    }

    private static bool Holds(OnnxRuntimeException e, string[] words) =>
        Array.Exists(words, word => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
