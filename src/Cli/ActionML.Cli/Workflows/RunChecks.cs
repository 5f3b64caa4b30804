using System.Globalization;

using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>What can be said about a request before anything is read.</summary>
internal static class RunChecks
{
    /// <summary>Checks it.</summary>
    /// <exception cref="UsageException">Lists all that is missing or contradictory.</exception>
    public static void Require(RunRequest request)
    {
        List<string> errors = [];
        Add((request.Steps is null) == (request.Duration is null), $"Give either --steps or --duration.");
        Add(request.Steps is <= 0, $"Found {request.Steps} for --steps; expected at least 1.");
        Add(request.Every < 1 || request.CheckpointEvery < 1, $"--every and --checkpoint-every must be at least 1.");
        Add(request.Restart && request.Checkpoint is null, $"--restart needs the checkpoint to go on from: add --checkpoint.");
        Add(request.Integrator == "verlet" && request.Step is null, $"--integrator verlet needs --step.");
        Add(request.Integrator != "verlet" && request.Model is null, $"--integrator {request.Integrator} needs a model: name a model directory.");
        Add(
            request.Integrator == "verlet" && request.Models.ExecutionTarget != ExecutionTarget.Cpu,
            $"--device is where models run; velocity Verlet has none and runs on the CPU. Leave it out.");
        Add(request.Seed < 0, $"Found {request.Seed} for --seed; expected 0 or more.");
        Add(
            request.Out is { } path && (path.EndsWith(".lammpstrj", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".dump", StringComparison.OrdinalIgnoreCase)),
            $"Found '{request.Out}' for --out; a run writes extended XYZ, and a file of this name would be read as a LAMMPS dump. Let it end in .xyz, which LAMMPS, ASE and OVITO read as well.");
        Temperatures(request, Add);
        ReplicaChecks.Add(request, Add);
        if (errors.Count > 0)
        {
            throw new UsageException(string.Join(" ", errors));
        }

        void Add(bool wrong, FormattableString text)
        {
            if (wrong)
            {
                errors.Add(text.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void Temperatures(RunRequest request, Action<bool, FormattableString> add)
    {
        bool couples = request.Thermostat != "none";
        bool hasTemperature = request.Temperature is not null || request.Temperatures is not null;
        add(request.Temperature is < 0, $"Found {request.Temperature} for --temperature; expected 0 or more.");
        add(hasTemperature && request.Ramp is not null, $"Give either --temperature or --ramp: a ramp has its own temperatures.");
        add(couples && !hasTemperature && request.Ramp is null, $"--thermostat {request.Thermostat} needs --temperature, or --ramp for one that changes.");
        add(!couples && request.Ramp is not null, $"--ramp needs --thermostat langevin or csvr.");
        add(!couples && request.Relaxation is not null, $"--relaxation needs --thermostat langevin or csvr.");
        add(
            !couples && hasTemperature && !request.DrawMomenta,
            $"--temperature has no effect by itself: add --thermostat langevin or csvr, or --draw-momenta.");
        add(request.DrawMomenta && !hasTemperature && request.Ramp is null, $"--draw-momenta needs --temperature.");
    }
}
