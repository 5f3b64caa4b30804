namespace ActionML.Export;

/// <summary>
/// Constants measured on the training data that make a network's inputs and outputs of order one. They are part of
/// the model and never change after training has begun.
/// </summary>
public sealed record NetworkScales
{
    /// <summary>The step h, in model units.</summary>
    public required double TimeStep { get; init; }

    /// <summary>ℓ, a typical distance between neighbors.</summary>
    public required double Length { get; init; }

    /// <summary>
    /// Unit of relative velocities, ℓ/h: S depends on them through (hv/ℓ)², so a fast step sees them large and a slow one
    /// small. In units of their own RMS, the position part of an untrained model is up to 1e4 times too large.
    /// </summary>
    public required double Velocity { get; init; }

    /// <summary>m₀, the geometric mean of the masses.</summary>
    public required double Mass { get; init; }

    /// <summary>Mean number of neighbors, by which neighbor sums are divided.</summary>
    public required double Neighbors { get; init; }

    /// <summary>RMS of Δp/√m: also the unit of the corrector's residual.</summary>
    public required double MomentumChange { get; init; }

    /// <summary>RMS of √m·(Δq − h p/m)/h, what the free flight leaves of the displacement.</summary>
    public required double PositionChange { get; init; }
}
