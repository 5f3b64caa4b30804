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

    /// <summary>The shortest distance between two particles of the training data; radial functions begin there where there is a cutoff.</summary>
    public double ClosestDistance { get; init; }

    /// <summary>
    /// Unit of relative velocities, a few times their RMS: they saturate there, and S depends on the square of what is left.
    /// In units of their RMS itself, the position part of an untrained model is many times too large.
    /// </summary>
    public required double Velocity { get; init; }

    /// <summary>m₀, the geometric mean of the masses.</summary>
    public required double Mass { get; init; }

    /// <summary>Mean number of neighbors, by whose square root neighbor sums are divided: vectors to many neighbors mostly cancel.</summary>
    public required double Neighbors { get; init; }

    /// <summary>RMS of Δp/√m: also the unit of the corrector's residual.</summary>
    public required double MomentumChange { get; init; }

    /// <summary>RMS of √m·(Δq − h p/m)/h, what the free flight leaves of the displacement.</summary>
    public required double PositionChange { get; init; }
}
