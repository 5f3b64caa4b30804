namespace ActionML.Export;

/// <summary>Joins tensors along an axis; the adjoint of a split.</summary>
internal sealed class ConcatOperator(int axis) : Operator
{
    public int Axis => axis;

    public override string Key => $"Concat[{axis}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape first = inputs[0].Shape.RequireAxis(axis);
        foreach (Value input in inputs)
        {
            if (input.Shape.Count != first.Count || !input.Shape.With(axis, 1).Equals(first.With(axis, 1)) || !input.Shape[axis].IsConstant)
            {
                throw new ArgumentException($"Shapes {first} and {input.Shape} do not join along axis {axis}.");
            }
        }

        return [first.With(axis, inputs.Sum(input => input.Shape[axis].Factor))];
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) => adjoints[0] is { } adjoint
        ? graph.Split(adjoint, axis, [.. node.Inputs.Select(input => input.Shape[axis].Factor)])
        : new Value?[node.Inputs.Count];

    public override Array[] Evaluate(KernelContext context)
    {
        double[] result = context.NewOutput();
        (int outer, int length, int inner) = KernelContext.Around(context.OutputShape, axis);
        int start = 0;
        for (int input = 0; input < context.Count; input++)
        {
            int part = context.Shape(input)[axis] * inner;
            for (int o = 0; o < outer; o++)
            {
                context.Real(input).AsSpan(o * part, part).CopyTo(result.AsSpan((o * length * inner) + start));
            }

            start += part;
        }

        return [result];
    }

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Node("Concat", node, ("axis", axis));
}
