namespace ActionML.Trainers;

/// <summary>What a training did and reached.</summary>
/// <param name="Iterations">Iterations done.</param>
/// <param name="Elapsed">Time spent, earlier parts of a resumed training included.</param>
/// <param name="TrainingPairs">Pairs trained on.</param>
/// <param name="ValidationPairs">Pairs held out.</param>
/// <param name="OutliersLeftOut">Pairs left out of the training because their change of momentum is extreme.</param>
/// <param name="RmsePositions">RMS error of √m·Δq on the validation pairs, in model units.</param>
/// <param name="RmseMomenta">RMS error of Δp/√m on the validation pairs, in model units.</param>
/// <param name="History">Every report of the training, in order.</param>
public sealed record TrainingSummary(
    long Iterations,
    TimeSpan Elapsed,
    int TrainingPairs,
    int ValidationPairs,
    int OutliersLeftOut,
    double RmsePositions,
    double RmseMomenta,
    IReadOnlyList<TrainingProgress> History)
{
    /// <summary>What executed the training, and where; for example <c>ONNX Runtime on the CPU</c>.</summary>
    public string Engine { get; init; } = "";
}
