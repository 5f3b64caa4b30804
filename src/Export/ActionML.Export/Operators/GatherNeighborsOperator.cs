namespace ActionML.Export;

/// <summary>
/// Values at the neighbors of each particle. Because every edge knows its reverse, the adjoint is a permutation of
/// edges and a sum over neighbors: no scatter, the same result on every device.
/// </summary>
internal sealed class GatherNeighborsOperator(int axis) : Operator
{
    public int Axis => axis;

    public override string Key => $"GatherNeighbors[{axis}]";

    public override bool ReadsIndices(int input) => input > 0;

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape shape = inputs[0].Shape.RequireAxis(axis);
        var neighbors = new Shape(Dimension.Particles, Dimension.Neighbors);
        var reverse = new Shape(neighbors.Elements);
        if (!inputs[1].Shape.Equals(neighbors) || !inputs[2].Shape.Equals(reverse))
        {
            throw new ArgumentException($"Neighbors and reverse edges have shapes {inputs[1].Shape} and {inputs[2].Shape}; they must be {neighbors} and {reverse}.");
        }

        return shape[axis] == Dimension.Particles
            ? [new Shape([.. shape.Take(axis), .. neighbors, .. shape.Skip(axis + 1)])]
            : throw new ArgumentException($"Axis {axis} of a tensor of shape {shape} does not run over particles.");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints)
    {
        if (adjoints[0] is not { } adjoint)
        {
            return [null, null, null];
        }

        Shape shape = adjoint.Shape;
        var edges = new Shape([.. shape.Take(axis), Dimension.Particles * Dimension.Neighbors, .. shape.Skip(axis + 2)]);
        Value permuted = graph.Exchange(graph.Reshape(adjoint, edges), node.Inputs[2], axis);
        Value sum = graph.ReduceSum(graph.Reshape(permuted, shape), axis + 1);
        return [graph.Reshape(sum, node.Inputs[0].Shape), null, null];
    }

    public override Array[] Evaluate(KernelContext context) => [Gather(context, axis)];

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Node("Gather", node.Output, [emitter.NameOf(node.Inputs[0]), emitter.NameOf(node.Inputs[1])], ("axis", axis));

    /// <summary>Picks slices along an axis by the indices of the second input.</summary>
    internal static double[] Gather(KernelContext context, int axis)
    {
        double[] source = context.Real(0);
        long[] indices = context.Index(1);
        (int outer, int length, int inner) = KernelContext.Around(context.Shape(0), axis);
        double[] result = context.NewOutput();
        for (int o = 0; o < outer; o++)
        {
            for (int e = 0; e < indices.Length; e++)
            {
                source.AsSpan(((o * length) + (int)indices[e]) * inner, inner).CopyTo(result.AsSpan(((o * indices.Length) + e) * inner));
            }
        }

        return result;
    }
}
