namespace ActionML.Export;

/// <summary>A named trainable parameter: an input while training, an initializer in an exported file.</summary>
internal sealed class ParameterOperator(string name, Shape shape) : Operator
{
    public string Name { get; } = name;

    public override string Key => $"Parameter[{Name}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => [shape];

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) => [];

    public override Array[] Evaluate(KernelContext context) => throw new InvalidOperationException($"Parameter '{Name}' was given no value.");

    public override void Emit(OnnxEmitter emitter, Node node)
    {
        // A parameter is declared by the file, not computed.
    }
}
