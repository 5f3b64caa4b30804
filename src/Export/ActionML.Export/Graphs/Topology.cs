namespace ActionML.Export;

/// <summary>The nodes that a set of values needs, each after its inputs.</summary>
internal static class Topology
{
    public static IReadOnlyList<Node> Order(IEnumerable<Value> outputs)
    {
        var found = new HashSet<Node>();
        var stack = new Stack<Node>(outputs.Select(output => output.Node));
        while (stack.TryPop(out Node? node))
        {
            if (found.Add(node))
            {
                foreach (Value input in node.Inputs)
                {
                    stack.Push(input.Node);
                }
            }
        }

        return [.. found.OrderBy(node => node.Outputs[0].Id)];
    }
}
