using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Trainings of a few iterations, for tests of what stands around them.</summary>
internal static class Tiny
{
    public static TrainingOptions Training { get; } = new()
    {
        Width = 4,
        VectorWidth = 4,
        Rounds = 1,
        RadialFunctions = 3,
        BatchSize = 8,
        MaxIterations = 4,
        ValidationInterval = 4,
        WarmUp = 2,
    };

    public static PairSamplerOptions Sampling { get; } = new() { TimeStep = TimeStep.Dimensionless(0.2), ValidationFraction = 0.25 };

    public static DirectTrainer.Options Direct { get; } = new() { Sampling = Sampling, Training = Training };

    public static ActionTrainer.Options Action { get; } = new() { Sampling = Sampling, Training = Training };
}
