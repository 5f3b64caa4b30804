using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>How pairs are taken from trajectories.</summary>
public sealed record PairSamplerOptions
{
    /// <summary>
    /// The step h of the map to learn; a whole multiple of the frame spacing. Null (the default) takes
    /// <see cref="Lag"/> frames instead.
    /// </summary>
    public TimeStep? TimeStep { get; init; }

    /// <summary>The step as a number of recorded frames, at least 1; used when <see cref="TimeStep"/> is null. Default 1.</summary>
    public int Lag { get; init; } = 1;

    /// <summary>
    /// Share of the trajectories kept for validation, in [0, 0.9]; at least one unless it is 0. Default 0.1.
    /// Whole trajectories are taken, so that no validation frame is a neighbor in time of a training frame, and of each
    /// temperature (<see cref="TemperatureGroups"/>) with two trajectories or more at least one. With a
    /// single trajectory its last part is taken, after a gap of one lag.
    /// </summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>
    /// Largest share of the training pairs to leave out as outliers, in [0, 0.5]; 0 keeps all. Default 0.01.
    /// </summary>
    /// <remarks>
    /// A pair's score is the larger of A/median(A) and B/median(B), A = maxᵢ |Δpᵢ|/√mᵢ and B = maxᵢ √mᵢ |ρᵢ|/h with
    /// ρᵢ = Δqᵢ − h p̄ᵢ/mᵢ, medians over the training pairs. Left out are the pairs of highest score within this
    /// share, and only those beyond <see cref="OutlierScore"/>. Leaving out the 0.9 % closest encounters of three
    /// bodies made the energy error of the trained integrator five times smaller.
    /// </remarks>
    public double OutlierFraction { get; init; } = 0.01;

    /// <summary>
    /// Score, in medians, up to which a pair is never an outlier, at least 1. Default 4: data without violent
    /// encounters, such as a thermal solid, lose nothing.
    /// </summary>
    public double OutlierScore { get; init; } = 4;

    /// <summary>Seed of the choice of validation trajectories. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="UsageException">Values are out of range; the message lists all of them.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (Lag < 1)
        {
            errors.Add(FormattableString.Invariant($"{nameof(Lag)} is {Lag}; it must be at least 1"));
        }

        if (!(ValidationFraction is >= 0 and <= 0.9))
        {
            errors.Add(FormattableString.Invariant($"{nameof(ValidationFraction)} is {ValidationFraction}; it must be in [0, 0.9]"));
        }

        if (!(OutlierFraction is >= 0 and <= 0.5))
        {
            errors.Add(FormattableString.Invariant($"{nameof(OutlierFraction)} is {OutlierFraction}; it must be in [0, 0.5]"));
        }

        if (!(OutlierScore >= 1))
        {
            errors.Add(FormattableString.Invariant($"{nameof(OutlierScore)} is {OutlierScore}; it must be at least 1"));
        }

        if (errors.Count > 0)
        {
            throw new UsageException($"The sampling options do not make sense: {string.Join("; ", errors)}.");
        }
    }
}
