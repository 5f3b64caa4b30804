namespace ActionML.Export;

/// <summary>The same elements in another shape.</summary>
internal sealed class ReshapeOperator(Shape shape) : Operator
{
    public override string Key => $"Reshape{shape}";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => inputs[0].Shape.Elements == shape.Elements
        ? [shape]
        : throw new ArgumentException($"A tensor of shape {inputs[0].Shape} cannot become {shape}.");

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) =>
        [adjoints[0] is { } adjoint ? graph.Reshape(adjoint, node.Inputs[0].Shape) : null];

    public override Array[] Evaluate(KernelContext context) => [context.Real(0)];

    public override void Emit(OnnxEmitter emitter, Node node) =>
        emitter.Node("Reshape", node.Output, [emitter.NameOf(node.Inputs[0]), emitter.ShapeTensor(shape, allowInferred: true)]);
}
