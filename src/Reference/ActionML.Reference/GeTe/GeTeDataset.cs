using System.Globalization;

using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>Reference trajectories of germanium telluride, for training and for testing.</summary>
public static class GeTeDataset
{
    /// <summary>The preparations that the options ask for: liquids and glasses, then crystals, by ascending replica.</summary>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static IReadOnlyList<GeTePreparation> Preparations(GeTeDatasetOptions options)
    {
        options.Validate();
        var preparations = new List<GeTePreparation>();
        void Add(IReadOnlyList<double> temperatures, bool isCrystal)
        {
            foreach (double kelvin in temperatures)
            {
                for (int replica = 1; replica <= options.Replicas; replica++)
                {
                    ulong seed = ((ulong)(uint)options.Seed << 32) + (uint)preparations.Count;
                    preparations.Add(new GeTePreparation(kelvin, isCrystal, replica, seed));
                }
            }
        }

        Add(options.Temperatures, isCrystal: false);
        Add(options.CrystalTemperatures, isCrystal: true);
        return preparations;
    }

    /// <summary>The time that a preparation simulates, in ps.</summary>
    public static double Duration(GeTeDatasetOptions options, GeTePreparation preparation)
    {
        double start = preparation.IsCrystal
            ? GeTeThermalHistory.CrystalDuration(options)
            : GeTeThermalHistory.LiquidDuration(options, preparation.Kelvin);
        return start + (1e-3 * options.Segments * (options.SegmentFemtoseconds + options.GapFemtoseconds));
    }

    /// <summary>
    /// Makes the frames of a preparation, segment after segment. Each segment is a trajectory of its own, named
    /// <c>liquid-0600K-2-00017</c>: microcanonical, total momentum zero, positions unwrapped.
    /// </summary>
    /// <param name="options">What to make.</param>
    /// <param name="preparation">Which one of <see cref="Preparations"/>.</param>
    /// <param name="time">Receives the simulated time of each piece, in ps; may be null.</param>
    /// <param name="token">Cancels.</param>
    public static IEnumerable<Frame> Generate(
        GeTeDatasetOptions options, GeTePreparation preparation, IProgress<double>? time = null, CancellationToken token = default)
    {
        options.Validate();
        var random = new DeterministicRandom(preparation.Seed);
        GeTeThermalHistory history = preparation.IsCrystal
            ? GeTeThermalHistory.Crystal(options, preparation.Kelvin, random, time, token)
            : GeTeThermalHistory.Liquid(options, preparation.Kelvin, random, time, token);
        double[] cell = history.Cell.Vectors.ToArray();
        double spacing = TimeStep.FromFemtoseconds(options.FrameSpacingFemtoseconds).Value;
        for (int segment = 1; segment <= options.Segments; segment++)
        {
            history.Equilibrate(preparation.Kelvin, 1e-3 * options.GapFemtoseconds);
            string name = string.Create(CultureInfo.InvariantCulture, $"{preparation.Name}-{segment:00000}");
            var stepper = new VelocityVerletStepper(history.System, history.Potential, TimeStep.FromFemtoseconds(options.StepFemtoseconds));
            yield return Record(0);
            for (int frame = 1; frame < options.FramesPerSegment; frame++)
            {
                token.ThrowIfCancellationRequested();
                for (int step = 0; step < options.StepsPerFrame; step++)
                {
                    stepper.Step(history.State);
                }

                yield return Record(frame);
            }

            time?.Report(1e-3 * options.SegmentFemtoseconds);

            Frame Record(int frame) =>
                new(name, (long)frame * options.StepsPerFrame, frame * spacing, history.System, history.State.Clone(), cell);
        }
    }
}
