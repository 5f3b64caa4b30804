namespace ActionML.Trainers.Tests;

/// <summary>Keeps the reports of a training, and does something at each.</summary>
internal sealed class Collector(List<TrainingProgress> reports, Action? then = null) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        reports.Add(value);
        then?.Invoke();
    }
}
