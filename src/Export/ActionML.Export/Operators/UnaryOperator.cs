namespace ActionML.Export;

/// <summary>An element-wise function of one operand.</summary>
internal abstract class UnaryOperator : Operator
{
    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => [inputs[0].Shape];

    public sealed override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.Multiply(adjoint, Slope(graph, node.Inputs[0], node.Output)) : null];

    public sealed override Array[] Evaluate(KernelContext context) => [Array.ConvertAll(context.Real(0), Compute)];

    /// <summary>The operator's name is ONNX's own.</summary>
    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Node(Key, node);

    protected abstract double Compute(double x);

    /// <summary>dy/dx, from x or from y, whichever is cheaper.</summary>
    protected abstract Value Slope(Graph graph, Value x, Value y);
}
