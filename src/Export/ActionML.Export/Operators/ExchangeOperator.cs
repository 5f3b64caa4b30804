namespace ActionML.Export;

/// <summary>The value of each entry's partner. The permutation is an involution, so it is its own adjoint.</summary>
internal sealed class ExchangeOperator(int axis) : Operator
{
    public int Axis => axis;

    public override string Key => $"Exchange[{axis}]";

    public override bool ReadsIndices(int input) => input == 1;

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape shape = inputs[0].Shape.RequireAxis(axis);
        return inputs[1].Shape.Equals(new Shape(shape[axis]))
            ? [shape]
            : throw new ArgumentException($"Partners have shape {inputs[1].Shape}; along axis {axis} of a tensor of shape {shape} it must be [{shape[axis]}].");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.Exchange(adjoint, node.Inputs[1], axis) : null, null];

    public override Array[] Evaluate(KernelContext context) => [GatherNeighborsOperator.Gather(context, axis)];

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Node("Gather", node, ("axis", axis));
}
