using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Runtime.Onnx;

/// <summary>This machine.</summary>
internal sealed class CudaMachine : ICudaMachine
{
    private const string ProviderOption = "CUDAExecutionProvider";

    private static readonly string[] Folders = [AppContext.BaseDirectory, "/usr/local/cuda/lib64"];

    private CudaMachine()
    {
    }

    /// <summary>An entry of the driver that takes a number, <c>cuInit</c>.</summary>
    private delegate int Taking(uint flags);

    /// <summary>An entry of the driver that gives a number, <c>cuDriverGetVersion</c> for one.</summary>
    private delegate int Giving(out int value);

    /// <summary>This machine.</summary>
    public static CudaMachine Here { get; } = new();

    public bool CoreTakesCuda => OrtEnv.Instance().GetAvailableProviders().Contains(ProviderOption);

    public string ProviderFolder
    {
        get
        {
            // The core looks beside itself; where it was loaded from depends on how the program was published.
            _ = OrtEnv.Instance();
            using Process process = Process.GetCurrentProcess();
            string? core = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
                .FirstOrDefault(path => Path.GetFileName(path).StartsWith(OperatingSystem.IsWindows() ? "onnxruntime.dll" : "libonnxruntime.so", StringComparison.Ordinal));
            return Path.GetDirectoryName(core) ?? AppContext.BaseDirectory;
        }
    }

    public string ProviderName => OperatingSystem.IsWindows() ? "onnxruntime_providers_cuda.dll" : "libonnxruntime_providers_cuda.so";

    public string DriverName => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    public bool Exists(string path) => File.Exists(path);

    public IReadOnlyList<string> Needs(string library) => OperatingSystem.IsLinux() ? SharedLibrary.Needs(library) : [];

    // A library that is loaded by its path serves everyone who needs one of its name: so those beside the program are found too.
    public bool Loads(string library) => NativeLibrary.TryLoad(library, out _)
        || Folders.Any(folder => NativeLibrary.TryLoad(Path.Combine(folder, library), out _));

    public CudaDriver AskDriver()
    {
        nint driver = NativeLibrary.Load(DriverName);
        int error = Marshal.GetDelegateForFunctionPointer<Taking>(NativeLibrary.GetExport(driver, "cuInit"))(0);
        return new CudaDriver(error, Ask("cuDriverGetVersion"), error == 0 ? Ask("cuDeviceGetCount") : 0);

        int Ask(string entry) =>
            Marshal.GetDelegateForFunctionPointer<Giving>(NativeLibrary.GetExport(driver, entry))(out int value) == 0 ? value : 0;
    }
}
