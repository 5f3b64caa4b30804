namespace ActionML.Export;

/// <summary>a − b.</summary>
internal sealed class SubtractOperator : BinaryOperator
{
    protected override string OnnxName => "Sub";

    protected override double Compute(double a, double b) => a - b;

    protected override (Value? A, Value? B) Slopes(Graph graph, Node node) => (null, graph.Constant(-1));
}
