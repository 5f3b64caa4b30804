namespace ActionML.Runtime;

/// <summary>What to assume where a LAMMPS dump says nothing, and how strictly to read it.</summary>
public sealed record LammpsDumpReadOptions
{
    /// <summary>
    /// The units of a dump without <c>ITEM: UNITS</c>; null: such a dump is an error. A dump that names other units is
    /// an error in any case.
    /// </summary>
    public LammpsUnits? Units { get; init; }

    /// <summary>
    /// The kind of each atom type, such as 1 → Ge. Where it is given it goes before the column <c>element</c>, which
    /// LAMMPS fills with C unless <c>dump_modify element</c> was used; every type of the dump must be in it.
    /// </summary>
    public IReadOnlyDictionary<int, string>? Types { get; init; }

    /// <summary>
    /// The mass of each kind, in u or dimensionless, for a dump without the column <c>mass</c>. Null or a kind that is
    /// missing here: standard atomic weights for atomistic units, otherwise an error.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Masses { get; init; }

    /// <summary>
    /// The time step of the run that wrote the dump, for a dump without <c>ITEM: TIME</c>: the time of a frame is its
    /// timestep times this. Null: such a dump may hold one frame only.
    /// </summary>
    public TimeStep? TimeStep { get; init; }

    /// <summary>
    /// Whether to derive missing momenta from the positions: p = m·q̇ with five-point central differences
    /// (<see cref="MomentaFromPositions"/>). The first two and the last two frames are dropped.
    /// </summary>
    public bool DeriveMomenta { get; init; }

    /// <summary>
    /// Whether frames may be without momenta, which are zero then: for states whose momenta are drawn afterward
    /// (<see cref="MaxwellBoltzmann"/>). Not together with <see cref="DeriveMomenta"/>.
    /// </summary>
    public bool AllowMissingMomenta { get; init; }

    /// <summary>
    /// Whether to undo the wrapping of periodic positions without image flags, taking every atom to the image nearest
    /// to where it was in the previous frame. Without it, wrapped positions are an error.
    /// </summary>
    public bool Unwrap { get; init; }

    /// <summary>Largest number of atoms to believe, 1 or more.</summary>
    public int MaxParticles { get; init; } = 10_000_000;

    /// <summary>Checks all values and lists everything that is wrong at once.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public void Validate()
    {
        var errors = new OptionErrors("LAMMPS dump");
        errors.Require(Units is null || Enum.IsDefined(Units.Value), nameof(Units), Units, "it must be one of Metal, Real, Lj.");
        errors.Require(!(DeriveMomenta && AllowMissingMomenta), nameof(AllowMissingMomenta), AllowMissingMomenta, "it excludes DeriveMomenta.");
        errors.Require(MaxParticles >= 1, nameof(MaxParticles), MaxParticles, "it must be at least 1.");
        foreach ((int type, string kind) in Types ?? new Dictionary<int, string>())
        {
            errors.Require(type >= 1, nameof(Types), type, "types of LAMMPS are whole numbers from 1.");
            errors.Require(kind.Length > 0 && !kind.Any(char.IsWhiteSpace), nameof(Types), $"{type}={kind}", "a kind is one word.");
        }

        foreach ((string kind, double mass) in Masses ?? new Dictionary<string, double>())
        {
            errors.RequirePositive($"the mass of '{kind}'", mass);
        }

        errors.ThrowIfAny();
    }
}
