namespace ActionML.Trainers;

/// <summary>Splits trajectories so that no validation frame is, or is close in time to, a training frame.</summary>
internal static class TrainingSplit
{
    /// <summary>All pairs of the training part and all pairs of the validation part.</summary>
    /// <param name="trajectories">The frames of each.</param>
    /// <param name="lag">Frames between the two states of a pair.</param>
    /// <param name="options">The share to hold out.</param>
    /// <param name="groupOf">The group of a trajectory: of each group with two trajectories or more, one at least is held out.</param>
    public static (List<FramePair> Training, List<FramePair> Validation) Split(
        IReadOnlyList<List<int>> trajectories, int lag, PairSamplerOptions options, Func<List<int>, int> groupOf)
    {
        var training = new List<FramePair>();
        var validation = new List<FramePair>();
        if (trajectories.Count == 1 && options.ValidationFraction > 0)
        {
            SplitInTime(trajectories[0], lag, options.ValidationFraction, training, validation);
            return (training, validation);
        }

        HashSet<int> held = Held(trajectories, options, groupOf);
        for (int t = 0; t < trajectories.Count; t++)
        {
            Add(trajectories[t], 0, trajectories[t].Count, lag, held.Contains(t) ? validation : training);
        }

        return (training, validation);
    }

    private static HashSet<int> Held(IReadOnlyList<List<int>> trajectories, PairSamplerOptions options, Func<List<int>, int> groupOf)
    {
        if (options.ValidationFraction == 0)
        {
            return [];
        }

        int[] order = [.. Enumerable.Range(0, trajectories.Count)];
        new Random(options.Seed).Shuffle(order);
        HashSet<int> held = [];
        int[][] groups = [.. order.GroupBy(t => groupOf(trajectories[t])).Select(g => g.ToArray())];
        foreach (int[] group in groups.Where(g => g.Length > 1))
        {
            held.UnionWith(group.Take(Math.Clamp((int)Math.Round(options.ValidationFraction * group.Length), 1, group.Length - 1)));
        }

        if (held.Count == 0)
        {
            held.Add(order[0]); // a single trajectory at each temperature
        }

        return held;
    }

    private static void SplitInTime(List<int> trajectory, int lag, double fraction, List<FramePair> training, List<FramePair> validation)
    {
        // Frames: [0, cut) train, a gap of one lag, then the rest validates. Either part needs lag + 1 frames.
        int smallest = (2 * (lag + 1)) + lag;
        if (trajectory.Count < smallest)
        {
            throw new Runtime.DataException(
                $"The only trajectory has {trajectory.Count} frames; to keep a part of it for validation, after a gap of one lag ({lag} frames), it needs {smallest}. Give more frames or more trajectories, or set ValidationFraction to 0.");
        }

        int pairs = trajectory.Count - (3 * lag);
        int held = Math.Clamp((int)Math.Round(fraction * pairs), 1, pairs - 1);
        int cut = trajectory.Count - held - (2 * lag);
        Add(trajectory, 0, cut, lag, training);
        Add(trajectory, cut + lag, trajectory.Count, lag, validation);
    }

    private static void Add(List<int> trajectory, int from, int to, int lag, List<FramePair> pairs)
    {
        for (int i = from; i + lag < to; i++)
        {
            pairs.Add(new FramePair(trajectory[i], trajectory[i + lag]));
        }
    }
}
