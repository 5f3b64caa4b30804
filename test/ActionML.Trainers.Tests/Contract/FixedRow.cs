using ActionML.Runtime;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

/// <summary>A state of three particles in a user's own class, whose vectors have one length.</summary>
internal sealed class FixedRow
{
    public string TrajectoryId { get; set; } = "";

    public double Time { get; set; }

    [VectorType(3)]
    public string[] Species { get; set; } = [];

    [VectorType(3)]
    public double[] Masses { get; set; } = [];

    [VectorType(9)]
    public double[] Positions { get; set; } = [];

    [VectorType(9)]
    public double[] Momenta { get; set; } = [];

    public static FixedRow Of(Frame frame) => new()
    {
        TrajectoryId = frame.TrajectoryId,
        Time = frame.Time,
        Species = [.. frame.System.Kinds],
        Masses = frame.System.Masses.ToArray(),
        Positions = Views.Pad(frame.State.Positions, frame.System.Dimension),
        Momenta = Views.Pad(frame.State.Momenta, frame.System.Dimension),
    };
}
