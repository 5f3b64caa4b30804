using ActionML.Runtime.Onnx;

namespace ActionML.Export.Tests;

/// <summary>A machine with everything that a CUDA device needs, less what a test takes away.</summary>
internal sealed class FakeCudaMachine : ICudaMachine
{
    public bool CoreTakesCuda { get; init; } = true;

    public bool HasProvider { get; init; } = true;

    public string[] Absent { get; init; } = [];

    public CudaDriver Driver { get; init; } = new(0, 13000, 1);

    public string ProviderFolder => "native";

    public string ProviderName => "libonnxruntime_providers_cuda.so";

    public string DriverName => "libcuda.so.1";

    public bool Exists(string path) => HasProvider && path == Path.Combine(ProviderFolder, ProviderName);

    /// <summary>Those of ONNX Runtime 1.29's provider for CUDA 13.</summary>
    public IReadOnlyList<string> Needs(string library) =>
        ["libcublasLt.so.13", "libcublas.so.13", "libcurand.so.10", "libcudart.so.13", "libcuda.so.1", "libstdc++.so.6", "libc.so.6"];

    public bool Loads(string library) => !Absent.Contains(library);

    public CudaDriver AskDriver() => Loads(DriverName) ? Driver : throw new AssertFailedException("A driver that does not load was asked.");
}
