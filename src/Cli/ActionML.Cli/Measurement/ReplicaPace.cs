using System.Diagnostics;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>What a replica's evaluation and step cost in one round.</summary>
/// <param name="WallPerEvaluation">Wall-clock seconds times threads, per evaluation of the action with all that belongs to it: mixing, lists, first guesses.</param>
/// <param name="ProcessorPerEvaluation">Processor seconds of the process, per evaluation; varies less where others use the machine.</param>
/// <param name="StepsPerSecond">Steps of all replicas per second of wall-clock time.</param>
/// <param name="EvaluationsPerStep">Evaluations per step.</param>
internal readonly record struct ReplicaPace(double WallPerEvaluation, double ProcessorPerEvaluation, double StepsPerSecond, double EvaluationsPerStep)
{
    /// <summary>Makes steps of all replicas and times them.</summary>
    /// <param name="replicas">One or more runs.</param>
    /// <param name="threads">Threads that make steps.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="groups">The group of each replica, where several are evaluated as one.</param>
    /// <param name="token">Cancels.</param>
    public static ReplicaPace Of(
        IReadOnlyList<Simulation> replicas, int threads, long steps, IReadOnlyList<EvaluationGroup>? groups = null, CancellationToken token = default)
    {
        threads = Math.Min(threads, replicas.Count); // that many have work
        long evaluations = replicas.Sum(r => r.Statistics.Evaluations);
        long made = replicas.Sum(r => r.Step);
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        if (replicas.Count == 1)
        {
            replicas[0].Run(replicas[0].Step + steps, null, token);
        }
        else
        {
            new ReplicaSimulation(replicas, new ReplicaOptions { Threads = threads, Groups = groups }).TryRun(replicas[0].Step + steps, null, token);
        }

        double wall = watch.Elapsed.TotalSeconds;
        processor = Environment.CpuUsage.TotalTime - processor;
        evaluations = replicas.Sum(r => r.Statistics.Evaluations) - evaluations;
        made = replicas.Sum(r => r.Step) - made;
        return new ReplicaPace(wall * threads / evaluations, processor.TotalSeconds / evaluations, made / wall, (double)evaluations / made);
    }
}
