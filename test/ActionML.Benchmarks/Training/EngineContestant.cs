using System.Diagnostics;
using ActionML.Trainers;

namespace ActionML.Benchmarks;

/// <summary>Our engine, in single precision: one or more of it, each on a thread of its own.</summary>
internal sealed class EngineContestant : Contestant, IDisposable
{
    private const double Tolerance = 1e-4;

    private readonly TrainingProblem _problem;
    private readonly OnnxTrainingEngine<float>[] _engines;

    public EngineContestant(TrainingProblem problem, int engines, int threads)
        : base("ActionML on ONNX Runtime", engines, threads)
    {
        _problem = problem;
        _engines = [.. Enumerable.Range(0, engines).Select(_ =>
            new OnnxTrainingEngine<float>(problem.Graph, problem.Parameters, problem.Batch, problem.Options, threads))];
        Deviation = _engines.Max(Check);
    }

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
        foreach (OnnxTrainingEngine<float> engine in _engines)
        {
            engine.Dispose();
        }
    }

    private (int Steps, double Seconds) Train(OnnxTrainingEngine<float> engine, Barrier start, double seconds)
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
    private double Check(OnnxTrainingEngine<float> engine)
    {
        TrainingLoss loss = engine.Step(_problem.Batch, _problem.Options.LearningRate);
        int components = _problem.Batch.Momenta.Length;
        double worst = Math.Max(
            Deviate(loss.Positions * components, TrainingGraph.SquaredErrorPositions),
            Deviate(loss.Momenta * components, TrainingGraph.SquaredErrorMomenta));
        int offset = 0;
        foreach (string name in _problem.Parameters.Names)
        {
            double[] expected = _problem.Expected[TrainingGraph.GradientPrefix + name];
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                difference += Math.Pow(engine.Gradient[offset + i] - expected[i], 2);
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
