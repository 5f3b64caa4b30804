namespace ActionML.Export;

/// <summary>Reorders axes.</summary>
internal sealed class TransposeOperator(int[] order) : Operator
{
    public int[] Order { get; } = order;

    public override string Key => $"Transpose[{string.Join(',', Order)}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) =>
        Order.Order().SequenceEqual(Enumerable.Range(0, inputs[0].Shape.Count))
            ? [new Shape([.. Order.Select(axis => inputs[0].Shape[axis])])]
            : throw new ArgumentException($"The axes {string.Join(", ", Order)} are not an order of those of a tensor of shape {inputs[0].Shape}.");

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints)
    {
        int[] inverse = [.. Enumerable.Range(0, Order.Length).Select(axis => Array.IndexOf(Order, axis))];
        return [adjoints[0] is { } adjoint ? graph.Transpose(adjoint, inverse) : null];
    }

    public override Array[] Evaluate(KernelContext context)
    {
        int[] shape = context.Shape(0);
        var strides = new int[shape.Length];
        int stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        double[] source = context.Real(0);
        int[] offsets = KernelContext.StridedOffsets(context.OutputShape, Array.ConvertAll(Order, axis => strides[axis]));
        return [Array.ConvertAll(offsets, offset => source[offset])];
    }

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Node("Transpose", node, ("perm", Array.ConvertAll(Order, axis => (long)axis)));
}
