namespace ActionML.Export;

/// <summary>max(x, 0), or its slope: 1 for positive x, else 0.</summary>
internal sealed class ReluOperator(bool isSlope) : UnaryOperator
{
    public bool IsSlope => isSlope;

    public override string Key => isSlope ? "ReluSlope" : "Relu";

    public override void Emit(OnnxEmitter emitter, Node node)
    {
        if (isSlope)
        {
            // Sign has kernels for every real type; the sign of max(x, 0) is the slope.
            Graph graph = emitter.Graph;
            emitter.Node("Sign", node.Output, [emitter.NameOf(graph.Relu(node.Inputs[0]))]);
        }
        else
        {
            emitter.Node("Relu", node);
        }
    }

    protected override double Compute(double x) => isSlope ? (x > 0 ? 1 : 0) : Math.Max(x, 0);

    protected override Value Slope(Graph graph, Value x, Value y) =>
        isSlope ? graph.Constant(0) : graph.Apply(new ReluOperator(isSlope: true), x);
}
