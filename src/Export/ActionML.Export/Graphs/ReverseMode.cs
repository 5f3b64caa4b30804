namespace ActionML.Export;

/// <summary>
/// Reverse-mode differentiation: appends the gradient of a sum as nodes of the same graph. Closed under itself, so
/// gradients of gradients are obtained by calling it again.
/// </summary>
public static class ReverseMode
{
    /// <summary>The gradients of the sum over all elements of a value.</summary>
    /// <param name="graph">The graph that holds the values.</param>
    /// <param name="output">The value whose elements are summed.</param>
    /// <param name="variables">What to differentiate by.</param>
    /// <returns>One gradient per variable, of the variable's shape; null where the output does not depend on it.</returns>
    public static Value?[] Gradients(Graph graph, Value output, IReadOnlyList<Value> variables)
    {
        HashSet<Node> relevant = Relevant(output, variables);
        var adjoints = new Dictionary<Value, Value> { [output] = graph.Expand(graph.Constant(1), output) };

        // Values are numbered in creation order, so descending numbers are a reverse topological order.
        var pending = new PriorityQueue<Node, int>();
        var queued = new HashSet<Node>();
        if (relevant.Contains(output.Node))
        {
            pending.Enqueue(output.Node, -output.Id);
            queued.Add(output.Node);
        }

        while (pending.TryDequeue(out Node? node, out _))
        {
            if (node.Inputs.Count == 0)
            {
                continue;
            }

            Value?[] outputs = Array.ConvertAll(node.Outputs, value => adjoints.GetValueOrDefault(value));
            Value?[] inputs = node.Operator.Differentiate(graph, node, outputs);
            for (int i = 0; i < inputs.Length; i++)
            {
                Value input = node.Inputs[i];
                if (inputs[i] is not { } adjoint || !relevant.Contains(input.Node))
                {
                    continue;
                }

                adjoints[input] = adjoints.TryGetValue(input, out Value? sum) ? Sum(graph, sum, adjoint) : adjoint;
                if (queued.Add(input.Node))
                {
                    pending.Enqueue(input.Node, -input.Id);
                }
            }
        }

        return [.. variables.Select(variable => adjoints.GetValueOrDefault(variable))];
    }

    // A matrix product adds to what is there at half the cost of writing itself and being added.
    private static Value Sum(Graph graph, Value sum, Value adjoint) =>
        adjoint.Node is { Operator: GemmOperator gemm, Inputs: [var a, var b] }
            ? graph.Gemm(a, b, sum, gemm.TransposeA, gemm.TransposeB)
            : graph.Add(sum, adjoint);

    /// <summary>The nodes that lie between the variables and the output.</summary>
    private static HashSet<Node> Relevant(Value output, IReadOnlyList<Value> variables)
    {
        var depends = new Dictionary<Node, bool>();
        foreach (Value variable in variables)
        {
            depends[variable.Node] = true;
        }

        foreach (Node node in Topology.Order([output]))
        {
            if (!depends.ContainsKey(node))
            {
                depends[node] = node.Inputs.Any(input => depends[input.Node]);
            }
        }

        return [.. depends.Where(entry => entry.Value).Select(entry => entry.Key)];
    }
}
