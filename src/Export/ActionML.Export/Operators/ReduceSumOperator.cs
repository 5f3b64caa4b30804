namespace ActionML.Export;

/// <summary>Sum over axes, which stay with size one.</summary>
internal sealed class ReduceSumOperator(int[] axes) : Operator
{
    public IReadOnlyList<int> Axes => axes;

    public override string Key => $"ReduceSum[{string.Join(',', axes)}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) =>
        [axes.Aggregate(inputs[0].Shape, (shape, axis) => shape.RequireAxis(axis).With(axis, 1))];

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.Expand(adjoint, node.Inputs[0]) : null];

    public override Array[] Evaluate(KernelContext context)
    {
        double[] source = context.Real(0);
        int[] offsets = KernelContext.BroadcastOffsets(context.Shape(0), context.OutputShape);
        double[] result = context.NewOutput();
        for (int e = 0; e < source.Length; e++)
        {
            result[offsets[e]] += source[e];
        }

        return [result];
    }

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Node("ReduceSum", node.Output, [emitter.NameOf(node.Inputs[0]), emitter.Integers(Array.ConvertAll(axes, axis => (long)axis))], ("keepdims", 1));
}
