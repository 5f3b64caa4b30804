namespace ActionML.Export;

/// <summary>Repeats axes of size one until the first operand has the shape of the second, whose values do not matter.</summary>
internal sealed class ExpandOperator : Operator
{
    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape target = inputs[1].Shape;
        return Shape.Broadcast(inputs[0].Shape, target).Equals(target)
            ? [target]
            : throw new ArgumentException($"A tensor of shape {inputs[0].Shape} does not expand to {target}.");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.SumTo(adjoint, node.Inputs[0].Shape) : null, null];

    public override Array[] Evaluate(KernelContext context)
    {
        double[] source = context.Real(0);
        int[] offsets = KernelContext.BroadcastOffsets(context.OutputShape, context.Shape(0));
        return [Array.ConvertAll(offsets, offset => source[offset])];
    }

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Node("Expand", node.Output, [emitter.NameOf(node.Inputs[0]), emitter.ShapeTensor(node.Output.Shape, allowInferred: false)]);
}
