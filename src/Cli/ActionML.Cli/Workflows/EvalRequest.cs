using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>What <c>actionml eval</c> was asked to do.</summary>
internal sealed record EvalRequest
{
    /// <summary>The model directory.</summary>
    public required string Model { get; init; }

    /// <summary>Trajectory files.</summary>
    public required IReadOnlyList<string> Data { get; init; }

    /// <summary>How they are read.</summary>
    public TrajectoryReadOptions Reading { get; init; } = new();

    /// <summary>Which file of the model directory, and where models run.</summary>
    public OnnxModelOptions Models { get; init; } = new();

    /// <summary>The tolerance of executed steps that are compared with the data.</summary>
    public double Tolerance { get; init; }

    /// <summary>Pairs to use at most; null for as many as large systems allow.</summary>
    public int? MaxPairs { get; init; }

    /// <summary>Steps in each direction of the reversal; 0 leaves the invariants out, null takes fewer for large systems.</summary>
    public int? ReversalSteps { get; init; }
}
