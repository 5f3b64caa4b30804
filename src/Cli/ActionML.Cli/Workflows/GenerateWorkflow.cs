using System.Diagnostics;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Generates trajectories and writes them to a file.</summary>
internal static class GenerateWorkflow
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What to generate.</param>
    /// <param name="output">The extended-XYZ file; it appears whole or not at all.</param>
    /// <param name="board">Shows the progress.</param>
    /// <param name="token">Cancels.</param>
    public static GenerateResult Run(ThreeBodyDatasetOptions options, string output, IProgressBoard board, CancellationToken token)
    {
        var watch = Stopwatch.StartNew();
        IProgressStage stage = board.Add("Reference trajectories");
        long frames = 0;
        int redrawn = 0;
        var progress = new InlineProgress<ThreeBodyProgress>(p =>
        {
            redrawn = p.Redrawn;
            double fraction = (double)p.Done / p.Total;
            stage.Report(fraction, $"{p.Done} of {p.Total}", watch.Elapsed * ((1 - fraction) / fraction));
        });
        options.Validate();
        using (var writer = new ExtendedXyzWriter(output))
        {
            foreach (Frame frame in ThreeBodyDataset.Generate(options, progress, token))
            {
                writer.Write(frame);
            }

            token.ThrowIfCancellationRequested();
            writer.Commit();
            frames = writer.Frames;
        }

        stage.Done($"{options.Trajectories} trajectories, {frames} frames");
        return new GenerateResult(Path.GetFullPath(output), options.Trajectories, frames, redrawn, watch.Elapsed.TotalSeconds);
    }
}
