namespace ActionML.Export;

/// <summary>
/// A direct prediction of (Δq, Δp) from the start of a step: equivariant and Galilean, but without the structure of
/// mechanics. Not graded: Δp = hF + ½h²Ḟ + …, and Ḟ is odd under time reversal.
/// </summary>
public sealed class DirectNetwork
{
    /// <summary>Builds the network in a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Positions and momenta at the start of the step, and what does not move.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="scales">Constants of the training data.</param>
    /// <param name="parameters">Receives start values for parameters that it does not hold.</param>
    /// <param name="seed">Seed of the start values.</param>
    public DirectNetwork(
        Graph graph, ModelInputs inputs, NetworkOptions options, NetworkScales scales, ParameterStore parameters, int seed = 0)
    {
        options.Validate();
        var network = new MessagePassing(graph, inputs, options, scales, new Weights(graph, parameters, new Random(seed)), graded: false, times: [0]);
        int width = options.Width;

        // Vectors of both grades, each channel weighted by a scalar that the particle network computes.
        int[] vectors = [1, 3, 4];
        Value gates = network.Linear("gates", network.Hidden, width * vectors.Length);
        Value[] gate = graph.Split(gates, 1, [.. vectors.Select(_ => width)]);
        Value output = vectors
            .Select((group, i) => network.Linear(
                $"out{group}",
                graph.Multiply(network.Groups[group], graph.Reshape(gate[i], new Shape(Dimension.Particles, 1, width))),
                2,
                bias: false))
            .Aggregate(graph.Add);

        Value[] parts = graph.Split(output, 2, 1, 1);
        var shape = new Shape(Dimension.Particles, options.Dimension);
        Value masses = graph.Reshape(inputs.Masses, new Shape(Dimension.Particles, 1));
        Value root = graph.Sqrt(masses);
        Residual = graph.Divide(
            graph.Multiply(scales.TimeStep * scales.PositionChange, graph.Reshape(parts[0], shape)), root);
        DeltaPositions = graph.Add(graph.Divide(graph.Multiply(scales.TimeStep, inputs.Momenta), masses), Residual);
        DeltaMomenta = graph.Multiply(graph.Multiply(scales.MomentumChange, root), graph.Reshape(parts[1], shape));
    }

    /// <summary>Δq, [N, D].</summary>
    public Value DeltaPositions { get; }

    /// <summary>Δq − h p/m, [N, D]: what the free flight leaves.</summary>
    public Value Residual { get; }

    /// <summary>Δp, [N, D].</summary>
    public Value DeltaMomenta { get; }
}
