using System.Text.Json;

namespace ActionML.Benchmarks;

/// <summary>Training of three bodies against eager PyTorch.</summary>
internal sealed class TrainingBenchmark(string python, string scripts, string folder)
{
    private static readonly Contest Contest = new(Rounds: 5, Seconds: 1);
    private static readonly int[] BatchSizes = [64, 128];

    public int Run()
    {
        List<TrainingComparison> results = [];
        foreach (int size in BatchSizes)
        {
            var comparison = new TrainingComparison(
                TrainingProblem.ThreeBodies(size), python, scripts, Path.Combine(folder, $"problem-{size}"), Contest, torchSharp: true);
            comparison.Show();
            results.Add(comparison);
        }

        var report = new
        {
            date = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'"),
            processors = Environment.ProcessorCount,
            rounds = Contest.Rounds,
            secondsPerRound = Contest.Seconds,
            batches = results,
        };
        string path = Path.Combine(folder, "training.json");
        File.WriteAllText(path, JsonSerializer.Serialize(report, ProblemFile.Json) + "\n");
        Console.WriteLine($"benchmark: wrote {path}");
        return 0;
    }
}
