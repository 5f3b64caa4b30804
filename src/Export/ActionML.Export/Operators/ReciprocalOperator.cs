namespace ActionML.Export;

/// <summary>1/x.</summary>
internal sealed class ReciprocalOperator : UnaryOperator
{
    protected override double Compute(double x) => 1 / x;

    protected override Value Slope(Graph graph, Value x, Value y) => graph.Negate(graph.Square(y));
}
