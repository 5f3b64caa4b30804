using System.Diagnostics;
using System.Text.Json;

using ActionML.Cli;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// What a replica costs beside a single run: both alternate in one process, one thread and all. And what one evaluation
/// of several replicas as one disjoint graph would cost.
/// </summary>
internal static class ReplicaBenchmark
{
    private const int Rounds = 5;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Runs it.</summary>
    /// <param name="models">The folder of the shipped models.</param>
    /// <param name="folder">Where <c>replicas.json</c> goes.</param>
    public static int Run(string models, string folder)
    {
        var results = new List<object>();
        using (ReplicaCase bodies = ReplicaCase.ThreeBodies(Path.Combine(models, "three-body")))
        {
            results.AddRange(new[] { 1, 8, 64 }.Select(count => Measure(bodies, count, stepsOfAll: 320)));
            results.Add(Grouped(bodies, [1, 8, 64], evaluationsOfAll: 640));
        }

        using (ReplicaCase atoms = ReplicaCase.GeTe(Path.Combine(models, "gete")))
        {
            results.Add(Measure(atoms, 32, stepsOfAll: 64));
            results.Add(Grouped(atoms, [1, 2, 4, 8, 32], evaluationsOfAll: 64));
            results.Add(Memory(atoms, 32, ownSessions: false));
            results.Add(Memory(atoms, 8, ownSessions: true));
        }

        string path = Path.Combine(folder, "replicas.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { Date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'"), Processors = Environment.ProcessorCount, Rounds, Results = results }, Json) + "\n");
        Console.WriteLine($"benchmark: wrote {path}");
        return 0;
    }

    private static object Measure(ReplicaCase system, int count, int stepsOfAll)
    {
        int cores = Environment.ProcessorCount;
        string name = count == 1 ? "1 replica" : $"{count} replicas";
        Simulation[] single = [system.Make(seed: 0)];
        Simulation[][] alone = [.. Enumerable.Range(0, cores).Select(k => new[] { system.Make(seed: k, ownSessions: true) })];
        Simulation[] oneThread = [.. Enumerable.Range(0, count).Select(k => system.Make(k))];
        Simulation[] allThreads = [.. Enumerable.Range(0, count).Select(k => system.Make(k))];
        (string Name, Func<int, ReplicaPace> Run)[] ways =
        [
            ("single run, 1 thread", steps => ReplicaPace.Of(single, 1, steps)),
            ($"{name}, 1 thread", steps => ReplicaPace.Of(oneThread, 1, Math.Max(1, steps / count))),
            ($"{cores} single runs at once, sessions of their own", steps => ReplicaPace.Of([.. alone.SelectMany(a => a)], cores, Math.Max(1, steps / cores))),
            ($"{name}, {cores} threads", steps => ReplicaPace.Of(allThreads, cores, Math.Max(1, steps / count))),
        ];
        foreach ((_, Func<int, ReplicaPace> run) in ways)
        {
            run(stepsOfAll); // the first steps allocate, and momenta that were drawn settle
        }

        var paces = ways.Select(_ => new ReplicaPace[Rounds]).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < ways.Length; i++)
            {
                paces[i][round] = ways[i].Run(stepsOfAll);
            }
        }

        // Each round's replicas over that round's single run: what disturbs the machine for a while falls out.
        double Ratio(int i, int over, Func<ReplicaPace, double> of) => Median(paces[i].Zip(paces[over], (a, b) => of(a) / of(b)));
        var result = new
        {
            Case = system.Name,
            Replicas = count,
            Ways = ways.Select((way, i) => new
            {
                way.Name,
                MicrosecondsPerEvaluation = 1e6 * Median(paces[i].Select(p => p.WallPerEvaluation)),
                ProcessorMicrosecondsPerEvaluation = 1e6 * Median(paces[i].Select(p => p.ProcessorPerEvaluation)),
                StepsPerSecond = Median(paces[i].Select(p => p.StepsPerSecond)),
                EvaluationsPerStep = Median(paces[i].Select(p => p.EvaluationsPerStep)),
            }).ToArray(),
            RatioOneThread = Ratio(1, 0, p => p.WallPerEvaluation),
            ProcessorRatioOneThread = Ratio(1, 0, p => p.ProcessorPerEvaluation),
            RatioAllThreads = Ratio(3, 2, p => p.WallPerEvaluation),
            ProcessorRatioAllThreads = Ratio(3, 2, p => p.ProcessorPerEvaluation),
            ProcessorRatioAllThreadsToSingle = Ratio(3, 0, p => p.ProcessorPerEvaluation),
            WallPerReplicaStepToSingle = 1 / Ratio(3, 0, p => p.StepsPerSecond),
        };
        Console.WriteLine($"{system.Name}, {name}: thread time and processor time per evaluation, medians of {Rounds} rounds");
        foreach (var way in result.Ways)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"  {way.Name,-50} {way.MicrosecondsPerEvaluation,9:0.0} µs {way.ProcessorMicrosecondsPerEvaluation,9:0.0} µs {way.StepsPerSecond,9:0.0} steps/s, {way.EvaluationsPerStep:0.00} evaluations per step"));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"  a replica's cost over a single run's: {result.RatioOneThread:0.000} (processor {result.ProcessorRatioOneThread:0.000}) on one thread; {result.RatioAllThreads:0.000} ({result.ProcessorRatioAllThreads:0.000}) on {cores} over {cores} runs at once; wall-clock per replica and step over a single run's {result.WallPerReplicaStepToSingle:0.000}"));
        return result;
    }

    private static object Grouped(ReplicaCase system, int[] counts, int evaluationsOfAll)
    {
        var graphs = counts.Select(count => (Count: count, Graph: new DisjointGraph(system, [.. Enumerable.Range(0, count).Select(k => system.Make(k))]))).ToArray();
        var seconds = counts.Select(_ => new (double Wall, double Processor)[Rounds]).ToArray(); // per replica
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < graphs.Length; i++)
            {
                (double wall, double processor) = graphs[i].Graph.Evaluate(Math.Max(1, evaluationsOfAll / counts[i]));
                if (round >= 0)
                {
                    seconds[i][round] = (wall / counts[i], processor / counts[i]);
                }
            }
        }

        double[] first = graphs[0].Graph.DeltaMomenta;
        var rows = graphs.Select((g, i) => new
        {
            Replicas = g.Count,
            MicrosecondsPerReplica = 1e6 * Median(seconds[i].Select(s => s.Wall)),
            OverSingle = Median(seconds[i].Zip(seconds[0], (a, b) => a.Wall / b.Wall)),
            ProcessorOverSingle = Median(seconds[i].Zip(seconds[0], (a, b) => a.Processor / b.Processor)),

            // Replica 0 is the same in all graphs.
            LargestDifference = first.Zip(g.Graph.DeltaMomenta, (a, b) => Math.Abs(a - b)).Max(),
        }).ToArray();
        Console.WriteLine($"{system.Name}: one evaluation of a disjoint graph, one thread");
        foreach (var row in rows)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"  {row.Replicas,3} replicas {row.MicrosecondsPerReplica,9:0.0} µs per replica, {row.OverSingle:0.000} of a single one's (processor {row.ProcessorOverSingle:0.000}); Δp of replica 0 differs by {row.LargestDifference:E1}"));
        }

        foreach ((_, DisjointGraph graph) in graphs)
        {
            graph.Dispose();
        }

        return new { Case = system.Name, DisjointGraphs = rows };
    }

    private static object Memory(ReplicaCase system, int count, bool ownSessions)
    {
        // One that has run, so that what the process needs once is there.
        ReplicaPace.Of([system.Make(0), system.Make(1)], Environment.ProcessorCount, 2);
        (long heap, long resident) = Now();
        Simulation[] replicas = [.. Enumerable.Range(0, count).Select(k => system.Make(k, ownSessions))];
        ReplicaPace.Of(replicas, Environment.ProcessorCount, 2);
        (long heapAfter, long residentAfter) = Now();
        var result = new
        {
            Case = system.Name,
            Replicas = count,
            Sessions = ownSessions ? "own" : "shared",
            HeapMegabytesPerReplica = (heapAfter - heap) / 1e6 / count,
            ResidentMegabytesPerReplica = (residentAfter - resident) / 1e6 / count,
        };
        Console.WriteLine(FormattableString.Invariant(
            $"{system.Name}, {result.Sessions} sessions: {result.HeapMegabytesPerReplica:0.00} MB of managed heap and {result.ResidentMegabytesPerReplica:0.00} MB of resident memory per replica, over {count}"));
        GC.KeepAlive(replicas);
        return result;

        static (long Heap, long Resident) Now()
        {
            long heap = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            return (heap, process.WorkingSet64);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
