using ActionML.Runtime;
using ActionML.Trainers;
using Microsoft.ML;

namespace ActionML.Benchmarks;

/// <summary>Memory that training data take when they are read from a view whose source holds none of them.</summary>
internal static class LoadingBenchmark
{
    public static int Run(int trajectories, int frames, int particles, int dimension)
    {
        var context = new MLContext(seed: 1);
        var gas = new GasFrames(trajectories, frames, particles, dimension);
        IDataView view = context.Dynamics().LoadTrajectory(gas.Read());

        // What is compiled and cached with the first use is no training data.
        Load(context.Dynamics().LoadTrajectory(new GasFrames(4, 4, particles, dimension).Read()));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var peak = new MemoryPeak();
        PairSet pairs = Load(view);
        long top = peak.Stop();
        long after = GC.GetTotalMemory(forceFullCollection: true);
        double raw = gas.RawBytes;
        Console.WriteLine(
            $"{gas.Count} frames of {particles} particles in {dimension} dimensions, {pairs.Training.Count + pairs.Validation.Count} pairs: raw numbers {raw / 1e6:F1} MB, training data {(after - before) / 1e6:F1} MB = {(after - before) / raw:F2} times, while loading at most {(top - before) / raw:F2} times.");
        GC.KeepAlive(pairs);
        return 0;
    }

    private static PairSet Load(IDataView view)
    {
        FrameLayout layout = FrameLayout.OfFrames(view.Schema, new DynamicsColumns(), null, null);
        return PairSampler.Sample(FrameReader.ReadAll(view, layout), new PairSamplerOptions());
    }
}
