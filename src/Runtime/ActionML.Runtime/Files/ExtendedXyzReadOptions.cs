namespace ActionML.Runtime;

/// <summary>What to assume where an extended XYZ file says nothing, and how strictly to read it.</summary>
public sealed record ExtendedXyzReadOptions
{
    /// <summary>
    /// The units of a file without the key <c>units</c>. Null: atomistic, ASE's convention, when all kinds are chemical
    /// symbols, otherwise an error. A file that names other units is an error in any case.
    /// </summary>
    public UnitSystem? Units { get; init; }

    /// <summary>The dimension of a file without the key <c>dimension</c>, 2 or 3.</summary>
    public int DefaultDimension { get; init; } = 3;

    /// <summary>
    /// The time between frames of a file without the key <c>time</c>. Null: such a file may hold one frame of each
    /// trajectory only.
    /// </summary>
    public TimeStep? FrameSpacing { get; init; }

    /// <summary>
    /// The mass of each kind, in u or dimensionless, for a file without the column <c>masses</c>. Null or a kind that is
    /// missing here: standard atomic weights for atomistic units, otherwise an error.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Masses { get; init; }

    /// <summary>
    /// Whether to derive missing momenta from the positions: p = m·q̇ with five-point central differences
    /// (<see cref="MomentaFromPositions"/>). The first two and the last two frames of each trajectory are dropped.
    /// </summary>
    public bool DeriveMomenta { get; init; }

    /// <summary>
    /// Whether frames may be without momenta, which are zero then: for states whose momenta are drawn afterward
    /// (<see cref="MaxwellBoltzmann"/>). Not together with <see cref="DeriveMomenta"/>.
    /// </summary>
    public bool AllowMissingMomenta { get; init; }

    /// <summary>
    /// Whether to undo the wrapping of periodic positions, taking every particle to the image nearest to where it was
    /// in the previous frame. Without it, wrapped positions are an error.
    /// </summary>
    public bool Unwrap { get; init; }

    /// <summary>Largest number of particles to believe, 1 or more.</summary>
    public int MaxParticles { get; init; } = 10_000_000;

    /// <summary>Checks all values and lists everything that is wrong at once.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        List<string> errors = [];
        if (DefaultDimension is not (2 or 3))
        {
            errors.Add($"{nameof(DefaultDimension)} is {DefaultDimension}, expected 2 or 3");
        }

        if (DeriveMomenta && AllowMissingMomenta)
        {
            errors.Add($"{nameof(DeriveMomenta)} and {nameof(AllowMissingMomenta)} exclude each other");
        }

        if (MaxParticles < 1)
        {
            errors.Add($"{nameof(MaxParticles)} is {MaxParticles}, expected at least 1");
        }

        foreach ((string kind, double mass) in Masses ?? new Dictionary<string, double>())
        {
            if (!(mass > 0 && double.IsFinite(mass)))
            {
                errors.Add(FormattableString.Invariant($"the mass of '{kind}' is {mass}, expected a positive number"));
            }
        }

        if (errors.Count > 0)
        {
            throw new UsageException($"The options for reading trajectories cannot be used: {string.Join("; ", errors)}.");
        }
    }
}
