namespace ActionML.Benchmarks;

/// <summary>Eager PyTorch: one or more processes with a number of threads each.</summary>
internal sealed class PeerContestant(PeerProcess[] processes, int threads)
    : Contestant("eager PyTorch", processes.Length, threads)
{
    public override Pace Run(double seconds)
    {
        foreach (PeerProcess process in processes)
        {
            process.Begin(seconds);
        }

        Pace[] paces = Array.ConvertAll(processes, process => process.Finish());
        return new Pace(paces.Sum(pace => pace.StepsPerSecond), paces.Average(pace => pace.ProcessorMilliseconds));
    }
}
