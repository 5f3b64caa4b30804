namespace ActionML.Benchmarks;

/// <summary>Eager PyTorch: one or more processes with a number of threads each.</summary>
internal sealed class PeerContestant(PeerProcess[] processes, int threads)
    : Contestant("eager PyTorch", processes.Length, threads)
{
    public override double Run(double seconds)
    {
        foreach (PeerProcess process in processes)
        {
            process.Begin(seconds);
        }

        return processes.Sum(process => process.Finish());
    }
}
