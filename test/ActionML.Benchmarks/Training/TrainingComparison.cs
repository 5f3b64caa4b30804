using ActionML.Export;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>Training steps per second of our engines and of the same network in eager PyTorch, in several arrangements of two threads.</summary>
internal sealed class TrainingComparison
{
    private readonly TrainingProblem _problem;

    /// <summary>Runs it.</summary>
    /// <param name="problem">What is trained.</param>
    /// <param name="python">The interpreter that has PyTorch.</param>
    /// <param name="scripts">Where the peers are.</param>
    /// <param name="folder">Receives the problem for the peer.</param>
    /// <param name="contest">How long.</param>
    /// <param name="torchSharp">Whether the TorchSharp engine takes part where it is there.</param>
    public TrainingComparison(TrainingProblem problem, string python, string scripts, string folder, Contest contest, bool torchSharp)
    {
        _problem = problem;
        ProblemFile.Write(problem, folder);
        string script = Path.Combine(scripts, "training.py");
        using var single = new PeerProcess(python, script, folder, threads: 1);
        using var second = new PeerProcess(python, script, folder, threads: 1);
        using var both = new PeerProcess(python, script, folder, threads: 2);
        using EngineContestant engine = EngineContestant.OnOnnxRuntime(problem, engines: 1, threads: 1);
        using EngineContestant engines = EngineContestant.OnOnnxRuntime(problem, engines: 2, threads: 1);
        using EngineContestant wide = EngineContestant.OnOnnxRuntime(problem, engines: 1, threads: 2);
        bool hasTorchSharp = torchSharp && new TorchSharpEngineFactory().WhyNot(gpu: null) is null;
        using EngineContestant? sharp = hasTorchSharp ? EngineContestant.OnTorchSharp(problem, engines: 1) : null;
        using EngineContestant? sharps = hasTorchSharp ? EngineContestant.OnTorchSharp(problem, engines: 2) : null;
        StepsPerSecond = contest.Run(
        [
            engine, new PeerContestant([single], 1),
            engines, new PeerContestant([single, second], 1),
            wide, new PeerContestant([both], 2),
            .. new[] { sharp, sharps }.OfType<EngineContestant>(),
        ]);
        string peer = StepsPerSecond[1].Program;
        double ours = Best(EngineContestant.OnnxRuntime, workers: 2);
        Torch = single.Version;
        Deviations = new { Ours = engine.Deviation, PeerFloat32 = single.Deviation("float32"), PeerFloat64 = single.Deviation("float64") };
        Ratio = ours / Best(peer, workers: 2);
        RatioToOneProcess = ours / Best(peer, workers: 1);
        RatioOfOneWorker = Best(EngineContestant.OnnxRuntime, workers: 1) / Best(peer, workers: 1);
        RatioToTorchSharp = hasTorchSharp ? ours / Best(EngineContestant.TorchSharp, workers: 2) : null;
        ProcessorRatio = StepsPerSecond[1].ProcessorMilliseconds / StepsPerSecond[0].ProcessorMilliseconds;
    }

    public string Problem => _problem.Name;

    public int BatchSize => _problem.Batch.Size;

    public NetworkOptions Network => _problem.Network;

    public int Parameters => _problem.Parameters.Count;

    public string Torch { get; }

    /// <summary>Largest relative deviations of loss or gradients from the reference.</summary>
    public object Deviations { get; }

    public IReadOnlyList<ContestResult> StepsPerSecond { get; }

    /// <summary>Our best arrangement of up to two workers over the best of PyTorch.</summary>
    public double Ratio { get; }

    /// <summary>Our best arrangement over the best of a single process of PyTorch.</summary>
    public double RatioToOneProcess { get; }

    /// <summary>One engine over one process, as in one training.</summary>
    public double RatioOfOneWorker { get; }

    public double? RatioToTorchSharp { get; }

    /// <summary>Of a step on one thread.</summary>
    public double ProcessorRatio { get; }

    public void Show()
    {
        Console.WriteLine();
        Console.WriteLine($"Training, {Problem}, batch {BatchSize}, width {Network.Width}: steps per second, medians (range) of {StepsPerSecond[0].Rounds.Count()} rounds");
        foreach (ContestResult result in StepsPerSecond.OrderBy(result => result.Program))
        {
            Console.WriteLine($"  {result}");
        }

        Console.WriteLine($"  best arrangement over best: {Ratio:F2} times PyTorch {Torch}, {RatioToOneProcess:F2} times one process of it on one or two threads; one worker over one {RatioOfOneWorker:F2}, of processor time on one thread {ProcessorRatio:F2}");
        if (RatioToTorchSharp is not null)
        {
            Console.WriteLine($"  ONNX Runtime engine over TorchSharp engine, best arrangements: {RatioToTorchSharp:F2}");
        }

        Console.WriteLine($"  loss and gradients agree with the reference: {Deviations}");
    }

    private double Best(string program, int workers) =>
        StepsPerSecond.Where(result => result.Program == program && result.Workers <= workers).Max(result => result.Median);
}
