namespace ActionML.Export;

/// <summary>A named input of the graph.</summary>
internal sealed class InputOperator(string name, Shape shape, bool isIndex) : Operator
{
    public string Name { get; } = name;

    public override bool YieldsIndices => isIndex;

    public override string Key => $"{(isIndex ? "IndexInput" : "Input")}[{Name}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => [shape];

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) => [];

    public override Array[] Evaluate(KernelContext context) => throw new InvalidOperationException($"Input '{Name}' was given no value.");

    public override void Emit(OnnxEmitter emitter, Node node)
    {
        // An input is declared by the file, not computed.
    }
}
