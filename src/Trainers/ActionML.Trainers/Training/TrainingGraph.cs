using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// The graph of a training step: squared errors of both targets and the gradient of the loss by every parameter, all
/// of it nodes. An engine needs no differentiation of its own.
/// </summary>
internal sealed class TrainingGraph
{
    public const string TargetPositions = "target_positions";
    public const string TargetMomenta = "target_momenta";
    public const string RootWeights = "root_weights";
    public const string SquaredErrorPositions = "squared_error_positions";
    public const string SquaredErrorMomenta = "squared_error_momenta";
    public const string GradientPrefix = "gradient.";

    public TrainingGraph(
        ModelKind kind, NetworkOptions network, NetworkScales scales, ParameterStore parameters, double positionWeight, int particles, int seed)
    {
        Graph = new Graph();
        var inputs = new ModelInputs(Graph, network.Dimension);
        (Value residual, Value deltaMomenta) = kind == ModelKind.Action
            ? Of(new ActionNetwork(Graph, inputs, network, scales, parameters, seed))
            : Of(new DirectNetwork(Graph, inputs, network, scales, parameters, seed));

        Value targetPositions = Graph.Input(TargetPositions, Dimension.Particles, network.Dimension);
        Value targetMomenta = Graph.Input(TargetMomenta, Dimension.Particles, network.Dimension);
        Value weights = Graph.Reshape(Graph.Input(RootWeights, Dimension.Particles), new Shape(Dimension.Particles, 1));
        Value root = Graph.Sqrt(Graph.Reshape(inputs.Masses, new Shape(Dimension.Particles, 1)));
        Value positions = Graph.Multiply(1 / (scales.TimeStep * scales.PositionChange), Graph.Multiply(residual, root));
        Value momenta = Graph.Multiply(1 / scales.MomentumChange, Graph.Divide(deltaMomenta, root));
        Value squaredPositions = SquaredError(positions, targetPositions, weights);
        Value squaredMomenta = SquaredError(momenta, targetMomenta, weights);
        Value loss = Graph.Multiply(
            1.0 / (particles * network.Dimension),
            Graph.Add(Graph.Multiply(positionWeight, squaredPositions), squaredMomenta));

        Value?[] gradients = ReverseMode.Gradients(Graph, loss, Graph.Parameters);
        Outputs =
        [
            (SquaredErrorPositions, squaredPositions),
            (SquaredErrorMomenta, squaredMomenta),
            .. parameters.Names.Select((name, i) => (GradientPrefix + name, gradients[i]
                ?? throw new InvalidOperationException($"The loss does not depend on parameter '{name}'."))),
        ];

        static (Value, Value) Of(object network) => network switch
        {
            ActionNetwork action => (action.Residual, action.DeltaMomenta),
            DirectNetwork direct => (direct.Residual, direct.DeltaMomenta),
            _ => throw new ArgumentException("unknown network"),
        };
    }

    public Graph Graph { get; }

    /// <summary>The number of all weights together.</summary>
    public int WeightCount => Graph.Parameters.Sum(parameter => parameter.Shape.Elements.Factor);

    /// <summary>Two squared errors, then one gradient per parameter in the store's order.</summary>
    public IReadOnlyList<(string Name, Value Value)> Outputs { get; }

    private Value SquaredError(Value prediction, Value target, Value rootWeights) =>
        Graph.ReduceSum(Graph.Square(Graph.Multiply(rootWeights, Graph.Subtract(prediction, target))), 0, 1);
}
