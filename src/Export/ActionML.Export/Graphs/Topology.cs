namespace ActionML.Export;

/// <summary>The nodes that a set of values needs, each after its inputs.</summary>
internal static class Topology
{
    /// <param name="outputs">The values.</param>
    /// <param name="isKnown">Nodes that are there already, with all that they need.</param>
    public static IReadOnlyList<Node> Order(IEnumerable<Value> outputs, Func<Node, bool>? isKnown = null)
    {
        var found = new HashSet<Node>();
        var stack = new Stack<Node>(outputs.Select(output => output.Node));
        while (stack.TryPop(out Node? node))
        {
            if (isKnown?.Invoke(node) != true && found.Add(node))
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
