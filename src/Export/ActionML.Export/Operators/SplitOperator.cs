namespace ActionML.Export;

/// <summary>Cuts a tensor into parts along an axis; the adjoint of a concatenation.</summary>
internal sealed class SplitOperator(int axis, int[] sizes) : Operator
{
    public int Axis => axis;

    public IReadOnlyList<int> Sizes => sizes;

    public override string Key => $"Split[{axis};{string.Join(',', sizes)}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape shape = inputs[0].Shape.RequireAxis(axis);
        return shape[axis] == sizes.Sum() && sizes.All(size => size > 0)
            ? Array.ConvertAll(sizes, size => shape.With(axis, size))
            : throw new ArgumentException($"Axis {axis} of a tensor of shape {shape} does not split into {string.Join(" + ", sizes)}.");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints)
    {
        if (adjoints.All(adjoint => adjoint is null))
        {
            return [null];
        }

        Value[] parts = [.. node.Outputs.Select((output, i) => adjoints[i] ?? graph.Expand(graph.Constant(0), output))];
        return [graph.Concat(axis, parts)];
    }

    public override Array[] Evaluate(KernelContext context)
    {
        (int outer, int length, int inner) = KernelContext.Around(context.Shape(0), axis);
        var results = new Array[sizes.Length];
        int start = 0;
        for (int output = 0; output < sizes.Length; output++)
        {
            int part = sizes[output] * inner;
            double[] result = context.NewOutput(output);
            for (int o = 0; o < outer; o++)
            {
                context.Real(0).AsSpan((o * length * inner) + start, part).CopyTo(result.AsSpan(o * part));
            }

            results[output] = result;
            start += part;
        }

        return results;
    }

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Split(node, emitter.Integers(Array.ConvertAll(sizes, size => (long)size)), axis);
}
