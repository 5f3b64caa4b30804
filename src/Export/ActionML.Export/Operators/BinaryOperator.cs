namespace ActionML.Export;

/// <summary>An element-wise operator of two operands that broadcast to a common shape.</summary>
internal abstract class BinaryOperator : Operator
{
    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => [Shape.Broadcast(inputs[0].Shape, inputs[1].Shape)];

    public sealed override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints)
    {
        if (adjoints[0] is not { } adjoint)
        {
            return [null, null];
        }

        (Value? a, Value? b) = Slopes(graph, node);
        return [Apply(node.Inputs[0], a), Apply(node.Inputs[1], b)];

        Value Apply(Value input, Value? slope) =>
            graph.SumTo(slope is null ? adjoint : graph.Multiply(adjoint, slope), input.Shape);
    }

    public sealed override Array[] Evaluate(KernelContext context)
    {
        double[] a = context.Real(0);
        double[] b = context.Real(1);
        int[] left = KernelContext.BroadcastOffsets(context.OutputShape, context.Shape(0));
        int[] right = KernelContext.BroadcastOffsets(context.OutputShape, context.Shape(1));
        double[] result = context.NewOutput();
        for (int e = 0; e < result.Length; e++)
        {
            result[e] = Compute(a[left[e]], b[right[e]]);
        }

        return [result];
    }

    /// <summary>The operator's name is ONNX's own, shortened as there.</summary>
    public sealed override void Emit(OnnxEmitter emitter, Node node) => emitter.Node(OnnxName, node);

    protected abstract string OnnxName { get; }

    protected abstract double Compute(double a, double b);

    /// <summary>∂/∂a and ∂/∂b; null stands for one.</summary>
    protected abstract (Value? A, Value? B) Slopes(Graph graph, Node node);
}
