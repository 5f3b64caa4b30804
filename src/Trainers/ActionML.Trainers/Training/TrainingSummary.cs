using System.Globalization;

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

    /// <summary>Error of √m·(Δq − h p/m) on the validation pairs over its size: 1 means that nothing was learned, 0.01 is good.</summary>
    public double RelativeErrorPositions { get; init; }

    /// <summary>Error of Δp/√m on the validation pairs over its size: 1 means that nothing was learned, 0.01 is good.</summary>
    public double RelativeErrorMomenta { get; init; }

    /// <summary>The errors at each temperature, ascending, where the trajectories have several; otherwise empty.</summary>
    public IReadOnlyList<TemperatureErrors> ByTemperature { get; init; } = [];

    /// <summary>The summary in a sentence.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Iterations} iterations with {Engine} in {Elapsed.TotalSeconds:F0} s on {TrainingPairs} pairs; errors on {ValidationPairs} held-out pairs relative to what was to be learned (1: nothing learned): {RelativeErrorPositions:G3} of positions, {RelativeErrorMomenta:G3} of momenta");
}
