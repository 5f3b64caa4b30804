using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Takes pairs (x(t), x(t + lag)) from trajectories.</summary>
public static class PairSampler
{
    /// <summary>Takes pairs of every trajectory, splits them into training and validation, and leaves outliers out.</summary>
    /// <param name="frames">Frames of any number of trajectories; those of one trajectory in the order of time. Read once. Positions that are wrapped
    /// into a periodic cell are taken to the image nearest to the frame before.</param>
    /// <param name="options">The lag, the split and what an outlier is.</param>
    /// <param name="token">Cancels reading.</param>
    /// <returns>The frames and the pairs. The same frames and options give the same pairs.</returns>
    /// <exception cref="UsageException">An option is out of range.</exception>
    /// <exception cref="DataException">
    /// Frames of one trajectory differ in size, kinds, masses or cell, or are unevenly spaced; a number is not finite;
    /// two particles are on top of each other, or one moves so far between two frames that wrapped positions cannot be
    /// unwrapped; the lag is not a multiple of the frame spacing; dimensions, units or spacings differ; or no pair is left.
    /// </exception>
    public static PairSet Sample(IEnumerable<Frame> frames, PairSamplerOptions options, CancellationToken token = default)
    {
        options.Validate();
        var all = new FrameStore();
        var trajectories = new Dictionary<string, (Frame Head, List<int> Members)>();
        Frame? first = null;
        using var hash = new FrameHash();
        var temperatures = new TemperatureGroups.Collector();
        var overlaps = new OverlapCheck();
        var paths = new PathTracker();
        foreach (Frame recorded in frames)
        {
            token.ThrowIfCancellationRequested();
            first ??= recorded;
            if (!trajectories.TryGetValue(recorded.TrajectoryId, out (Frame Head, List<int> Members) trajectory))
            {
                trajectories.Add(recorded.TrajectoryId, trajectory = (recorded, []));
            }

            int number = trajectory.Members.Count + 1;
            FrameChecks.Check(recorded, first, trajectory.Head, number);
            Frame frame = paths.Continue(recorded, number);
            overlaps.Check(frame, number);
            trajectory.Members.Add(all.Count);
            all.Add(frame, trajectory.Head);
            hash.Add(frame);
            temperatures.Add(frame);
        }

        return Pair(
            all, [.. trajectories.Values.Select(trajectory => trajectory.Members)], options, hash.Finish(), temperatures.Finish());
    }

    private static PairSet Pair(
        FrameStore frames, List<int>[] trajectories, PairSamplerOptions options, string sha256, TemperatureGroups temperatures)
    {
        if (frames.Count == 0)
        {
            throw new DataException("The data hold no frame. Give at least one trajectory of two frames or more. (Where ML.NET split the data by trajectory: it leaves out trajectories without a name.)");
        }

        (int lag, TimeStep step) = Lag(frames, trajectories, options);
        List<int>[] usable = [.. trajectories.Where(trajectory => trajectory.Count > lag)];
        if (usable.Length == 0)
        {
            throw new DataException(
                $"The longest of {trajectories.Length} trajectories has {trajectories.Max(trajectory => trajectory.Count)} frames; a step of {step} spans {lag} frame spacings, so a pair needs {lag + 1} frames. Choose a shorter step or give longer trajectories.");
        }

        var (training, validation) = TrainingSplit.Split(usable, lag, options, trajectory => temperatures.IndexOf(frames.TrajectoryOf(trajectory[0])));
        var scores = new PairScores(frames, step, training);
        (List<FramePair> kept, double threshold) = scores.WithoutOutliers(training, options);
        ILookup<bool, FramePair> checkedPairs = validation.ToLookup(pair => scores.Score(pair) >= threshold);
        return new PairSet
        {
            Frames = frames,
            Training = kept,
            Validation = [.. checkedPairs[false]],
            ValidationOutliers = [.. checkedPairs[true]],
            TimeStep = step,
            Lag = lag,
            OutliersLeftOut = training.Count - kept.Count,
            OutlierThreshold = threshold,
            TrajectoriesTooShort = trajectories.Length - usable.Length,
            Temperatures = temperatures,
            DataSha256 = sha256,
        };
    }

    private static (int Lag, TimeStep Step) Lag(FrameStore frames, List<int>[] trajectories, PairSamplerOptions options)
    {
        double spacing = 0;
        Frame? first = null;
        foreach (List<int> trajectory in trajectories.Where(trajectory => trajectory.Count > 1))
        {
            Frame head = frames[trajectory[0]];
            double own = FrameSpacing.Of(frames, trajectory, head);
            if (first is null)
            {
                (spacing, first) = (own, head);
            }

            FrameSpacing.CheckSame(spacing, first, own, head);
        }

        return first is null
            ? throw new DataException(
                $"Each of the {trajectories.Length} trajectories has a single frame; a pair needs two. Frames of one trajectory share its name: check the column of trajectory names.")
            : FrameSpacing.Resolve(options, spacing, first);
    }
}
