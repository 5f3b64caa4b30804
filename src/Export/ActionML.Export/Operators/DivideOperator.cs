namespace ActionML.Export;

/// <summary>a / b.</summary>
internal sealed class DivideOperator : BinaryOperator
{
    protected override string OnnxName => "Div";

    protected override double Compute(double a, double b) => a / b;

    protected override (Value? A, Value? B) Slopes(Graph graph, Node node)
    {
        Value inverse = graph.Reciprocal(node.Inputs[1]);
        return (inverse, graph.Negate(graph.Multiply(node.Output, inverse)));
    }
}
