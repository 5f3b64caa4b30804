using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>A trajectory in a user's own class.</summary>
internal sealed class OwnFrame
{
    public string TrajectoryId { get; set; } = "";

    public double Time { get; set; }

    public string[] Species { get; set; } = [];

    [VectorType]
    public double[] Masses { get; set; } = [];

    [ColumnName("Q")]
    [VectorType(0, 3)]
    public double[] Coordinates { get; set; } = [];

    [VectorType(0, 3)]
    public double[] Momenta { get; set; } = [];
}
