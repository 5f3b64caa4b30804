namespace ActionML.Export;

/// <summary>a · b, element by element.</summary>
internal sealed class MultiplyOperator : BinaryOperator
{
    protected override string OnnxName => "Mul";

    protected override double Compute(double a, double b) => a * b;

    protected override (Value? A, Value? B) Slopes(Graph graph, Node node) => (node.Inputs[1], node.Inputs[0]);
}
