namespace ActionML.Export;

/// <summary>Values at the reverse of each edge. The permutation is an involution, so it is its own adjoint.</summary>
internal sealed class ReverseEdgesOperator(int axis) : Operator
{
    public override string Key => $"ReverseEdges[{axis}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) =>
        inputs[0].Shape[axis] == Dimension.Particles * Dimension.Neighbors
            ? [inputs[0].Shape]
            : throw new ArgumentException($"Axis {axis} of a tensor of shape {inputs[0].Shape} does not run over edges.");

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.ReverseEdges(adjoint, node.Inputs[1], axis) : null, null];

    public override Array[] Evaluate(KernelContext context) => [GatherNeighborsOperator.Gather(context, axis)];

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Node("Gather", node, ("axis", axis));
}
