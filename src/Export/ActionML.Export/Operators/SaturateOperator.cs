using System.Globalization;

namespace ActionML.Export;

/// <summary>x/√(1 + x²/c²), which goes from −c to c. With s = 1/√(1 + x²/c²) it is xs and its derivative s³, a few nodes instead of a dozen.</summary>
internal sealed class SaturateOperator(double limit) : UnaryOperator
{
    public override string Key => "Saturate" + limit.ToString("R", CultureInfo.InvariantCulture);

    public override Value Decompose(Graph graph, Node node) => graph.Multiply(node.Inputs[0], Factor(graph, node.Inputs[0]));

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Alias(node.Output, Decompose(emitter.Graph, node));

    protected override double Compute(double x) => x / Math.Sqrt(1 + (x * x / (limit * limit)));

    protected override Value Slope(Graph graph, Value x, Value y)
    {
        Value s = Factor(graph, x);
        return graph.Multiply(graph.Square(s), s);
    }

    private Value Factor(Graph graph, Value x) => graph.Reciprocal(graph.Sqrt(
        graph.Add(graph.Constant(1), graph.Multiply(1 / (limit * limit), graph.Square(x)))));
}
