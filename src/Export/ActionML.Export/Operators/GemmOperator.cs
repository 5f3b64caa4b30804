namespace ActionML.Export;

/// <summary>op(A)·op(B) + C for matrices, op being the identity or the transpose and C an optional matrix or row vector.</summary>
internal sealed class GemmOperator(bool transposeA, bool transposeB) : Operator
{
    public bool TransposeA => transposeA;

    public bool TransposeB => transposeB;

    public override string Key => $"Gemm[{(transposeA ? "T" : "N")}{(transposeB ? "T" : "N")}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        Shape a = inputs[0].Shape;
        Shape b = inputs[1].Shape;
        if (a.Count != 2 || b.Count != 2 || a[transposeA ? 0 : 1] != b[transposeB ? 1 : 0])
        {
            throw new ArgumentException($"Matrices {a} and {b} do not multiply as {Key}.");
        }

        var result = new Shape(a[transposeA ? 1 : 0], b[transposeB ? 0 : 1]);
        return inputs.Count < 3 || inputs[2].Shape.Equals(new Shape(result[1])) || inputs[2].Shape.Equals(result)
            ? [result]
            : throw new ArgumentException($"A term of shape {inputs[2].Shape} does not fit a product of shape {result}.");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints)
    {
        var result = new Value?[node.Inputs.Count];
        if (adjoints[0] is not { } g)
        {
            return result;
        }

        Value a = node.Inputs[0];
        Value b = node.Inputs[1];
        result[0] = transposeA
            ? graph.Gemm(b, g, transposeA: transposeB, transposeB: true)
            : graph.Gemm(g, b, transposeB: !transposeB);
        result[1] = transposeB
            ? graph.Gemm(g, a, transposeA: true, transposeB: transposeA)
            : graph.Gemm(a, g, transposeA: !transposeA);
        if (result.Length == 3)
        {
            result[2] = graph.SumTo(g, node.Inputs[2].Shape);
        }

        return result;
    }

    public override Array[] Evaluate(KernelContext context)
    {
        int[] shape = context.OutputShape;
        double[] a = transposeA ? Transposed(context.Real(0), context.Shape(0)) : context.Real(0);
        double[] b = transposeB ? Transposed(context.Real(1), context.Shape(1)) : context.Real(1);
        double[] result = context.NewOutput();
        MatMulOperator.Multiply(a, b, result, context.Shape(0)[transposeA ? 0 : 1], shape[1]);
        if (context.Count == 3)
        {
            double[] term = context.Real(2);
            for (int e = 0; e < result.Length; e++)
            {
                result[e] += term[e % term.Length];
            }
        }

        return [result];
    }

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Node("Gemm", node, ("transA", transposeA ? 1 : 0), ("transB", transposeB ? 1 : 0));

    private static double[] Transposed(double[] matrix, int[] shape)
    {
        var result = new double[matrix.Length];
        for (int e = 0; e < matrix.Length; e++)
        {
            result[(e % shape[1] * shape[0]) + (e / shape[1])] = matrix[e];
        }

        return result;
    }
}
