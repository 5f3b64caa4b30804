namespace ActionML.Export;

/// <summary>Matrix product of the two last axes, [.., m, k]·[.., k, n], with equal leading axes.</summary>
internal sealed class MatMulOperator : Operator
{
    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape a = inputs[0].Shape;
        Shape b = inputs[1].Shape;
        if (a.Count < 2 || a.Count != b.Count || !a.Take(a.Count - 2).SequenceEqual(b.Take(b.Count - 2)) || a[^1] != b[^2])
        {
            throw new ArgumentException($"Matrices {a} and {b} do not multiply.");
        }

        return [a.With(a.Count - 1, b[^1])];
    }

    // An operand that is a transposed tensor itself may as well get its adjoint transposed, for the two then cancel. What
    // remains to be transposed is the adjoint of the product, small where it has no axis of neighbors, or else the other operand.
    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints)
    {
        if (adjoints[0] is not { } adjoint)
        {
            return [null, null];
        }

        (Value a, Value b) = (node.Inputs[0], node.Inputs[1]);
        return
        [
            a.Node.Operator is TransposeOperator && a.Shape[^2].IsConstant
                ? Flip(graph, graph.MatMul(b, Flip(graph, adjoint)))
                : graph.MatMul(adjoint, Flip(graph, b)),
            b.Node.Operator is TransposeOperator && b.Shape[^1].IsConstant
                ? Flip(graph, graph.MatMul(Flip(graph, adjoint), a))
                : graph.MatMul(Flip(graph, a), adjoint),
        ];
    }

    public override Array[] Evaluate(KernelContext context)
    {
        double[] a = context.Real(0);
        double[] b = context.Real(1);
        int m = context.Shape(0)[^2];
        int k = context.Shape(0)[^1];
        int n = context.Shape(1)[^1];
        double[] result = context.NewOutput();
        int batches = KernelContext.Size(context.OutputShape.AsSpan()[..^2]);
        for (int batch = 0; batch < batches; batch++)
        {
            Multiply(a.AsSpan(batch * m * k, m * k), b.AsSpan(batch * k * n, k * n), result.AsSpan(batch * m * n, m * n), k, n);
        }

        return [result];
    }

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Node("MatMul", node);

    /// <summary>c += a·b for row-major matrices.</summary>
    internal static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c, int k, int n)
    {
        for (int i = 0; i < c.Length; i++)
        {
            int row = i / n * k;
            double sum = 0;
            for (int l = 0; l < k; l++)
            {
                sum += a[row + l] * b[(l * n) + (i % n)];
            }

            c[i] += sum;
        }
    }

    private static Value Flip(Graph graph, Value value)
    {
        int rank = value.Shape.Count;
        int[] order = [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];
        return graph.Transpose(value, order);
    }
}
