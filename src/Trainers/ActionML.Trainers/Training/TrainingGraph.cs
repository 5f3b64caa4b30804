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
    public const string Middle = "middle";
    public const string SquaredErrorPositions = "squared_error_positions";
    public const string SquaredErrorMomenta = "squared_error_momenta";
    public const string GradientPrefix = "gradient.";

    /// <param name="kind">Action or direct.</param>
    /// <param name="network">The network.</param>
    /// <param name="scales">Its scales.</param>
    /// <param name="parameters">Its weights; empty for new ones.</param>
    /// <param name="batch">A batch of the shape that every later one has.</param>
    /// <param name="options">Weights of the loss's parts, and the seed.</param>
    public TrainingGraph(
        ModelKind kind, NetworkOptions network, NetworkScales scales, ParameterStore parameters, TrainingBatch batch, TrainingOptions options)
    {
        Graph = new Graph();
        var inputs = new ModelInputs(Graph, network.Dimension);
        (Value residual, Value deltaMomenta) = kind == ModelKind.Action
            ? Of(new ActionNetwork(Graph, inputs, network, scales, parameters, options.Seed))
            : Of(new DirectNetwork(Graph, inputs, network, scales, parameters, options.Seed));

        Value targetPositions = Graph.Input(TargetPositions, Dimension.Particles, network.Dimension);
        Value targetMomenta = Graph.Input(TargetMomenta, Dimension.Particles, network.Dimension);
        Value weights = Graph.Reshape(Graph.Input(RootWeights, Dimension.Particles), new Shape(Dimension.Particles, 1));
        Value root = Graph.Sqrt(Graph.Reshape(inputs.Masses, new Shape(Dimension.Particles, 1)));
        Value positions = Graph.Multiply(1 / (scales.TimeStep * scales.PositionChange), Graph.Multiply(residual, root));
        Value momenta = Graph.Multiply(1 / scales.MomentumChange, Graph.Divide(deltaMomenta, root));
        ErrorsOfPositions = Graph.Multiply(weights, Graph.Subtract(positions, targetPositions));
        ErrorsOfMomenta = Graph.Multiply(weights, Graph.Subtract(momenta, targetMomenta));
        Value squaredPositions = SumOfSquares(ErrorsOfPositions);
        Value squaredMomenta = SumOfSquares(ErrorsOfMomenta);
        Value loss = Sum(squaredPositions, squaredMomenta);
        if (batch.IsOfSequences)
        {
            double weight = PairSequences.Size * options.FourthDifferenceWeight!.Value; // a mean over the pairs in the middle
            loss = Graph.Add(loss, Graph.Multiply(weight, Sum(SumOfSquares(Differences(ErrorsOfPositions)), SumOfSquares(Differences(ErrorsOfMomenta)))));
        }

        loss = Graph.Multiply(1.0 / (batch.Particles * network.Dimension), loss);

        Value?[] gradients = ReverseMode.Gradients(Graph, loss, Graph.Parameters);
        Outputs =
        [
            (SquaredErrorPositions, squaredPositions),
            (SquaredErrorMomenta, squaredMomenta),
            .. parameters.Names.Select((name, i) => (GradientPrefix + name, gradients[i]
                ?? throw new InvalidOperationException($"The loss does not depend on parameter '{name}'."))),
        ];

        Value Sum(Value positions, Value momenta) => Graph.Add(Graph.Multiply(options.PositionWeight!.Value, positions), momenta);

        static (Value, Value) Of(object network) => network switch
        {
            ActionNetwork action => (action.Residual, action.DeltaMomenta),
            DirectNetwork direct => (direct.Residual, direct.DeltaMomenta),
            _ => throw new ArgumentException("unknown network"),
        };
    }

    public Graph Graph { get; }

    /// <summary>Errors of the position part times root weights, [B·N, D].</summary>
    public Value ErrorsOfPositions { get; }

    /// <summary>Errors of the momentum part times root weights, [B·N, D].</summary>
    public Value ErrorsOfMomenta { get; }

    /// <summary>The number of all weights together.</summary>
    public int WeightCount => Graph.Parameters.Sum(parameter => parameter.Shape.Elements.Factor);

    /// <summary>Two squared errors, then one gradient per parameter in the store's order.</summary>
    public IReadOnlyList<(string Name, Value Value)> Outputs { get; }

    /// <summary>The input with the partners of the particles of pairs in the middle, in the pair at another place.</summary>
    public static string Partners(int place) => $"partners{place}";

    private Value SumOfSquares(Value errors) => Graph.ReduceSum(Graph.Square(errors), 0, 1);

    /// <summary>Fourth differences at the rows of pairs in the middle, zero at the others.</summary>
    private Value Differences(Value errors)
    {
        Value sum = Graph.Multiply(PairSequences.Coefficients[PairSequences.Middle], errors);
        foreach (int place in PairSequences.Others)
        {
            Value partners = Graph.IndexInput(Partners(place), Dimension.Particles);
            sum = Graph.Add(sum, Graph.Multiply(PairSequences.Coefficients[place], Graph.Exchange(errors, partners, axis: 0)));
        }

        Value middle = Graph.Reshape(Graph.Input(Middle, Dimension.Particles), new Shape(Dimension.Particles, 1));
        return Graph.Multiply(middle, sum);
    }
}
