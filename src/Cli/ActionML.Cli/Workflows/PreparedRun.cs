using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>A simulation with all that was asked for around it, ready to make its steps: alone, or as one of several replicas.</summary>
internal sealed class PreparedRun : IDisposable
{
    private readonly RunRequest _request;
    private readonly TrajectoryObserver? _trajectory;
    private readonly RunCertificate? _certificate;
    private readonly double _startTime;
    private readonly long? _restartedAt;

    /// <summary>Prepares it: models opened, momenta drawn, checkpoint loaded.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="sibling">Another replica of the same run; null for the first, or for a single run.</param>
    /// <param name="groups">Takes replicas together; null where each evaluates for itself.</param>
    /// <exception cref="ActionMLException">Something is missing, contradictory or does not match.</exception>
    public PreparedRun(RunRequest request, PreparedRun? sibling = null, ReplicaGroups? groups = null)
    {
        _request = request;
        Setup = RunSetup.Create(request, sibling?.Setup, groups);
        try
        {
            Frame start = Setup.Start;
            TimeStep step = Setup.Stepper.TimeStep;
            LastStep = request.Steps ?? (long)Math.Floor((request.Duration!.Value.In("--duration", start.System.Units).Value / step.Value) + 1e-9);
            if (LastStep < 1)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture, $"A duration of {request.Duration} is shorter than one step of {step}. Simulate longer."));
            }

            Simulation = new Simulation(Setup.Stepper, start.State.Clone(), new SimulationOptions
            {
                ModelHash = Setup.Models,
                Seed = (ulong)request.Seed,
                CheckpointPath = request.Checkpoint,
                CheckpointInterval = request.Checkpoint is null ? 0 : request.CheckpointEvery,
            });
            Recorder = new RunRecorder(start.System, Setup.Potential, LastStep, step.Value, start.Cell is { } vectors ? new Cell(vectors) : null, new BondLengths(request.BondLength));
            Simulation.Observe(Recorder);
            if (request.Out is { } path)
            {
                _trajectory = new TrajectoryObserver(path, start.TrajectoryId, start.Cell);
                Simulation.Observe(_trajectory, request.Every);
            }

            _certificate = RunCertificate.For(request, Simulation, LastStep);
            RunThermostat.DrawMomenta(request, Simulation);
            if (request.Restart)
            {
                Simulation.LoadCheckpoint(request.Checkpoint!);
                _restartedAt = Simulation.Step;
            }

            _startTime = Simulation.Time;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Models, stepper and potential.</summary>
    public RunSetup Setup { get; }

    /// <summary>The simulation.</summary>
    public Simulation Simulation { get; }

    /// <summary>Follows it.</summary>
    public RunRecorder Recorder { get; }

    /// <summary>The step number at which it ends.</summary>
    public long LastStep { get; }

    /// <summary>Gives the trajectory its name.</summary>
    public void Commit() => _trajectory?.Commit();

    /// <summary>The run in numbers.</summary>
    public RunResult Result(SimulationResult end)
    {
        UnitSystem units = Setup.Start.System.Units;
        TimeStep step = Setup.Stepper.TimeStep;
        return new RunResult
        {
            Integrator = Setup.Stepper.Traits.Name,
            Traits = Setup.Stepper.Traits with { ConservesAngularMomentum = Setup.Start.Cell is null && Setup.Stepper.Traits.ConservesAngularMomentum },
            Steps = Simulation.Step,
            Duration = Steps.Display(Simulation.Time, units),
            TimeUnit = Steps.Unit(units),
            Figures = Recorder.Figures(_request.Label ?? Name(_request.Integrator, step), step.DisplayValue, end.Elapsed.TotalSeconds) with { Certificate = _certificate?.Figures(end.Elapsed) },
            Speed = RunSpeed.Of(Simulation.Time - _startTime, end.Elapsed, units),
            SpeedUnit = RunSpeed.Unit(units),
            Solver = Setup.Solver,
            Thermostat = RunThermostat.Text(Setup.Stepper),
            Heat = Setup.Thermostat?.Heat,
            RestartedAt = _restartedAt,
            Out = _request.Out is null ? null : Path.GetFullPath(_request.Out),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _trajectory?.Dispose();
        _certificate?.Dispose();
        Setup.Dispose();
    }

    private static string Name(string integrator, TimeStep step) => integrator switch
    {
        "verlet" => $"Velocity Verlet, step {step}",
        "direct" => $"Direct model, step {step}",
        _ => $"Action model, step {step}",
    };
}
