namespace ActionML.Benchmarks;

/// <summary>Where a graph spends its time: ONNX Runtime's own profile on one thread.</summary>
internal static class OperatorProfile
{
    public static void Print(ProfiledGraph graph, string folder)
    {
        (double milliseconds, ProfiledNode[] nodes) = graph.Profile(folder);
        double total = nodes.Sum(node => node.Microseconds);
        Console.WriteLine($"{graph.Name}: {milliseconds:F2} ms of processor time per run; {nodes.Length} nodes, {total / 1000:F2} ms in all while profiled");
        Console.WriteLine("operator                share   nodes   µs per node");
        foreach (var group in nodes.GroupBy(node => node.Operator).OrderByDescending(group => group.Sum(node => node.Microseconds)))
        {
            double sum = group.Sum(node => node.Microseconds);
            Console.WriteLine($"{group.Key,-20} {100 * sum / total,6:F1} % {group.Count(),6} {sum / group.Count(),9:F1}");
        }

        Console.WriteLine("the most expensive operators and shapes");
        foreach (var group in nodes.GroupBy(node => (node.Operator, node.Shapes)).OrderByDescending(group => group.Sum(node => node.Microseconds)).Take(30))
        {
            double sum = group.Sum(node => node.Microseconds);
            Console.WriteLine($"{group.Key.Operator,-20} {100 * sum / total,6:F1} % {group.Count(),6} {sum / group.Count(),9:F1}   {group.Key.Shapes}");
        }
    }
}
