using System.Diagnostics;
using ActionML.Runtime.Onnx;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>One of our engines, in single precision: one or more of it, each on a thread of its own.</summary>
internal sealed class EngineContestant : Contestant, IDisposable
{
    public const string OnnxRuntime = "ActionML on ONNX Runtime";
    public const string InTheGraph = "same, update in graph";
    public const string TorchSharp = "ActionML on TorchSharp";

    private const double Tolerance = 1e-4;

    private readonly TrainingProblem _problem;
    private readonly ITrainingEngine[] _engines;

    private EngineContestant(string program, TrainingProblem problem, ITrainingEngine[] engines, int threads)
        : base(program, engines.Length, threads)
    {
        (_problem, _engines) = (problem, engines);
        Deviation = _engines.Max(Check);
    }

    public static EngineContestant OnOnnxRuntime(TrainingProblem problem, int engines, int threads) => new(
        OnnxRuntime,
        problem,
        [.. Enumerable.Range(0, engines).Select(_ => new OnnxTrainingEngine<float>(problem.Graph, problem.Parameters, problem.Batch, problem.Options, threads))],
        threads);

    /// <summary>As on a device, but on the CPU: weights and moments stay with the session, and its graph updates them.</summary>
    public static EngineContestant OnOnnxRuntimeInTheGraph(TrainingProblem problem) => new(
        InTheGraph,
        problem,
        [new ResidentTrainingEngine<float>(problem.Graph, problem.Parameters, problem.Batch, problem.Options, ExecutionTarget.Cpu)],
        threads: 1);

    /// <summary>The thread pool of libtorch is the process's, and the benchmark leaves it as it is: a thread per core.</summary>
    public static EngineContestant OnTorchSharp(TrainingProblem problem, int engines) => new(
        TorchSharp,
        problem,
        [.. Enumerable.Range(0, engines).Select(_ => new TorchSharpEngineFactory().Create(problem.Graph, problem.Parameters, problem.Batch, problem.Options, gpu: null))],
        Environment.ProcessorCount);

    /// <summary>The largest relative deviation of the loss or a parameter's gradient from the reference.</summary>
    public double Deviation { get; }

    public override Pace Run(double seconds)
    {
        var runs = new (int Steps, double Seconds)[_engines.Length];
        using var start = new Barrier(_engines.Length);
        Thread[] threads = [.. _engines.Select((engine, i) => new Thread(() => runs[i] = Train(engine, start, seconds)))];
        TimeSpan before = Environment.CpuUsage.TotalTime;
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        double processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        return new Pace(runs.Sum(run => run.Steps / run.Seconds), processor / runs.Sum(run => run.Steps));
    }

    public void Dispose()
    {
        foreach (ITrainingEngine engine in _engines)
        {
            engine.Dispose();
        }
    }

    private (int Steps, double Seconds) Train(ITrainingEngine engine, Barrier start, double seconds)
    {
        start.SignalAndWait();
        var watch = Stopwatch.StartNew();
        int steps = 0;
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            engine.Step(_problem.Batch, _problem.Options.LearningRate);
            steps++;
        }

        return (steps, watch.Elapsed.TotalSeconds);
    }

    /// <summary>Takes the first step and compares what it computes with the reference.</summary>
    private double Check(ITrainingEngine engine)
    {
        TrainingLoss loss = engine.Step(_problem.Batch, _problem.Options.LearningRate);
        int components = _problem.Batch.Momenta.Length;
        double worst = Math.Max(
            Deviate(loss.Positions * components, TrainingGraph.SquaredErrorPositions),
            Deviate(loss.Momenta * components, TrainingGraph.SquaredErrorMomenta));
        int offset = 0;

        // The other engines keep no gradient; the conformance suite compares it.
        ReadOnlySpan<float> gradient = engine is OnnxTrainingEngine<float> onnx ? onnx.Gradient : [];
        foreach (string name in gradient.IsEmpty ? [] : _problem.Parameters.Names)
        {
            double[] expected = _problem.Expected[TrainingGraph.GradientPrefix + name];
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                difference += Math.Pow(gradient[offset + i] - expected[i], 2);
                norm += expected[i] * expected[i];
            }

            offset += expected.Length;
            worst = Math.Max(worst, Math.Sqrt(difference / norm));
        }

        return worst <= Tolerance
            ? worst
            : throw new InvalidOperationException(
                $"{Program}: loss or gradients deviate by {worst:E2} from the reference, more than {Tolerance:E0}.");

        double Deviate(double value, string name) => Math.Abs((value / _problem.Expected[name][0]) - 1);
    }
}
