using System.Text.Json;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>
/// Training steps per second of our engines and of the same network in eager PyTorch, in several arrangements of two
/// threads. Contestants take turns, so that whatever else the machine does meets all of them alike; medians count.
/// </summary>
internal sealed class TrainingBenchmark(string python, string script, string folder)
{
    private const int Rounds = 5;
    private const double Seconds = 1;

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
        using var single = new PeerProcess(python, script, problemFolder, threads: 1);
        using var second = new PeerProcess(python, script, problemFolder, threads: 1);
        using var both = new PeerProcess(python, script, problemFolder, threads: 2);
        using EngineContestant engine = EngineContestant.OnOnnxRuntime(problem, engines: 1, threads: 1);
        using EngineContestant engines = EngineContestant.OnOnnxRuntime(problem, engines: 2, threads: 1);
        using EngineContestant wide = EngineContestant.OnOnnxRuntime(problem, engines: 1, threads: 2);
        bool hasTorchSharp = new TorchSharpEngineFactory().WhyNot(gpu: null) is null;
        using EngineContestant? torchSharp = hasTorchSharp ? EngineContestant.OnTorchSharp(problem, engines: 1) : null;
        using EngineContestant? torchSharps = hasTorchSharp ? EngineContestant.OnTorchSharp(problem, engines: 2) : null;
        Contestant[] contestants =
        [
            engine, new PeerContestant([single], 1),
            engines, new PeerContestant([single, second], 1),
            wide, new PeerContestant([both], 2),
            .. new[] { torchSharp, torchSharps }.OfType<EngineContestant>(),
        ];
        foreach (Contestant contestant in contestants)
        {
            contestant.Run(Seconds / 4); // the first steps allocate
        }

        Pace[][] paces = Array.ConvertAll(contestants, _ => new Pace[Rounds]);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                paces[i][round] = contestants[i].Run(Seconds);
            }
        }

        var results = contestants.Select((contestant, i) => new Result(contestant, paces[i])).ToList();
        double ours = Best(contestants[0].Program, workers: 2);
        double ratio = ours / Best(contestants[1].Program, workers: 2);
        double ratioToOneProcess = ours / Best(contestants[1].Program, workers: 1);
        double processorRatio = results[1].ProcessorMilliseconds / results[0].ProcessorMilliseconds;
        Console.WriteLine();
        Console.WriteLine($"Three bodies, batch {batchSize}, width {problem.Network.Width}: training steps per second and processor time of a step, medians (range) of {Rounds} rounds");
        foreach (Result result in results.OrderBy(result => result.Program))
        {
            Console.WriteLine(
                $"  {result.Program,-24}  {result.Workers} × {result.Threads} thread{(result.Threads == 1 ? " " : "s")} {result.Median,7:F1}  ({result.Rounds.Min():F1} to {result.Rounds.Max():F1})  {result.ProcessorMilliseconds:F2} ms");
        }

        Console.WriteLine($"  best arrangement over best: {ratio:F2} times PyTorch {single.Greeting.GetProperty("torch")}, {ratioToOneProcess:F2} times one process of it on one or two threads");
        Console.WriteLine($"  processor time of a step on one thread: {results[0].ProcessorMilliseconds:F2} ms against {results[1].ProcessorMilliseconds:F2} ms, a ratio of {processorRatio:F2}");
        double? ratioToTorchSharp = hasTorchSharp ? ours / Best(EngineContestant.TorchSharp, workers: 2) : null;
        if (ratioToTorchSharp is not null)
        {
            Console.WriteLine($"  ONNX Runtime engine over TorchSharp engine, best arrangements: {ratioToTorchSharp:F2}");
        }

        Console.WriteLine($"  loss and gradients agree with the reference: ours to {engine.Deviation:E1}, PyTorch's to {Deviation("float32"):E1}, in double to {Deviation("float64"):E1}");
        return new
        {
            batchSize,
            problem.Network,
            parameters = problem.Parameters.Count,
            torch = single.Greeting.GetProperty("torch").GetString(),
            deviations = new { ours = engine.Deviation, peerFloat32 = Deviation("float32"), peerFloat64 = Deviation("float64") },
            stepsPerSecond = results,
            ratio,
            ratioToOneProcess,
            ratioToTorchSharp,
            processorRatio,
        };

        double Best(string program, int workers) =>
            results.Where(result => result.Program == program && result.Workers <= workers).Max(result => result.Median);

        double Deviation(string precision) => single.Greeting.GetProperty("deviation_" + precision).GetDouble();
    }

    private sealed class Result(Contestant contestant, Pace[] paces)
    {
        public string Program => contestant.Program;

        public int Workers => contestant.Workers;

        public int Threads => contestant.Threads;

        public double Median { get; } = MedianOf(paces.Select(pace => pace.StepsPerSecond));

        public double ProcessorMilliseconds { get; } = MedianOf(paces.Select(pace => pace.ProcessorMilliseconds));

        public IEnumerable<double> Rounds => paces.Select(pace => pace.StepsPerSecond);

        private static double MedianOf(IEnumerable<double> values) => values.Order().ElementAt(TrainingBenchmark.Rounds / 2);
    }
}
