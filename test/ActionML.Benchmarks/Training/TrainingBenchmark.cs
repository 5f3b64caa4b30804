using System.Text.Json;

namespace ActionML.Benchmarks;

/// <summary>
/// Training steps per second of our engine and of the same network in eager PyTorch, each in three arrangements of two
/// threads. Contestants take turns, so that whatever else the machine does meets all of them alike; medians count.
/// </summary>
internal sealed class TrainingBenchmark(string python, string script, string folder)
{
    private const int Rounds = 5;
    private const double Seconds = 0.9;
    private const double RequiredRatio = 5;

    private static readonly int[] BatchSizes = [64, 128];

    public int Run()
    {
        List<object> results = [];
        foreach (int size in BatchSizes)
        {
            results.Add(Measure(size));
        }

        var report = new
        {
            date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'"),
            processors = Environment.ProcessorCount,
            rounds = Rounds,
            secondsPerRound = Seconds,
            batches = results,
        };
        string path = Path.Combine(folder, "training.json");
        File.WriteAllText(path, JsonSerializer.Serialize(report, ProblemFile.Json) + "\n");
        Console.WriteLine($"benchmark: wrote {path}");
        return 0;
    }

    private object Measure(int batchSize)
    {
        string problemFolder = Path.Combine(folder, $"problem-{batchSize}");
        var problem = new TrainingProblem(batchSize);
        ProblemFile.Write(problem, problemFolder);
        PeerProcess Peer(int threads) => new(python, script, problemFolder, threads);

        PeerProcess first = Peer(1);
        EngineContestant[] engines = [new(problem, 1, 1), new(problem, 2, 1), new(problem, 1, 2)];
        PeerContestant[] peers = [new([first], 1), new([Peer(1), Peer(1)], 1), new([Peer(2)], 2)];
        IContestant[] contestants = [.. engines.Zip<IContestant, IContestant>(peers).SelectMany(pair => new[] { pair.First, pair.Second })];
        double[][] rates = Array.ConvertAll(contestants, _ => new double[Rounds]);
        foreach (IContestant contestant in contestants)
        {
            contestant.Run(Seconds / 4); // the first steps allocate
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                rates[i][round] = contestants[i].Run(Seconds);
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Three bodies, batch {batchSize}, width {problem.Network.Width}: training steps per second, median of {Rounds} rounds");
        for (int i = 0; i < contestants.Length; i++)
        {
            Console.WriteLine($"  {contestants[i].Name,-28} {Median(rates[i]),7:F1}   ({rates[i].Min():F1} to {rates[i].Max():F1})");
        }

        double ours = Best<EngineContestant>();
        double theirs = Best<PeerContestant>();
        double deviation = engines.Max(engine => engine.Deviation);
        Console.WriteLine($"  best over best               {ours / theirs,7:F2}   (required: {RequiredRatio:F0})");
        Console.WriteLine($"  loss and gradients agree with the reference: ours to {deviation:E1}, the peer's to {Number("deviation_float32"):E1}, in double to {Number("deviation_float64"):E1}");
        foreach (IContestant contestant in contestants)
        {
            contestant.Dispose();
        }

        return new
        {
            batchSize,
            problem.Network,
            parameters = problem.Parameters.Count,
            torch = first.Greeting.GetProperty("torch").GetString(),
            deviation,
            peerDeviationFloat32 = Number("deviation_float32"),
            peerDeviationFloat64 = Number("deviation_float64"),
            stepsPerSecond = contestants.Select((contestant, i) => new { contestant.Name, median = Median(rates[i]), rounds = rates[i] }),
            ratio = ours / theirs,
        };

        double Number(string name) => first.Greeting.GetProperty(name).GetDouble();

        double Best<T>() => contestants.Select((contestant, i) => contestant is T ? Median(rates[i]) : 0).Max();
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
