namespace ActionML.Export;

/// <summary>1/(1 + e⁻ˣ).</summary>
internal sealed class SigmoidOperator : UnaryOperator
{
    /// <summary>
    /// Written with an exponential. ONNX Runtime's own sigmoid is a rational function with an error of some roundings in single precision:
    /// GeTe's residual then ends at 2e-6 of its scale, below 1e-6 so, for 2 % more time. In double it fuses xσ(x) into QuickGelu, has no
    /// such kernel, and refuses to load the file.
    /// </summary>
    public override void Emit(OnnxEmitter emitter, Node node)
    {
        Graph graph = emitter.Graph;
        emitter.Alias(node.Output, graph.Reciprocal(graph.Add(graph.Constant(1), graph.Exp(graph.Negate(node.Inputs[0])))));
    }

    protected override double Compute(double x) => 1 / (1 + Math.Exp(-x));

    protected override Value Slope(Graph graph, Value x, Value y) => graph.Multiply(y, graph.Subtract(graph.Constant(1), y));
}
