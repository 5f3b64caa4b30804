namespace ActionML.Runtime;

/// <summary>What a <see cref="Certifier"/> measures, and how often.</summary>
public sealed record CertifierOptions
{
    /// <summary>Sampled states at most, at least 1: evenly spread over the run.</summary>
    public int States { get; init; } = 32;

    /// <summary>
    /// Share of the run's steps that measuring may add, in (0, 1]: fewer states for a shorter run, but at least
    /// <see cref="LeastStates"/>, so that a run of less than about 1000 steps pays more.
    /// </summary>
    public double Share { get; init; } = 0.1;

    /// <summary>Sampled states at least, from 1 to <see cref="States"/>.</summary>
    public int LeastStates { get; init; } = 3;

    /// <summary>Random directions of the symplectic defect, at least 2.</summary>
    public int Directions { get; init; } = 3;

    /// <summary>Steps in each direction of a reversal, at least 1.</summary>
    public int SegmentSteps { get; init; } = 4;

    /// <summary>Seed of the directions.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The tolerance τ of the limits, positive; null for that of the method. 1e-10 for an explicit method, whose structure holds to
    /// rounding: what differences resolve.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>Whether the system has a cell: its angular momentum is then not conserved by any motion.</summary>
    public bool IsPeriodic { get; init; }

    /// <summary>Measures |uᵀHw − wᵀHu| of H = ∇²S at a state, for random unit directions; null to leave it out.</summary>
    public Func<PhasePoint, MeasuredError>? HessianSymmetry { get; init; }

    /// <summary>Checks every value and reports all errors together.</summary>
    /// <exception cref="UsageException">One or more values are out of range.</exception>
    public void Validate()
    {
        var errors = new OptionErrors("certifier");
        errors.Require(States >= 1, nameof(States), States, "it must be at least 1.");
        errors.Require(Share is > 0 and <= 1, nameof(Share), Share, "it must be above 0 and at most 1.");
        errors.Require(LeastStates >= 1 && LeastStates <= States, nameof(LeastStates), LeastStates, $"it must be from 1 to {nameof(States)}.");
        errors.Require(Directions >= 2, nameof(Directions), Directions, "it must be at least 2.");
        errors.Require(SegmentSteps >= 1, nameof(SegmentSteps), SegmentSteps, "it must be at least 1.");
        if (Tolerance is { } tolerance)
        {
            errors.RequirePositive(nameof(Tolerance), tolerance);
        }

        errors.ThrowIfAny();
    }
}
