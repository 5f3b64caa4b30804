namespace ActionML.Benchmarks;

/// <summary>What it costs on the CPU to update weights by nodes of the graph instead of by the host, for three bodies.</summary>
internal static class UpdateBenchmark
{
    private static readonly Contest Contest = new(Rounds: 9, Seconds: 0.5);

    public static int Run()
    {
        foreach (int size in (int[])[4, 64])
        {
            TrainingProblem problem = TrainingProblem.ThreeBodies(size);
            using EngineContestant host = EngineContestant.OnOnnxRuntime(problem, engines: 1, threads: 1);
            using EngineContestant graph = EngineContestant.OnOnnxRuntimeInTheGraph(problem);
            IReadOnlyList<ContestResult> results = Contest.Run([host, graph]);
            Console.WriteLine($"{problem.Name}, batches of {size}, {problem.Parameters.Count} weights");
            foreach (ContestResult result in results)
            {
                Console.WriteLine($"  {result}");
            }

            double difference = results[1].ProcessorMilliseconds - results[0].ProcessorMilliseconds;
            Console.WriteLine(FormattableString.Invariant($"  difference {difference:F3} ms, {100 * difference / results[0].ProcessorMilliseconds:F1} %"));
        }

        return 0;
    }
}
