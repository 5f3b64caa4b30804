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

    // Over a short first axis a product with a row of ones: the sum of three rows takes five times as long.
    public override void Emit(OnnxEmitter emitter, Node node)
    {
        Value x = node.Inputs[0];
        if (axes is [0] && x.Shape is { Count: 2 } shape && shape[0].IsConstant)
        {
            Value ones = emitter.Graph.Constant([.. Enumerable.Repeat(1.0, shape[0].Factor)], 1, shape[0].Factor);
            emitter.Node("MatMul", node.Output, [emitter.NameOf(ones), emitter.NameOf(x)]);
            return;
        }

        emitter.Node("ReduceSum", node.Output, [emitter.NameOf(x), emitter.Integers(Array.ConvertAll(axes, axis => (long)axis))], ("keepdims", 1));
    }
}
