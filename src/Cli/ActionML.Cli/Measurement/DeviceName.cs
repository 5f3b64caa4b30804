using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>What processors are called.</summary>
internal static class DeviceName
{
    private const string LinuxProcessors = "/proc/cpuinfo";

    /// <summary>The name of the CPU or a GPU; null where the system does not tell.</summary>
    public static string? Of(ExecutionTarget target) => target.CudaDevice is { } device ? GpuDriver.Name(device) : Cpu();

    private static string? Cpu() => File.Exists(LinuxProcessors)
        ? File.ReadLines(LinuxProcessors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
        : null;
}
