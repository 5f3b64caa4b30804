namespace ActionML.Export;

/// <summary>1/(1 + e⁻ˣ).</summary>
internal sealed class SigmoidOperator : UnaryOperator
{
    public override void Emit(OnnxEmitter emitter, Node node)
    {
        if (!emitter.ApproximatesSigmoid)
        {
            base.Emit(emitter, node);
            return;
        }

        Graph graph = emitter.Graph;
        emitter.Alias(node.Output, graph.Reciprocal(graph.Add(graph.Constant(1), graph.Exp(graph.Negate(node.Inputs[0])))));
    }

    protected override double Compute(double x) => 1 / (1 + Math.Exp(-x));

    protected override Value Slope(Graph graph, Value x, Value y) => graph.Multiply(y, graph.Subtract(graph.Constant(1), y));
}
