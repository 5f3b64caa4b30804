using System.Globalization;
using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Runs replicas: each is the single run with its own seed, temperature and files.</summary>
internal static class ReplicaWorkflow
{
    /// <summary>Runs them.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; with checkpoints the run can go on from there.</exception>
    public static ReplicaRunResult Run(RunRequest request, IProgressBoard board, CancellationToken token)
    {
        RunChecks.Require(request);
        request = request with { Models = request.Models with { PlansMemory = true } }; // threads share the sessions
        int count = (int)request.Replicas!.Value;
        RunRequest[] requests = [.. Enumerable.Range(0, count).Select(k => Of(request, k, count))];
        List<PreparedRun> runs = [];
        int threads = (int)(request.Threads ?? Environment.ProcessorCount);
        using var groups = new ReplicaGroups(count, threads, request.Models.ExecutionTarget.CudaDevice is not null, (int?)request.Group);
        try
        {
            foreach (RunRequest one in requests)
            {
                runs.Add(new PreparedRun(one, runs.FirstOrDefault(), groups));
                if (request.Temperatures is not null && runs[0].Simulation.System.Units == UnitSystem.Dimensionless)
                {
                    throw new UsageException("--temperatures are in K and meant for atoms, but the initial state is dimensionless. Give its k_B T with --temperature for all replicas, whose seeds differ.");
                }
            }

            return Run(request, requests, runs, new ReplicaOptions { Threads = threads, Groups = groups.Groups }, board, token);
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    /// <summary>What replica k, from 0, is asked to do by itself.</summary>
    private static RunRequest Of(RunRequest request, int k, int count)
    {
        int digits = Math.Max(2, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        string name = "replica-" + k.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return request with
        {
            Replicas = null,
            Temperatures = null,
            Threads = null,
            Group = null,
            Seed = request.Seed + k,
            Temperature = request.Temperatures?.Of(k, count) ?? request.Temperature,
            Out = request.Out is { } folder ? Path.Combine(folder, name + ".xyz") : null,
            Checkpoint = request.Checkpoint is { } checkpoints ? Path.Combine(checkpoints, name + ".ckpt") : null,
        };
    }

    private static ReplicaRunResult Run(
        RunRequest request, RunRequest[] requests, List<PreparedRun> runs, ReplicaOptions options, IProgressBoard board, CancellationToken token)
    {
        IStepper stepper = runs[0].Setup.Stepper;
        UnitSystem units = stepper.System.Units;
        string unit = RunSpeed.Unit(units);
        long steps = runs[0].LastStep;
        var replicas = new ReplicaSimulation(runs.Select(run => run.Simulation), options);
        IProgressStage stage = board.Add($"{runs.Count} {(runs.Count == 1 ? "replica" : "replicas")}, {stepper.Traits.Name}");
        ReplicaProgress last = default;
        IReadOnlyList<SimulationResult> ends;
        try
        {
            ends = replicas.TryRun(steps, new InlineProgress<ReplicaProgress>(Report), token);
        }
        catch (OperationCanceledException e) when (request.Checkpoint is not null)
        {
            throw new ResumableCancellation(
                $"cancelled at step {runs.Min(run => run.Simulation.Step)} to {runs.Max(run => run.Simulation.Step)} of {steps}. Type the same line with --restart to go on from the checkpoints in '{request.Checkpoint}'.", e, token);
        }

        ReplicaFigures[] rows = [.. runs.Select((run, k) => Row(k, requests[k], run, ends[k]))];
        double speed = RunSpeed.Of(last.Time, last.Elapsed, units);
        stage.Done($"{last.Steps} steps in all, {RunSpeed.Text(speed, unit)}{(last.Rejected > 0 ? $", {last.Rejected} failed" : "")}");
        var result = new ReplicaRunResult
        {
            Integrator = stepper.Traits.Name,
            Traits = stepper.Traits,
            Steps = steps,
            Step = stepper.TimeStep.DisplayValue,
            TimeUnit = Steps.Unit(units),
            Threads = Math.Min(options.Threads, runs.Count),
            Group = options.Groups?.Count(group => group == options.Groups[0]) ?? 1,
            MostAtOnce = runs[0].Setup.MostAtOnce,
            Seconds = last.Elapsed.TotalSeconds,
            Speed = speed,
            SpeedUnit = unit,
            MeanEvaluationsPerStep = last.MeanEvaluations,
            Failed = last.Rejected,
            Replicas = rows,
            Out = request.Out is null ? null : Path.GetFullPath(request.Out),
        };
        if (result.Out is { } folder)
        {
            AtomicFile.WriteAllText(Path.Combine(folder, ReplicaRunResult.FileName), JsonSerializer.Serialize(result, FiguresJson.Readable) + "\n");
        }

        return result;

        void Report(ReplicaProgress p)
        {
            last = p;
            string pace = RunSpeed.Text(RunSpeed.Of(p.Time, p.Elapsed, units), unit);
            string residual = double.IsNaN(p.LargestResidual) ? "" : $", residual {ProgressText.Short(p.LargestResidual)}";
            string memory = runs[0].Setup.MostAtOnce is { } most ? $", memory for {most} at one time" : "";
            string failed = p.Rejected > 0 ? $", {p.Rejected} failed" : "";
            stage.Report(
                p.Fraction,
                string.Create(CultureInfo.InvariantCulture, $"{p.Steps} steps in all, {pace}, {p.MeanEvaluations:0.0} evaluations per step{residual}{memory}{failed}"),
                p.Remaining);
        }
    }

    private static ReplicaFigures Row(int k, RunRequest request, PreparedRun run, SimulationResult end)
    {
        bool failed = end.End == SimulationEnd.StepRejected;
        if (failed)
        {
            run.Recorder.End(end.Time);
        }

        run.Commit();
        RunResult result = run.Result(end);
        return new ReplicaFigures
        {
            Replica = k,
            Seed = request.Seed,
            Temperature = request.Temperature,
            End = failed ? "rejected" : "completed",
            Reason = end.Reason,
            Steps = result.Steps,
            Duration = result.Duration,
            Thermostat = result.Thermostat,
            Heat = result.Heat,
            Figures = result.Figures,
            RestartedAt = result.RestartedAt,
            Out = result.Out,
        };
    }
}
