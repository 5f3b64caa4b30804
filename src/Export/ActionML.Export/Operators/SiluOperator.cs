using System.Globalization;

namespace ActionML.Export;

/// <summary>
/// SiLU, y = xσ(x), and its first and second derivative, written with y, σ and each other. Differentiating the
/// product instead would yield several times as many nodes, and element-wise nodes are where the time goes.
/// </summary>
internal sealed class SiluOperator(int order) : UnaryOperator
{
    public override string Key => "Silu" + order.ToString(CultureInfo.InvariantCulture);

    public static Value Build(Graph graph, Value x, int order) => graph.Apply(new SiluOperator(order), x);

    public override Value Decompose(Graph graph, Node node)
    {
        Value x = node.Inputs[0];
        Value sigmoid = graph.Sigmoid(x);
        Value y = order == 0 ? graph.Multiply(x, sigmoid) : Build(graph, x, 0);
        return order switch
        {
            0 => y,
            // y' = σ + y(1 − σ)
            1 => graph.Add(sigmoid, graph.Multiply(y, OneMinus(sigmoid))),
            // y'' = (1 − σ)(2y' − y)
            _ => graph.Multiply(OneMinus(sigmoid), graph.Subtract(graph.Multiply(2, Build(graph, x, 1)), y)),
        };

        Value OneMinus(Value value) => graph.Subtract(graph.Constant(1), value);
    }

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.Alias(node.Output, Decompose(emitter.Graph, node));

    protected override double Compute(double x)
    {
        double sigmoid = 1 / (1 + Math.Exp(-x));
        double y = x * sigmoid;
        double slope = sigmoid + (y * (1 - sigmoid));
        return order switch
        {
            0 => y,
            1 => slope,
            _ => (1 - sigmoid) * ((2 * slope) - y),
        };
    }

    protected override Value Slope(Graph graph, Value x, Value y)
    {
        if (order < 2)
        {
            return Build(graph, x, order + 1);
        }

        // y''' = (1 − σ)(2y'' − y' − σ(2y' − y)) = (1 − σ)(2y'' − y') − σ y''
        Value sigmoid = graph.Sigmoid(x);
        Value slope = Build(graph, x, 1);
        Value first = graph.Multiply(
            graph.Subtract(graph.Constant(1), sigmoid),
            graph.Subtract(graph.Multiply(2, y), slope));
        return graph.Subtract(first, graph.Multiply(sigmoid, y));
    }
}
