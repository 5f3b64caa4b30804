namespace ActionML.Runtime;

/// <summary>
/// The temperature of a thermostat as a function of time: T(t) = T₀ + (T₁ − T₀)·min(t/d, 1), linear over the duration
/// d and constant afterward; or constant from the start.
/// </summary>
public sealed record TemperatureRamp
{
    private TemperatureRamp(Temperature start, Temperature end, TimeStep? duration)
    {
        if (start.Units != end.Units || (duration is { } d && d.Units != start.Units))
        {
            throw new UsageException(
                $"The ramp from {start} to {end}{(duration is null ? "" : $" in {duration}")} mixes units. Give temperatures and duration in the units of one system: kelvin and femtoseconds, or dimensionless.");
        }

        (Start, End, Duration) = (start, end, duration);
    }

    /// <summary>The temperature T₀ at time 0.</summary>
    public Temperature Start { get; }

    /// <summary>The temperature T₁ from the end of the ramp on.</summary>
    public Temperature End { get; }

    /// <summary>The time d that the ramp takes; null when the temperature is constant.</summary>
    public TimeStep? Duration { get; }

    /// <summary>The same temperature at all times.</summary>
    public static TemperatureRamp Constant(Temperature temperature) => new(temperature, temperature, null);

    /// <summary>From one temperature to another, linearly.</summary>
    /// <param name="start">T₀.</param>
    /// <param name="end">T₁, above or below.</param>
    /// <param name="duration">d.</param>
    /// <exception cref="UsageException">The units differ.</exception>
    public static TemperatureRamp Linear(Temperature start, Temperature end, TimeStep duration) => new(start, end, duration);

    /// <summary>A constant temperature.</summary>
    public static implicit operator TemperatureRamp(Temperature temperature) => Constant(temperature);

    /// <summary>The energy k_B·T(t) in model units.</summary>
    /// <param name="time">The time t since the start of the run, in model units, not negative.</param>
    public double At(double time) => Duration is { } duration && time < duration.Value
        ? Start.Value + ((End.Value - Start.Value) * (time / duration.Value))
        : End.Value;

    /// <summary>The ramp in words, in the invariant culture: <c>1000 K → 300 K in 100000 fs</c>.</summary>
    public override string ToString() => Duration is { } duration ? $"{Start} → {End} in {duration}" : Start.ToString();
}
