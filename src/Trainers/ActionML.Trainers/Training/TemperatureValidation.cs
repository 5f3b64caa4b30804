using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>Validates trained weights for each temperature of the data.</summary>
internal static class TemperatureValidation
{
    /// <summary>The errors of an engine's averaged weights, by ascending temperature; empty where the data have one temperature only.</summary>
    /// <param name="stage">Makes batches, and an engine with the weights where the data have several temperatures.</param>
    /// <param name="pairs">The data.</param>
    /// <param name="most">At most so many pairs in all.</param>
    /// <param name="token">Cancels between batches.</param>
    public static IReadOnlyList<TemperatureErrors> Measure(TrainingStage stage, PairSet pairs, int most, CancellationToken token)
    {
        if (pairs.Temperatures.Count < 2)
        {
            return [];
        }

        FramePair[][] groups = [.. pairs.Validation
            .GroupBy(pair => pairs.Temperatures.IndexOf(pairs.Frames[pair.Start].TrajectoryId))
            .OrderBy(group => group.Key)
            .Select(group => group.ToArray())];
        BatchSource batches = stage.Batches;
        using ITrainingEngine engine = stage.Open();
        int size = batches.Layout.Size;

        // An engine's average begins with its first step, here one of length zero.
        engine.Step(batches.Training(0), learningRate: 0);
        var place = new FramePair[size];
        List<TemperatureErrors> errors = [];
        foreach (FramePair[] group in groups)
        {
            // Whole batches: small groups come more than once, large ones evenly thinned.
            int count = Math.Max(1, Math.Min(most / groups.Length, group.Length) / size);
            double positions = 0, momenta = 0, allPositions = 0, allMomenta = 0;
            for (int b = 0; b < count; b++)
            {
                token.ThrowIfCancellationRequested();
                for (int i = 0; i < size; i++)
                {
                    place[i] = group[(int)((((long)b * size) + i) * group.Length / ((long)count * size))];
                }

                TrainingBatch batch = batches.Of(place);
                TrainingLoss loss = engine.Validate(batch);
                positions += loss.Positions;
                momenta += loss.Momenta;
                allPositions += MeanSquare(batch.TargetPositions);
                allMomenta += MeanSquare(batch.TargetMomenta);
            }

            Frame first = pairs.Frames[group[0].Start];
            errors.Add(new TemperatureErrors(
                pairs.Temperatures[pairs.Temperatures.IndexOf(first.TrajectoryId)].Mean,
                Math.Min(count * size, group.Length),
                Math.Sqrt(positions / allPositions),
                Math.Sqrt(momenta / allMomenta)));
        }

        return errors;
    }

    private static double MeanSquare(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum / values.Length;
    }
}
