namespace ActionML.Cli;

/// <summary>What was measured on a device.</summary>
internal sealed record BenchDevice
{
    /// <summary><c>cpu</c>, or for example <c>cuda:0</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The name of processor or GPU; null where the system does not tell.</summary>
    public string? Name { get; init; }

    /// <summary>ONNX Runtime's execution provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The version of ONNX Runtime's native library.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>Threads within an evaluation; of account on the CPU only.</summary>
    public int ModelThreads { get; init; }

    /// <summary>Each size.</summary>
    public required IReadOnlyList<BenchSize> Sizes { get; init; }
}
