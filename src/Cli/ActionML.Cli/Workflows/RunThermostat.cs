using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The thermostat that was asked for, and the momenta of its temperature.</summary>
internal static class RunThermostat
{
    private static readonly TimeStep DefaultRelaxation = TimeStep.FromFemtoseconds(1000);

    /// <summary>The map with its thermostat; the map itself where none was asked for.</summary>
    /// <exception cref="UsageException">A time or temperature does not fit the system.</exception>
    public static IStepper Around(IStepper map, RunRequest request)
    {
        if (request.Thermostat == "none")
        {
            return map;
        }

        UnitSystem units = map.System.Units;
        TimeStep relaxation = request.Relaxation?.In("--relaxation", units)
            ?? (units == UnitSystem.Atomistic
                ? DefaultRelaxation
                : throw new UsageException($"--thermostat {request.Thermostat} needs --relaxation in a dimensionless system, which has no usual time."));
        var options = new ThermostatOptions { Temperature = Ramp(request, units), RelaxationTime = relaxation };
        return request.Thermostat == "langevin" ? new LangevinStepper(map, options) : new CsvrStepper(map, options);
    }

    /// <summary>Draws the initial momenta where that was asked for.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="simulation">The run at its start. Its generator goes on after these numbers, so that noise does not repeat them.</param>
    public static void DrawMomenta(RunRequest request, Simulation simulation)
    {
        if (request.DrawMomenta)
        {
            MaxwellBoltzmann.Draw(simulation.System, Ramp(request, simulation.System.Units).Start, simulation.Random, simulation.State.Momenta);
        }
    }

    /// <summary>The thermostat in words: <c>Langevin, 1000 K → 300 K in 100000 fs, relaxation 1000 fs</c>.</summary>
    public static string? Text(IStepper stepper) => stepper is ThermostatStepper thermostat
        ? $"{(thermostat is LangevinStepper ? "Langevin" : "CSVR")}, {thermostat.Options.Temperature}, relaxation {thermostat.Options.RelaxationTime}"
        : null;

    private static TemperatureRamp Ramp(RunRequest request, UnitSystem units) =>
        request.Ramp?.In("--ramp", units) ?? TemperatureRamp.Constant(Temperature.FromDisplayValue(request.Temperature!.Value, units));
}
