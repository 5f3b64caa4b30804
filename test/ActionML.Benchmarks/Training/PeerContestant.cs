namespace ActionML.Benchmarks;

/// <summary>Eager PyTorch: one or more processes with a number of threads each.</summary>
internal sealed class PeerContestant(IReadOnlyList<PeerProcess> processes, int threads) : IContestant
{
    public string Name { get; } = $"eager PyTorch, {processes.Count} × {threads} thread{(threads == 1 ? "" : "s")}";

    public double Run(double seconds)
    {
        foreach (PeerProcess process in processes)
        {
            process.Begin(seconds);
        }

        return processes.Sum(process => process.Finish());
    }

    public void Dispose()
    {
        foreach (PeerProcess process in processes)
        {
            process.Dispose();
        }
    }
}
