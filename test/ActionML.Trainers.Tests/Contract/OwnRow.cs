using ActionML.Runtime;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>A state in a user's own class; the number of particles differs from object to object.</summary>
internal sealed class OwnRow
{
    [VectorType]
    public string[] Species { get; set; } = [];

    [VectorType]
    public double[] Masses { get; set; } = [];

    [VectorType(0, 3)]
    public double[] Positions { get; set; } = [];

    [VectorType(0, 3)]
    public double[] Momenta { get; set; } = [];

    public static OwnRow Of(Frame frame) => new()
    {
        Species = [.. frame.System.Kinds],
        Masses = frame.System.Masses.ToArray(),
        Positions = Views.Pad(frame.State.Positions, frame.System.Dimension),
        Momenta = Views.Pad(frame.State.Momenta, frame.System.Dimension),
    };
}
