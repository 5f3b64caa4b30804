using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActionML.Runtime.Onnx;

/// <summary>
/// Where models run: the CPU, or a CUDA device by its number. Neither falls back to the other: a target that cannot be had
/// is an error that says what is missing.
/// </summary>
public sealed record ExecutionTarget
{
    private const string CpuName = "cpu";
    private const string CudaPrefix = "cuda:";

    private ExecutionTarget()
    {
    }

    /// <summary>The CPU.</summary>
    public static ExecutionTarget Cpu { get; } = new();

    /// <summary>The number of the CUDA device, from 0 and in the driver's order; null for the CPU.</summary>
    public int? CudaDevice { get; private init; }

    /// <summary>A CUDA device.</summary>
    /// <param name="device">Its number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static ExecutionTarget Cuda(int device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        return new ExecutionTarget { CudaDevice = device };
    }

    /// <summary>Reads <c>cpu</c>, or <c>cuda:</c> and the number of a device.</summary>
    /// <param name="text">What to read.</param>
    /// <param name="target">The target; null where the text is neither.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ExecutionTarget? target)
    {
        target = text == CpuName ? Cpu
            : text.StartsWith(CudaPrefix, StringComparison.Ordinal)
                && int.TryParse(text.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int device) ? Cuda(device)
            : null;
        return target is not null;
    }

    /// <summary>
    /// Why models cannot run there, in sentences that name all that is missing (ONNX Runtime's CUDA provider, the driver,
    /// CUDA's libraries, the device); null where nothing is known to be.
    /// </summary>
    public string? WhyNot() => CudaDevice is { } device ? CudaCheck.WhyNot(device, CudaMachine.Here) : null;

    /// <summary><c>cpu</c>, or for example <c>cuda:0</c>.</summary>
    public override string ToString() => CudaDevice is { } device ? CudaPrefix + device.ToString(CultureInfo.InvariantCulture) : CpuName;
}
