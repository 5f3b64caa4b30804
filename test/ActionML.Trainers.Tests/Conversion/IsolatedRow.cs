using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>Three bodies as a class of an application has them: vectors of known size.</summary>
internal sealed class IsolatedRow
{
    [VectorType(3)]
    public string[] Species { get; set; } = [];

    [VectorType(3)]
    public double[] Masses { get; set; } = [];

    [VectorType(9)]
    public double[] Positions { get; set; } = [];

    [VectorType(9)]
    public double[] Momenta { get; set; } = [];

    public string Note { get; set; } = "";

    public float Temperature { get; set; }
}
