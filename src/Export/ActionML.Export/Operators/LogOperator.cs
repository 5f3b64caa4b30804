namespace ActionML.Export;

/// <summary>ln x.</summary>
internal sealed class LogOperator : UnaryOperator
{
    protected override double Compute(double x) => Math.Log(x);

    protected override Value Slope(Graph graph, Value x, Value y) => graph.Reciprocal(x);
}
