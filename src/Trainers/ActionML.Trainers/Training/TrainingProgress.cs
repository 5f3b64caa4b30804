using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Where a training stands, reported at each validation.</summary>
/// <param name="Kind">Which model is trained.</param>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Epoch">Passes over the training pairs, fractions included.</param>
/// <param name="Fraction">Share of the training that is done, 0 to 1.</param>
/// <param name="Loss">Training loss, averaged since the last report.</param>
/// <param name="ValidationRmsePositions">RMS error of √m·Δq on validation pairs, in model units.</param>
/// <param name="ValidationRmseMomenta">RMS error of Δp/√m on validation pairs, in model units.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Remaining">Expected time to the end.</param>
public sealed record TrainingProgress(
    ModelKind Kind,
    long Iteration,
    double Epoch,
    double Fraction,
    double Loss,
    double ValidationRmsePositions,
    double ValidationRmseMomenta,
    TimeSpan Elapsed,
    TimeSpan Remaining);
