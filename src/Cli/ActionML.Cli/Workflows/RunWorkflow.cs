using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Runs one simulation.</summary>
internal static class RunWorkflow
{
    /// <summary>Runs it.</summary>
    /// <exception cref="ConvergenceException">A step could not be made; the trajectory up to there is written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; with a checkpoint the run can go on from there.</exception>
    public static RunResult Run(RunRequest request, IProgressBoard board, CancellationToken token)
    {
        using RunSetup setup = RunSetup.Create(request);
        UnitSystem units = setup.Start.System.Units;
        TimeStep step = setup.Stepper.TimeStep;
        long steps = request.Steps ?? (long)Math.Floor((request.Duration!.Value.In("--duration", units).Value / step.Value) + 1e-9);
        if (steps < 1)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"A duration of {request.Duration} is shorter than one step of {step}. Simulate longer."));
        }

        var simulation = new Simulation(setup.Stepper, setup.Start.State.Clone(), new SimulationOptions
        {
            ModelHash = setup.Models,
            Seed = (ulong)request.Seed,
            CheckpointPath = request.Checkpoint,
            CheckpointInterval = request.Checkpoint is null ? 0 : request.CheckpointEvery,
        });
        var recorder = new RunRecorder(setup.Start.System, setup.Potential, steps, step.Value, setup.Start.Cell is { } vectors ? new Cell(vectors) : null);
        simulation.Observe(recorder);
        using TrajectoryObserver? trajectory = request.Out is null ? null : new TrajectoryObserver(request.Out, setup.Start.TrajectoryId, setup.Start.Cell);
        if (trajectory is not null)
        {
            simulation.Observe(trajectory, request.Every);
        }

        using RunCertificate? certificate = RunCertificate.For(request, simulation, steps);
        RunThermostat.DrawMomenta(request, simulation);
        long? restartedAt = null;
        if (request.Restart)
        {
            simulation.LoadCheckpoint(request.Checkpoint!);
            restartedAt = simulation.Step;
        }

        IProgressStage stage = board.Add($"Simulation, {setup.Stepper.Traits.Name}");
        double startTime = simulation.Time;
        string speedUnit = RunSpeed.Unit(units);
        var progress = new InlineProgress<SimulationProgress>(p => stage.Report(p.Fraction, Detail(p), p.Remaining));
        SimulationResult end = TryRun();
        trajectory?.Commit();
        if (end.End == SimulationEnd.StepRejected)
        {
            throw new ConvergenceException(
                end.Reason + (request.Out is null ? "" : $" The trajectory up to there is in '{request.Out}'."));
        }

        double speed = RunSpeed.Of(simulation.Time - startTime, end.Elapsed, units);
        stage.Done($"{steps} steps, {RunSpeed.Text(speed, speedUnit)}");
        string name = request.Label ?? Name(request.Integrator, step);
        var result = new RunResult
        {
            Integrator = setup.Stepper.Traits.Name,
            Traits = setup.Stepper.Traits,
            Steps = simulation.Step,
            Duration = Steps.Display(simulation.Time, units),
            TimeUnit = Steps.Unit(units),
            Figures = recorder.Figures(name, step.DisplayValue, end.Elapsed.TotalSeconds) with { Certificate = certificate?.Figures(end.Elapsed) },
            Speed = speed,
            SpeedUnit = speedUnit,
            Thermostat = RunThermostat.Text(setup.Stepper),
            Heat = setup.Thermostat?.Heat,
            RestartedAt = restartedAt,
            Out = request.Out is null ? null : Path.GetFullPath(request.Out),
        };
        return request.ReportDirectory is { } directory
            ? result with { Report = Report(directory, request, result, recorder.Series(Key(request, step), setup.IsImplicit)) }
            : result;

        string Detail(SimulationProgress p)
        {
            string pace = RunSpeed.Text(RunSpeed.Of(p.Time - startTime, p.Elapsed, units), speedUnit);
            string residual = simulation.LastReport.Correction is { } correction ? $", residual {ProgressText.Short(correction.Residual)}" : "";
            string latest = setup.Potential is null && units == UnitSystem.Dimensionless ? "" : ", " + recorder.Latest;
            return string.Create(
                CultureInfo.InvariantCulture, $"step {p.Step}, {pace}, {p.MeanEvaluations:0.0} evaluations per step{residual}{latest}");
        }

        SimulationResult TryRun()
        {
            try
            {
                return simulation.TryRun(steps, progress, token);
            }
            catch (DataException e) when (simulation.Step > 0)
            {
                // Particles on top of each other or out of range: at the start bad data, later the end of the run.
                return new SimulationResult(
                    SimulationEnd.StepRejected,
                    simulation.Step,
                    simulation.Time,
                    string.Create(CultureInfo.InvariantCulture, $"The run was lost at step {simulation.Step} (time {Steps.Display(simulation.Time, units):G6}). {e.Message} Use a shorter step, or a model trained nearer to such states."),
                    TimeSpan.Zero);
            }
            catch (OperationCanceledException e) when (request.Checkpoint is not null)
            {
                throw new ResumableCancellation(
                    $"cancelled at step {simulation.Step} of {steps}. Type the same line with --restart to go on from '{request.Checkpoint}'.", e, token);
            }
        }
    }

    // Adds the run to whatever runs the directory already compares.
    private static string Report(string directory, RunRequest request, RunResult result, IntegratorSeries series)
    {
        string summaryPath = Path.Combine(directory, RunSummary.FileName);
        string seriesPath = Path.Combine(directory, RunSeries.FileName);
        RunSummary summary = File.Exists(summaryPath) ? ReportWorkflow.Read<RunSummary>(summaryPath) : new RunSummary { Title = "Simulations compared" };
        RunSeries all = File.Exists(seriesPath) ? ReportWorkflow.Read<RunSeries>(seriesPath) : new RunSeries();
        summary.Integrators[series.Key] = result.Figures;
        all.Integrators.RemoveAll(s => s.Key == series.Key);
        all.Integrators.Add(series);
        summary = summary with
        {
            Created = DateTimeOffset.UtcNow,
            Duration = Math.Max(summary.Duration, result.Duration),
            TimeStep = request.Integrator == "verlet" ? summary.TimeStep : result.Figures.Step,
            TimeUnit = result.TimeUnit,
        };
        return ReportWorkflow.WriteAll(directory, summary, all);
    }

    // A key becomes part of the page's element names: letters, digits and dashes only.
    private static string Key(RunRequest request, TimeStep step)
    {
        string text = request.Label ?? (request.Integrator == "verlet" ? $"verlet {step}" : request.Integrator);
        return string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
    }

    private static string Name(string integrator, TimeStep step) => integrator switch
    {
        "verlet" => $"Velocity Verlet, step {step}",
        "direct" => $"Direct model, step {step}",
        _ => $"Action model, step {step}",
    };
}
