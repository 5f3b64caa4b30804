using System.Diagnostics;

namespace ActionML.Benchmarks;

/// <summary>Our side of a comparison: one piece of work after the other on the calling thread.</summary>
internal abstract class LocalContestant(int threads) : Contestant(EngineContestant.OnnxRuntime, workers: 1, threads), IDisposable
{
    private int _done;

    public override Pace Run(double seconds)
    {
        TimeSpan lists = ListTime;
        TimeSpan before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        int count = 0;
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            Work(_done++);
            count++;
        }

        double elapsed = watch.Elapsed.TotalSeconds;
        return new Pace(
            count / elapsed,
            (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / count,
            (ListTime - lists).TotalMilliseconds / count);
    }

    public abstract void Dispose();

    /// <summary>What has gone into neighbor lists since the beginning.</summary>
    protected virtual TimeSpan ListTime => TimeSpan.Zero;

    /// <summary>Does one piece of work.</summary>
    /// <param name="count">How many were done before.</param>
    protected abstract void Work(int count);
}
