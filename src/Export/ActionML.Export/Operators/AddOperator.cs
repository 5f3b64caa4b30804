namespace ActionML.Export;

/// <summary>a + b.</summary>
internal sealed class AddOperator : BinaryOperator
{
    protected override string OnnxName => "Add";

    protected override double Compute(double a, double b) => a + b;

    protected override (Value? A, Value? B) Slopes(Graph graph, Node node) => (null, null);
}
