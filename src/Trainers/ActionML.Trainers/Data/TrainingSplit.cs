namespace ActionML.Trainers;

/// <summary>Splits trajectories so that no validation frame is, or is close in time to, a training frame.</summary>
internal static class TrainingSplit
{
    /// <summary>All pairs of the training part and all pairs of the validation part.</summary>
    public static (List<FramePair> Training, List<FramePair> Validation) Split(
        IReadOnlyList<List<int>> trajectories, int lag, PairSamplerOptions options)
    {
        var training = new List<FramePair>();
        var validation = new List<FramePair>();
        if (trajectories.Count == 1 && options.ValidationFraction > 0)
        {
            SplitInTime(trajectories[0], lag, options.ValidationFraction, training, validation);
            return (training, validation);
        }

        HashSet<int> held = Held(trajectories.Count, options);
        for (int t = 0; t < trajectories.Count; t++)
        {
            Add(trajectories[t], 0, trajectories[t].Count, lag, held.Contains(t) ? validation : training);
        }

        return (training, validation);
    }

    private static HashSet<int> Held(int count, PairSamplerOptions options)
    {
        if (options.ValidationFraction == 0)
        {
            return [];
        }

        int[] order = [.. Enumerable.Range(0, count)];
        new Random(options.Seed).Shuffle(order);
        int held = Math.Clamp((int)Math.Round(options.ValidationFraction * count), 1, count - 1);
        return [.. order.Take(held)];
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
