using System.Globalization;
using System.Text.Json;

namespace ActionML.Benchmarks;

/// <summary>Eager PyTorch: one or more processes with a number of threads each.</summary>
/// <param name="processes">The processes.</param>
/// <param name="threads">Threads of each.</param>
/// <param name="task">What they are to do; empty for programs that do one thing only.</param>
internal sealed class PeerContestant(PeerProcess[] processes, int threads, string task = "")
    : Contestant("eager PyTorch", processes.Length, threads)
{
    public override Pace Run(double seconds)
    {
        foreach (PeerProcess process in processes)
        {
            process.Begin(string.Create(CultureInfo.InvariantCulture, $"{task} {seconds}"));
        }

        Pace[] paces = Array.ConvertAll(processes, process => Read(process.Finish()));
        return new Pace(
            paces.Sum(pace => pace.PerSecond), paces.Average(pace => pace.ProcessorMilliseconds), paces.Average(pace => pace.ListMilliseconds));
    }

    private static Pace Read(JsonElement result)
    {
        double steps = result.GetProperty("steps").GetInt32();
        double lists = result.TryGetProperty("list_seconds", out JsonElement seconds) ? seconds.GetDouble() : 0;
        return new Pace(
            steps / result.GetProperty("seconds").GetDouble(),
            1000 * result.GetProperty("processor_seconds").GetDouble() / steps,
            1000 * lists / steps);
    }
}
