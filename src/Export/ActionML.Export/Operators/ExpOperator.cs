namespace ActionML.Export;

/// <summary>eˣ.</summary>
internal sealed class ExpOperator : UnaryOperator
{
    protected override double Compute(double x) => Math.Exp(x);

    protected override Value Slope(Graph graph, Value x, Value y) => y;
}
