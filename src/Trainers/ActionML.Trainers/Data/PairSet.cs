using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// What a model is trained on: frames, each held once, and pairs (x, x') of them, split into training and validation.
/// Made by <see cref="PairSampler"/>.
/// </summary>
/// <remarks>
/// Systems may differ from trajectory to trajectory in kinds, masses and number of particles; dimension, units and
/// frame spacing are common to all.
/// </remarks>
public sealed class PairSet
{
    /// <summary>
    /// All frames, in the order in which they were read. <see cref="PairSampler"/> keeps their numbers in one place, so
    /// that each access makes a frame with a state of its own.
    /// </summary>
    public required IReadOnlyList<Frame> Frames { get; init; }

    /// <summary>Pairs to learn from, without the outliers.</summary>
    public required IReadOnlyList<FramePair> Training { get; init; }

    /// <summary>
    /// Pairs to validate with, from trajectories (or, with one trajectory, from a stretch of time) that
    /// <see cref="Training"/> has no frame of. Outliers by the same threshold are in <see cref="ValidationOutliers"/>.
    /// </summary>
    public required IReadOnlyList<FramePair> Validation { get; init; }

    /// <summary>Pairs of the validation part that lie beyond the threshold of the training part.</summary>
    public IReadOnlyList<FramePair> ValidationOutliers { get; init; } = [];

    /// <summary>The lag as a time: the step h of the map to learn.</summary>
    public required TimeStep TimeStep { get; init; }

    /// <summary>The lag as a number of recorded frames.</summary>
    public required int Lag { get; init; }

    /// <summary>How many training pairs were left out as outliers.</summary>
    public int OutliersLeftOut { get; init; }

    /// <summary>
    /// The smallest score of a pair that was left out, in units of the median (see <see cref="PairSamplerOptions.OutlierFraction"/>);
    /// infinite when none was.
    /// </summary>
    public double OutlierThreshold { get; init; } = double.PositiveInfinity;

    /// <summary>How many trajectories are too short for a single pair.</summary>
    public int TrajectoriesTooShort { get; init; }

    /// <summary>All trajectories by temperature, those of the training and of the validation.</summary>
    public TemperatureGroups Temperatures { get; init; } = TemperatureGroups.None;

    /// <summary>SHA-256 of all frames, in hexadecimal: what <see cref="ModelManifest.DataSha256"/> states.</summary>
    public required string DataSha256 { get; init; }
}
