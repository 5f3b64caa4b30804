namespace ActionML.Export;

/// <summary>1/(1 + e⁻ˣ).</summary>
internal sealed class SigmoidOperator : UnaryOperator
{
    protected override double Compute(double x) => 1 / (1 + Math.Exp(-x));

    protected override Value Slope(Graph graph, Value x, Value y) => graph.Multiply(y, graph.Subtract(graph.Constant(1), y));
}
