using System.Diagnostics;

using ActionML.Cli;
using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>What a step costs: evaluations by tolerance, time by number of atoms, and where it goes. One thread.</summary>
internal static class GeTeCost
{
    private const double Kelvin = 800;

    private const int Chunk = 256;

    private static readonly double[] Tolerances = [1e-2, 1e-3, 3e-4, 1e-4, 1e-5];
    private static readonly int[] Sides = [3, 6, 12, 18]; // 216, 1728, 13824 and 46656 atoms

    /// <summary>Measures everything.</summary>
    public static object Measure(string models, string folder, GeTeSettings settings)
    {
        Frame start = ExtendedXyz.Read(Path.Combine(folder, "starts", "216-0.50-0800K-1.xyz")).First();
        double bandwidth = Bandwidth();
        object[] tolerances;
        object[] sizes;
        using (OnnxActionModel action = OnnxActionModel.Load(models, new OnnxModelOptions { Precision = ModelPrecision.Single }))
        using (OnnxDirectModel guess = OnnxDirectModel.Load(models, new OnnxModelOptions { Precision = ModelPrecision.Single }))
        {
            tolerances = [.. Tolerances.Select(tolerance => Tolerance(action, guess, start, settings with { Tolerance = tolerance }))];
            sizes = AllSizes(action, guess);
        }

        // A session keeps the memory of its largest evaluation, so that only one pair of models is open at a time.
        object[] chunked;
        using (OnnxActionModel action = OnnxActionModel.Load(InChunks(models, TensorNames.ActionFile), "action in chunks"))
        using (OnnxDirectModel guess = OnnxDirectModel.Load(InChunks(models, TensorNames.DirectFile), "direct model in chunks"))
        {
            Console.WriteLine(FormattableString.Invariant($"in chunks of {Chunk}:"));
            chunked = AllSizes(action, guess);
        }

        return new
        {
            MemoryBandwidthGbPerS = bandwidth,
            Tolerances = tolerances,
            Sizes = sizes,
            Chunk,
            SizesInChunks = chunked,
            VerletNsPerDay = Verlet(start, settings),
        };

        object[] AllSizes(OnnxActionModel action, OnnxDirectModel guess) =>
            [.. Sides.Select(side => Size(action, guess, RepeatedCell.Of(start, side / 3), settings))];
    }

    private static byte[] InChunks(string models, string file) =>
        NetworkModel.FromOnnx(File.ReadAllBytes(Path.Combine(models, file)), file).ToOnnx(ModelPrecision.Single, Chunk);

    /// <summary>The loosest tolerance that leaves the energy's behavior unchanged is the one to take.</summary>
    private static object Tolerance(OnnxActionModel action, OnnxDirectModel guess, Frame start, GeTeSettings settings)
    {
        const double Picoseconds = 20;
        var run = new GeTeCase("gete", start.System.Count, 0.5, Kelvin, IsTrainedOn: true, IsQuench: false, 1, "action", Picoseconds);
        GeTeRecord record = GeTeRun.Execute(
            run, start, GeTeIntegrator.Action(action, guess, GeTeIntegrator.Neighbors(action, start, settings), start, settings), CancellationToken.None);
        Console.WriteLine(FormattableString.Invariant(
            $"tolerance {settings.Tolerance:E0}: {record.MeanEvaluations:0.00} evaluations per step, drift {record.EnergyDrift:0.00} meV/atom/100 ps, largest energy error {record.LargestEnergyError:0.00} meV/atom, {record.UnconvergedSteps} unconverged"));
        return new
        {
            settings.Tolerance,
            EvaluationsPerStep = record.MeanEvaluations,
            EnergyDriftMevPerAtomPer100ps = record.EnergyDrift,
            LargestEnergyErrorMevPerAtom = record.LargestEnergyError,
            record.UnconvergedSteps,
        };
    }

    private static object Size(OnnxActionModel action, OnnxDirectModel guess, Frame start, GeTeSettings settings)
    {
        int n = start.System.Count;
        var timed = new TimedAction(action);
        var timedNeighbors = new TimedNeighbors(GeTeIntegrator.Neighbors(action, start, settings));
        var timedGuess = new TimedGuess(guess);
        SymplecticStepper stepper = GeTeIntegrator.Action(timed, timedGuess, timedNeighbors, start, settings);
        PhasePoint state = start.State.Clone();
        int steps = Math.Clamp(200_000 / n, 4, 200);
        for (int i = 0; i < Math.Min(5, steps / 2); i++)
        {
            timedNeighbors.BeginStep();
            stepper.TryStep(state);
        }

        timed.Reset();
        timedGuess.Clock.Reset();
        timedNeighbors.Clock.Reset();
        long allocated = 0;
        int steady = 0;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < steps; i++)
        {
            timedNeighbors.BeginStep();
            long before = GC.GetAllocatedBytesForCurrentThread();
            stepper.TryStep(state);
            if (!timedNeighbors.HasNewCapacity)
            {
                steady++;
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }

        watch.Stop();
        double seconds = watch.Elapsed.TotalSeconds;
        using Process process = Process.GetCurrentProcess();
        var result = new
        {
            Atoms = n,
            Neighbors = timedNeighbors.Capacity,
            GradientMs = 1e3 * timed.Median,
            GradientUsPerAtom = 1e6 * timed.Median / n,
            StepsPerSecond = steps / seconds,
            NsPerDay = steps / seconds * settings.Step * 1e-6 * 86_400,
            EvaluationsPerStep = (double)timed.Count / steps,
            ModelShare = (timed.Seconds + timedGuess.Clock.Elapsed.TotalSeconds) / seconds,
            DirectModelShare = timedGuess.Clock.Elapsed.TotalSeconds / seconds,
            NeighborShare = timedNeighbors.Clock.Elapsed.TotalSeconds / seconds,
            BytesAllocatedPerStep = steady == 0 ? (double?)null : (double)allocated / steady,
            StepsWithNewCapacity = steps - steady,
            PeakMemoryMb = process.PeakWorkingSet64 / 1e6,
        };
        Console.WriteLine(FormattableString.Invariant(
            $"{n} atoms: gradient {result.GradientMs:0.0} ms, {result.GradientUsPerAtom:0.0} µs/atom; {result.EvaluationsPerStep:0.0} evaluations per step, {result.NsPerDay:0.000} ns/day; model {100 * result.ModelShare:0.0} %, list {100 * result.NeighborShare:0.0} % of a step; {(steady == 0 ? "?" : $"{result.BytesAllocatedPerStep:0}")} bytes per step (not counting {steps - steady} with a number of places that had not been there), peak {result.PeakMemoryMb:0} MB"));
        return result;
    }

    private static double Verlet(Frame start, GeTeSettings settings)
    {
        VelocityVerletStepper stepper = GeTeIntegrator.Verlet(start, settings.ReferenceStep);
        PhasePoint state = start.State.Clone();
        stepper.Step(state);
        const int Steps = 5000;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Steps; i++)
        {
            stepper.Step(state);
        }

        double result = Steps / watch.Elapsed.TotalSeconds * settings.ReferenceStep * 1e-6 * 86_400;
        Console.WriteLine(FormattableString.Invariant($"velocity Verlet, {settings.ReferenceStep} fs, reference potential, 216 atoms: {result:0} ns/day"));
        return result;
    }

    /// <summary>a ← b + s·c over arrays far larger than any cache, GB/s on one thread.</summary>
    private static double Bandwidth()
    {
        const int Length = 32_000_000;
        float[] a = new float[Length];
        float[] b = new float[Length];
        float[] c = new float[Length];
        Array.Fill(b, 1f); // pages that were never written are one page of zeros, in the cache: 185 GB/s
        Array.Fill(c, 2f);
        double best = 0;
        for (int repeat = 0; repeat < 6; repeat++)
        {
            var watch = Stopwatch.StartNew();
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(c, 3f, b, a);
            best = Math.Max(best, 3.0 * sizeof(float) * Length / watch.Elapsed.TotalSeconds / 1e9);
        }

        Console.WriteLine(FormattableString.Invariant($"memory: {best:0.0} GB/s on one thread"));
        return best;
    }
}
