using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text.Json;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Generates trajectories of germanium telluride, a file per preparation, several at a time.</summary>
internal static class GenerateGeTeWorkflow
{
    private const string SettingsName = "dataset.json";

    /// <summary>Runs it. Files that are there are kept, so that an interrupted run goes on where it was.</summary>
    /// <param name="options">What to generate.</param>
    /// <param name="folder">Where the files go; each appears whole or not at all.</param>
    /// <param name="threads">Preparations made at the same time; 0 for one per processor.</param>
    /// <param name="board">Shows the progress.</param>
    /// <param name="token">Cancels.</param>
    /// <exception cref="UsageException">An option is out of range, or the folder holds data of other options.</exception>
    public static GenerateGeTeResult Run(GeTeDatasetOptions options, string folder, int threads, IProgressBoard board, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<GeTePreparation> preparations = GeTeDataset.Preparations(options);
        if (threads < 0)
        {
            throw new UsageException($"Found {threads} for --threads; expected 0 or more.");
        }

        Directory.CreateDirectory(folder);
        RequireSameOptions(options, Path.Combine(folder, SettingsName));
        GeTePreparation[] missing = [.. preparations.Where(preparation => !File.Exists(PathOf(folder, preparation)))];
        IProgressStage stage = board.Add("Reference trajectories");
        double total = missing.Sum(preparation => GeTeDataset.Duration(options, preparation));
        double done = 0;
        int finished = preparations.Count - missing.Length;
        Lock guard = new();
        var progress = new InlineProgress<double>(picoseconds =>
        {
            lock (guard)
            {
                done += picoseconds;
                double fraction = Math.Min(1, done / total);
                stage.Report(fraction, $"{finished} of {preparations.Count} preparations", watch.Elapsed * ((1 - fraction) / fraction));
            }
        });
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads, CancellationToken = token };
        try
        {
            // One by one: the default hands out ranges, and the long preparations would meet in one of them.
            OrderablePartitioner<GeTePreparation> each = Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering);
            Parallel.ForEach(each, parallel, preparation =>
            {
                ExtendedXyzWriter.WriteAll(PathOf(folder, preparation), GeTeDataset.Generate(options, preparation, progress, token));
                Interlocked.Increment(ref finished);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions[0] is ActionMLException or OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        long trajectories = (long)preparations.Count * options.Segments;
        stage.Done($"{preparations.Count} preparations, {trajectories * options.FramesPerSegment} frames");
        return new GenerateGeTeResult(
            Path.GetFullPath(folder),
            preparations.Count,
            preparations.Count - missing.Length,
            trajectories,
            trajectories * options.FramesPerSegment,
            watch.Elapsed.TotalSeconds);
    }

    private static string PathOf(string folder, GeTePreparation preparation) => Path.Combine(folder, preparation.Name + ".xyz");

    private static void RequireSameOptions(GeTeDatasetOptions options, string path)
    {
        string wanted = JsonSerializer.Serialize(options, FiguresJson.Readable);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, wanted);
        }
        else if (File.ReadAllText(path) != wanted)
        {
            throw new UsageException(
                $"The folder holds trajectories made with other options (see '{path}'). Choose another folder, or remove that one.");
        }
    }
}
