using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>What <c>actionml bench</c> was asked to measure.</summary>
internal sealed record BenchRequest
{
    /// <summary>A model directory; null for the one that lies beside the program in a bundle.</summary>
    public string? Model { get; init; }

    /// <summary>A trajectory file whose frame is the initial state, or <c>figure-eight</c>; null for what fits the model.</summary>
    public string? Start { get; init; }

    /// <summary>Which frame of the file, from 0; negative counts from the end.</summary>
    public long Frame { get; init; }

    /// <summary>Numbers of atoms, made by repeating the cell; empty for that of the initial state.</summary>
    public IReadOnlyList<int> Atoms { get; init; } = [];

    /// <summary>Replicas to measure beside a single run; 0 for none.</summary>
    public int Replicas { get; init; }

    /// <summary>Seconds of each measurement.</summary>
    public double Seconds { get; init; } = 3;

    /// <summary>Where steps are solved: <c>auto</c>, <c>host</c>, <c>device</c> or <c>both</c>.</summary>
    public string CorrectorOn { get; init; } = "auto";

    /// <summary>Whether the CPU is measured as well.</summary>
    public bool CompareCpu { get; init; }

    /// <summary>The corrector's tolerance; null for one that suits the model's precision.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Which file of the model directory, where models run, and threads within an evaluation on the CPU.</summary>
    public OnnxModelOptions Models { get; init; } = new();

    /// <summary>How the initial state is read.</summary>
    public TrajectoryReadOptions Reading { get; init; } = new();
}
