namespace ActionML.Export;

/// <summary>Values at the reverse of each edge. The permutation is an involution, so it is its own adjoint.</summary>
internal sealed class ReverseEdgesOperator(int axis) : Operator
{
    public int Axis => axis;

    public override string Key => $"ReverseEdges[{axis}]";

    public override bool ReadsIndices(int input) => input == 1;

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape shape = inputs[0].Shape.RequireAxis(axis);
        Dimension edges = Dimension.Particles * Dimension.Neighbors;
        if (shape[axis] != edges)
        {
            throw new ArgumentException($"Axis {axis} of a tensor of shape {shape} does not run over edges.");
        }

        return inputs[1].Shape.Equals(new Shape(edges))
            ? [shape]
            : throw new ArgumentException($"Reverse edges have shape {inputs[1].Shape}; it must be [{edges}].");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.ReverseEdges(adjoint, node.Inputs[1], axis) : null, null];

    public override Array[] Evaluate(KernelContext context) => [GatherNeighborsOperator.Gather(context, axis)];

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Node("Gather", node, ("axis", axis));
}
