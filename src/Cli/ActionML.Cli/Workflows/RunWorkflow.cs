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
        using var run = new PreparedRun(request);
        RunSetup setup = run.Setup;
        Simulation simulation = run.Simulation;
        UnitSystem units = setup.Start.System.Units;
        TimeStep step = setup.Stepper.TimeStep;
        long steps = run.LastStep;

        IProgressStage stage = board.Add($"Simulation, {setup.Stepper.Traits.Name}");
        double startTime = simulation.Time;
        string speedUnit = RunSpeed.Unit(units);
        var progress = new InlineProgress<SimulationProgress>(p => stage.Report(p.Fraction, Detail(p), p.Remaining));
        SimulationResult end = TryRun();
        run.Commit();
        if (end.End == SimulationEnd.StepRejected)
        {
            throw new ConvergenceException(
                end.Reason + (request.Out is null ? "" : $" The trajectory up to there is in '{request.Out}'."));
        }

        RunResult result = run.Result(end);
        stage.Done($"{steps} steps, {RunSpeed.Text(result.Speed, speedUnit)}");
        return request.ReportDirectory is { } directory
            ? result with { Report = Report(directory, request, result, run.Recorder.Series(Key(request, step), setup.IsImplicit)) }
            : result;

        string Detail(SimulationProgress p)
        {
            string pace = RunSpeed.Text(RunSpeed.Of(p.Time - startTime, p.Elapsed, units), speedUnit);
            string residual = simulation.LastReport.Correction is { } correction ? $", residual {ProgressText.Short(correction.Residual)}" : "";
            string latest = setup.Potential is null && units == UnitSystem.Dimensionless ? "" : ", " + run.Recorder.Latest;
            return string.Create(
                CultureInfo.InvariantCulture, $"step {p.Step}, {pace}, {p.MeanEvaluations:0.0} evaluations per step{residual}{latest}");
        }

        SimulationResult TryRun()
        {
            try
            {
                return simulation.TryRun(steps, progress, token);
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
}
