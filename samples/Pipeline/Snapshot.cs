using Microsoft.ML.Data;

namespace ActionML.Samples.Pipeline;

/// <summary>A moment of a recorded motion, as the application had it before: three bodies in the plane, z = 0.</summary>
public sealed class Snapshot
{
    /// <summary>Which recording it belongs to.</summary>
    public string Recording { get; set; } = "";

    /// <summary>When.</summary>
    public double Time { get; set; }

    /// <summary>What the bodies are.</summary>
    [VectorType(3)]
    public string[] Species { get; set; } = [];

    /// <summary>Their masses.</summary>
    [VectorType(3)]
    public double[] Masses { get; set; } = [];

    /// <summary>Three components for each.</summary>
    [VectorType(9)]
    public double[] Positions { get; set; } = [];

    /// <summary>Three components for each.</summary>
    [VectorType(9)]
    public double[] Momenta { get; set; } = [];
}

/// <summary>What the pipeline adds: the motion during one step.</summary>
public sealed class Motion
{
    /// <summary>Three components for each body.</summary>
    public double[] DeltaPositions { get; set; } = [];

    /// <summary>Three components for each body.</summary>
    public double[] DeltaMomenta { get; set; } = [];
}
