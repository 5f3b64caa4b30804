using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>
/// The potential energy less the heat that a thermostat has given so far: with the kinetic energy, what a thermostatted
/// run keeps as far as its map keeps energy. Forces are the potential's own.
/// </summary>
internal sealed class LessHeat(IPotential potential, ThermostatStepper thermostat) : IPotential
{
    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces) => potential.Evaluate(positions, forces) - thermostat.Heat;
}
