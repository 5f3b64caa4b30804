using ActionML.Cli;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// How far the dominating graphs are from what the machine can do: for each node the time that its arithmetic or its memory
/// traffic would take at the measured peaks, and where the rest goes. One thread.
/// </summary>
internal static class Roofline
{
    private const double FitsCache = 1e6; // bytes that a node moves; the second-level cache holds that

    /// <summary>Prints the table of gradients and training steps, and their largest losses.</summary>
    /// <param name="models">The model directory of germanium telluride.</param>
    /// <param name="startFile">A state of 216 atoms.</param>
    /// <param name="folder">Where ONNX Runtime writes profiles meanwhile.</param>
    public static void Print(string models, string startFile, string folder)
    {
        Frame start = ExtendedXyz.Read(startFile).First();
        var small = new PeerProblem(models, start, states: 8);
        var large = new PeerProblem(models, RepeatedCell.Of(start, 2), states: 1);
        Peaks peaks = Peaks.Measure();
        Console.WriteLine($"One thread: products {1e-9 * peaks.Flops:0} GFLOP/s, memory {1e-9 * peaks.Stream:0.0} GB/s, second-level cache {1e-9 * peaks.Cached:0.0} GB/s.");
        Console.WriteLine();
        Console.WriteLine("| graph | ms | at the peaks, ms | share of the peaks | products: share of time, of their peak | others: share of time, of their peak |");
        Console.WriteLine("|---|---|---|---|---|---|");
        ProfiledGraph[] graphs =
        [
            ProfiledGraph.Of(small, TensorNames.ActionFile),
            ProfiledGraph.Of(large, TensorNames.ActionFile),
            ProfiledGraph.Of(small, TensorNames.DirectFile),
            ProfiledGraph.Of(TrainingProblem.GeTe(small.Action, small.Frames)),
            ProfiledGraph.Of(TrainingProblem.ThreeBodies(batchSize: null)),
        ];
        (ProfiledGraph Graph, ProfiledNode[] Nodes)[] profiles = [.. graphs.Select(graph => (graph, Row(graph, peaks, folder)))];
        foreach ((ProfiledGraph graph, ProfiledNode[] nodes) in profiles)
        {
            Losses(graph, nodes, peaks);
        }
    }

    private static ProfiledNode[] Row(ProfiledGraph graph, Peaks peaks, string folder)
    {
        (double milliseconds, ProfiledNode[] nodes) = graph.Profile(folder);
        double total = nodes.Sum(node => node.Microseconds);
        double bound = nodes.Sum(node => Bound(node, peaks));
        Console.WriteLine($"| {graph.Name} | {milliseconds:0.00} | {1e-3 * bound:0.00} | {1e-1 * bound / milliseconds:0} % | {Part(node => node.Flops > 0)} | {Part(node => node.Flops == 0)} |");
        return nodes;

        string Part(Func<ProfiledNode, bool> isOf)
        {
            ProfiledNode[] part = [.. nodes.Where(isOf)];
            double time = part.Sum(node => node.Microseconds);
            return $"{100 * time / total:0} %, {100 * part.Sum(node => Bound(node, peaks)) / time:0} %";
        }
    }

    private static void Losses(ProfiledGraph graph, ProfiledNode[] nodes, Peaks peaks)
    {
        double total = nodes.Sum(node => node.Microseconds);
        Console.WriteLine();
        Console.WriteLine($"Largest losses of {graph.Name}, in shares of its time:");
        foreach (var group in nodes.GroupBy(node => node.Operator).OrderByDescending(Loss).Take(5))
        {
            ProfiledNode worst = group.GroupBy(node => node.Shapes).OrderByDescending(Loss).First().First();
            Console.WriteLine($"- {group.Key}: {100 * Loss(group) / total:0.0} % in {group.Count()} nodes; most of it {worst.Shapes}: {worst.Microseconds:0.0} µs, {Bound(worst, peaks):0.0} at the peaks");
        }

        double Loss(IEnumerable<ProfiledNode> of) => of.Sum(node => node.Microseconds - Bound(node, peaks));
    }

    // Microseconds.
    private static double Bound(ProfiledNode node, Peaks peaks) =>
        1e6 * Math.Max(node.Flops / peaks.Flops, node.Bytes / (node.Bytes <= FitsCache ? peaks.Cached : peaks.Stream));
}
