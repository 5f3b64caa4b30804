namespace ActionML.Runtime;

/// <summary>What a thermostat is set to.</summary>
public sealed record ThermostatOptions
{
    /// <summary>The temperature over time; a <see cref="Runtime.Temperature"/> by itself is a constant one.</summary>
    public required TemperatureRamp Temperature { get; init; }

    /// <summary>
    /// The time τ in which the system forgets. Langevin: momenta decay as exp(−t/τ), so 1/τ is the friction. CSVR: the
    /// kinetic energy relaxes as exp(−t/τ). Null for no coupling at all: the bare map, bit for bit. Short against the
    /// system's own relaxation it slows diffusion (Langevin); 100 fs to 1 ps are usual for liquids.
    /// </summary>
    public required TimeStep? RelaxationTime { get; init; }

    /// <summary>What happens to the motion of the center of mass.</summary>
    public CenterOfMassMotion CenterOfMass { get; init; } = CenterOfMassMotion.Kept;

    internal void Validate(ParticleSystem system)
    {
        var errors = new OptionErrors("thermostat");
        errors.Require(
            Temperature.Start.Units == system.Units, nameof(Temperature), Temperature, $"the system is {system.Units}; give the temperature in its units.");
        errors.Require(
            RelaxationTime is not { } time || time.Units == system.Units,
            nameof(RelaxationTime),
            RelaxationTime,
            $"the system is {system.Units}; give the time in its units.");
        errors.Require(
            Enum.IsDefined(CenterOfMass), nameof(CenterOfMass), CenterOfMass, $"it must be one of {string.Join(", ", Enum.GetNames<CenterOfMassMotion>())}.");
        errors.Require(
            system.Count > 1 || CenterOfMass == CenterOfMassMotion.Thermalized,
            nameof(CenterOfMass),
            CenterOfMass,
            "a single particle has no motion relative to its center of mass; use Thermalized.");
        errors.ThrowIfAny();
    }
}
