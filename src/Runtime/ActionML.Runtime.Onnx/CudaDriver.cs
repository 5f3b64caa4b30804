namespace ActionML.Runtime.Onnx;

/// <summary>What the NVIDIA driver says.</summary>
/// <param name="Error">What <c>cuInit</c> returned; 0 is well, 100 is no device.</param>
/// <param name="Version">The CUDA version up to which it serves, 1000 · major + 10 · minor.</param>
/// <param name="Devices">How many devices it lets this process see.</param>
internal readonly record struct CudaDriver(int Error, int Version, int Devices)
{
    /// <summary>No device: an error code of <c>cuInit</c>.</summary>
    public const int NoDevice = 100;
}
