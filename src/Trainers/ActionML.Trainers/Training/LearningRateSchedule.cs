namespace ActionML.Trainers;

/// <summary>A linear rise over the warm-up, then half a cosine down to zero at the end of the training.</summary>
internal static class LearningRateSchedule
{
    public static double At(TrainingOptions options, long iteration, double fraction)
    {
        double rise = options.WarmUp == 0 ? 1 : Math.Min(1, (iteration + 1.0) / options.WarmUp);
        return options.LearningRate * rise * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, fraction)));
    }
}
