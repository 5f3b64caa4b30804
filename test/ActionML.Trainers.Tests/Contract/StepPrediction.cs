namespace ActionML.Trainers.Tests;

/// <summary>What a transformer adds, in a user's own class.</summary>
internal sealed class StepPrediction
{
    public double[] DeltaPositions { get; set; } = [];

    public double[] DeltaMomenta { get; set; } = [];
}
