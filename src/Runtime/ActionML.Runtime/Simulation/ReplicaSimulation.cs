using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ActionML.Runtime;

/// <summary>
/// Runs replicas side by side: independent simulations with other seeds, temperatures or initial states. Each makes
/// the steps that it would make alone, bit for bit (on the same machine and engine), whatever the number of threads; in
/// groups (<see cref="EvaluationGroup"/>) up to rounding.
/// </summary>
/// <remarks>
/// <para>
/// A thread makes steps of one replica for a slice of time, then those of the replica that has waited longest. So all
/// come forward together, a step costs what its own solve costs, and one that has ended costs nothing.
/// </para>
/// <para>
/// A replica whose step is rejected or whose numbers are no longer finite ends with its reason; the others go on. Each has
/// its own checkpoint, that of its <see cref="Simulation"/>: it is written at the start too, so that a run that was
/// killed at any time can be resumed (<see cref="Simulation.LoadCheckpoint"/> for each), and not when a step is
/// rejected, so that a resumed run ends as the uninterrupted one.
/// </para>
/// <para>
/// Replicas share nothing that changes: each needs a stepper, observers and models of its own. Models over the same
/// weights are cheap: <c>OnnxActionModel.Share</c>.
/// </para>
/// </remarks>
public sealed class ReplicaSimulation
{
    // Long against what a change of replicas costs, some microseconds; short against what a person waits for.
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    private readonly ReplicaOptions _options;

    /// <summary>Takes simulations together.</summary>
    /// <param name="replicas">The simulations, at least one.</param>
    /// <param name="options">Threads and progress; null for the defaults.</param>
    /// <exception cref="UsageException">The options are not valid.</exception>
    /// <exception cref="ArgumentException">There is no simulation, or two share a stepper or state.</exception>
    public ReplicaSimulation(IEnumerable<Simulation> replicas, ReplicaOptions? options = null)
    {
        _options = options ?? new ReplicaOptions();
        _options.Validate();
        Replicas = [.. replicas];
        if (Replicas.Count == 0)
        {
            throw new ArgumentException("There is no replica. Give at least one simulation.", nameof(replicas));
        }

        if (Replicas.DistinctBy(r => r.Stepper).Count() < Replicas.Count || Replicas.DistinctBy(r => r.State).Count() < Replicas.Count)
        {
            throw new ArgumentException(
                "Two replicas share a stepper or a state, and would change it at the same time. Make one of each for every replica.", nameof(replicas));
        }

        if (_options.Groups is { } groups && groups.Count != Replicas.Count)
        {
            throw new ArgumentException($"There are {Replicas.Count} replicas and {groups.Count} groups; give the group of each replica.", nameof(options));
        }
    }

    /// <summary>The simulations.</summary>
    public IReadOnlyList<Simulation> Replicas { get; }

    /// <summary>Makes steps until every replica has reached a step number or ended before.</summary>
    /// <param name="lastStep">The step number at which to end, counted from the start of each simulation.</param>
    /// <param name="progress">Receives reports now and then, on the calling thread.</param>
    /// <param name="token">Cancels each replica between two steps.</param>
    /// <returns>
    /// How each replica ended, in their order: completed, stopped by an observer, or <see cref="SimulationEnd.StepRejected"/>
    /// with the reason. Elapsed is the time that its own steps took.
    /// </returns>
    /// <exception cref="OperationCanceledException">
    /// The run was cancelled. Every state is that of a whole step, and checkpoints were written where there are paths for them.
    /// </exception>
    /// <exception cref="DataException">The initial states of all replicas are bad data; one among others ends alone.</exception>
    /// <exception cref="FileException">A file cannot be written: all replicas were stopped.</exception>
    public IReadOnlyList<SimulationResult> TryRun(
        long lastStep, IProgress<ReplicaProgress>? progress = null, CancellationToken token = default)
    {
        var clock = Stopwatch.StartNew();
        foreach (Simulation simulation in Replicas.Where(r => r.Step == 0))
        {
            simulation.SaveIfAsked();
        }

        Replica[] replicas = [.. Replicas.Select(r => new Replica(r))];
        var waiting = new ConcurrentQueue<Replica>(replicas);
        var failures = new ConcurrentQueue<Exception>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);

        // Threads of our own, not of the pool: on Linux they inherit how the calling thread treats denormal numbers, which
        // ONNX Runtime sets on the thread that opens the first session. Otherwise the bits could differ from a single run's.
        Thread[] threads = _options.Groups is { } groups
            ? [.. replicas.Select((replica, i) => Thread(new ConcurrentQueue<Replica>([replica]), groups[i]))]
            : [.. Enumerable.Range(0, Math.Min(_options.Threads, replicas.Length)).Select(_ => Thread(waiting, null))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            while (!thread.Join(_options.ProgressInterval))
            {
                progress?.Report(Progress(replicas, lastStep, clock.Elapsed));
            }
        }

        if (failures.TryDequeue(out Exception? failure))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (replicas.All(r => r.BadStart is not null))
        {
            ExceptionDispatchInfo.Throw(replicas[0].BadStart!); // it is the data that they have in common
        }

        progress?.Report(Progress(replicas, lastStep, clock.Elapsed));
        if (replicas.Any(r => r.Result is null))
        {
            for (int i = 0; i < replicas.Length; i++)
            {
                if (replicas[i].Result is null)
                {
                    Replicas[i].SaveIfAsked();
                }
            }

            token.ThrowIfCancellationRequested();
        }

        return [.. replicas.Select(r => r.Result!.Value)];

        // In groups each thread has a replica of its own. All have entered before any begins: the first evaluation is that of all.
        Thread Thread(ConcurrentQueue<Replica> queue, EvaluationGroup? group)
        {
            group?.Enter();
            return new Thread(() => Work(queue, group)) { IsBackground = true, Name = "Replicas" };
        }

        // A thread that finds none waiting is no longer needed: each of the others goes on with the one it has.
        void Work(ConcurrentQueue<Replica> queue, EvaluationGroup? group)
        {
            try
            {
                while (!stop.IsCancellationRequested && queue.TryDequeue(out Replica? replica))
                {
                    replica.Run(lastStep, Slice, stop.Token);
                    if (replica.Result is null)
                    {
                        queue.Enqueue(replica);
                    }
                }
            }
            catch (Exception e)
            {
                failures.Enqueue(e);
                stop.Cancel();
            }
            finally
            {
                group?.Leave();
            }
        }
    }

    private ReplicaProgress Progress(Replica[] replicas, long lastStep, TimeSpan elapsed)
    {
        var totals = new ReplicaTotals();
        foreach (Replica replica in replicas)
        {
            replica.AddTo(ref totals, lastStep);
        }

        return new ReplicaProgress(
            totals.Steps,
            totals.LastSteps,
            totals.NewSteps * Replicas[0].Stepper.TimeStep.Value,
            totals.Steps == 0 ? 0 : (double)totals.Evaluations / totals.Steps,
            totals.LargestResidual,
            totals.Ended,
            totals.Rejected,
            elapsed,
            totals.NewSteps == 0 ? TimeSpan.Zero : elapsed * ((double)(totals.LastSteps - totals.Steps) / totals.NewSteps));
    }
}
