using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>Reference trajectories of three gravitating bodies, for training and for testing.</summary>
public static class ThreeBodyDataset
{
    // Between two chunks the caller gets its frames; long enough to keep all threads busy, short enough for progress.
    private const int ChunkSize = 64;

    private const int MostRedraws = 1000;

    /// <summary>
    /// Makes the frames, trajectory after trajectory. Names are <c>eight-00001</c> and <c>triangle-00002</c>, with
    /// <c>-masses</c> after the family for unequal masses. The frames depend on the options only, not on threads.
    /// </summary>
    /// <param name="options">What to make; null for the defaults.</param>
    /// <param name="progress">Receives a report after each chunk of trajectories.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="UsageException">An option is out of range.</exception>
    /// <exception cref="DataException">No initial state can be integrated to the energy tolerance.</exception>
    public static IEnumerable<Frame> Generate(
        ThreeBodyDatasetOptions? options = null,
        IProgress<ThreeBodyProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new ThreeBodyDatasetOptions();
        options.Validate();
        return Enumerate(options, progress, cancellationToken);
    }

    private static IEnumerable<Frame> Enumerate(
        ThreeBodyDatasetOptions options, IProgress<ThreeBodyProgress>? progress, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
            CancellationToken = cancellationToken,
        };
        int redrawn = 0;
        for (int start = 0; start < options.Trajectories; start += ChunkSize)
        {
            int first = start;
            var chunk = new Frame[Math.Min(ChunkSize, options.Trajectories - start)][];
            var redraws = new int[chunk.Length];
            try
            {
                Parallel.For(0, chunk.Length, parallel, i => chunk[i] = Trajectory(options, first + i, out redraws[i]));
            }
            catch (AggregateException e) when (e.InnerExceptions[0] is DataException)
            {
                throw e.InnerExceptions[0];
            }

            redrawn += redraws.Sum();
            progress?.Report(new ThreeBodyProgress(start + chunk.Length, options.Trajectories, redrawn));
            foreach (Frame[] trajectory in chunk)
            {
                foreach (Frame frame in trajectory)
                {
                    yield return frame;
                }
            }
        }
    }

    private static Frame[] Trajectory(ThreeBodyDatasetOptions options, int index, out int redraws)
    {
        // Families are dealt out evenly: among the first n trajectories there are ⌊n·share⌋ of the first one.
        bool eight = Whole(index + 1, options.FigureEightShare) > Whole(index, options.FigureEightShare);
        int eights = Whole(index, options.FigureEightShare);
        int inFamily = eight ? eights : index - eights;
        double share = eight ? options.UnequalMassEightShare : options.UnequalMassShare;
        bool unequal = Whole(inFamily + 1, share) > Whole(inFamily, share);
        string family = (eight ? "eight" : "triangle") + (unequal ? "-masses-" : "-");
        string name = family + (index + 1).ToString("D5", CultureInfo.InvariantCulture);

        var random = new Random(MixSeed(options.Seed, index));
        for (redraws = 0; redraws <= MostRedraws; redraws++)
        {
            ParticleSystem system = unequal
                ? ThreeBodyStates.RandomMasses(random, options.MassMinimum, options.MassMaximum, options.Dimension)
                : ThreeBodyStates.UnitMasses(options.Dimension);
            PhasePoint state = eight
                ? ThreeBodyStates.FigureEightNeighborhood(random, options.Spread, system).State
                : ThreeBodyStates.HnnTriangle(random, system).State;
            double before = eight ? 0 : options.HnnStartTime * random.NextDouble();
            if (TryIntegrate(options, name, system, state, before) is { } frames)
            {
                return frames;
            }
        }

        throw new DataException(
            $"None of {MostRedraws} initial states of trajectory '{name}' could be followed for {options.Duration.ToString(CultureInfo.InvariantCulture)} time units within a relative energy error of {options.EnergyTolerance.ToString(CultureInfo.InvariantCulture)}. Raise the energy tolerance, shorten the duration, or use softening.");
    }

    private static Frame[]? TryIntegrate(
        ThreeBodyDatasetOptions options, string name, ParticleSystem system, PhasePoint state, double before)
    {
        var potential = new GravityPotential(system.Dimension, system.Masses, options.Softening);
        var integrator = new AccurateIntegrator(system, potential);
        double energy = integrator.Energy(state);
        var frames = new Frame[options.FramesPerTrajectory];
        for (int k = 0; k < frames.Length; k++)
        {
            if (!integrator.TryAdvance(state, k == 0 ? before : options.FrameSpacing))
            {
                return null;
            }

            if (!(Math.Abs(integrator.Energy(state) - energy) <= options.EnergyTolerance * Math.Abs(energy)))
            {
                return null; // written so that NaN is refused too
            }

            frames[k] = new Frame(name, k, k * options.FrameSpacing, system, state.Clone());
        }

        return frames;
    }

    private static int Whole(int count, double share) => (int)Math.Floor((count * share) + 1e-9);

    /// <summary>Neighboring seeds and indices give unrelated streams (the finalizer of SplitMix64).</summary>
    private static int MixSeed(int seed, int index)
    {
        ulong z = ((ulong)(uint)seed << 32) + (uint)index + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) & 0x7FFFFFFF);
    }
}
