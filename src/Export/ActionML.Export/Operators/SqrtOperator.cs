namespace ActionML.Export;

/// <summary>√x.</summary>
internal sealed class SqrtOperator : UnaryOperator
{
    protected override double Compute(double x) => Math.Sqrt(x);

    protected override Value Slope(Graph graph, Value x, Value y) => graph.Multiply(0.5, graph.Reciprocal(y));
}
