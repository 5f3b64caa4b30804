using System.Globalization;

namespace ActionML.Export;

/// <summary>A tensor fixed when the graph is built.</summary>
internal sealed class ConstantOperator(double[] values, Shape shape) : Operator
{
    public double[] Values { get; } = values;

    public override string Key { get; } =
        $"Constant[{shape};{string.Join(';', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))}]";

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => shape.Elements == Values.Length
        ? [shape]
        : throw new ArgumentException($"A constant of shape {shape} was given {Values.Length} values.");

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) => [];

    public override Array[] Evaluate(KernelContext context) => [Values];

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Initializer(node.Output, Values);
}
