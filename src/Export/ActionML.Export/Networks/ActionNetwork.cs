namespace ActionML.Export;

/// <summary>
/// A generating function of midpoint type, S = h Σ p²/2m + h e₀ Σᵢ εᵢ, with εᵢ a network of relative positions,
/// relative velocities, kinds and masses (where <see cref="NetworkOptions.PathPoint"/> says so, the mean of it at two points of the path) that is even in the velocities and invariant under rotation, reflection and
/// permutation (arXiv 2508.01068 for the map; the symmetries are this project's).
/// </summary>
/// <remarks>
/// h: <see cref="NetworkScales.TimeStep"/>; e₀ = √m₀ ℓ s/h with s the RMS of Δp/√m: a unit of ε over a length ℓ is a
/// typical change of momentum.
/// </remarks>
public sealed class ActionNetwork
{
    /// <summary>Builds the network in a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">Midpoint positions and momenta, and what does not move.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="scales">Constants of the training data.</param>
    /// <param name="parameters">Receives start values for parameters that it does not hold.</param>
    /// <param name="seed">Seed of the start values.</param>
    public ActionNetwork(
        Graph graph, ModelInputs inputs, NetworkOptions options, NetworkScales scales, ParameterStore parameters, int seed = 0)
    {
        options.Validate();
        double[] times = options.PathPoint is { } point ? [point, -point] : [0];
        var network = new MessagePassing(graph, inputs, options, scales, new Weights(graph, parameters, new Random(seed)), graded: true, times);
        double energy = Math.Sqrt(scales.Mass) * scales.Length * scales.MomentumChange / scales.TimeStep;

        // A small last layer: the first steps of training then begin near the free flight instead of at random.
        // Without bias: a constant in S moves nothing.
        Value epsilon = network.Readouts
            .Select((readout, round) => network.Linear($"out{round}", readout, 1, gain: 0.03, bias: false))
            .Aggregate(graph.Add);
        if (times.Length > 1)
        {
            epsilon = graph.Multiply(1.0 / times.Length, graph.ReduceSum(graph.Reshape(epsilon, new Shape(Dimension.Particles, times.Length)), 1));
        }

        var perParticle = new Shape(Dimension.Particles);
        Value interaction = graph.Multiply(scales.TimeStep * energy, graph.Reshape(epsilon, perParticle));
        Value masses = graph.Reshape(inputs.Masses, new Shape(Dimension.Particles, 1));
        Value kinetic = graph.Multiply(0.5, graph.Reshape(
            graph.ReduceSum(graph.Divide(graph.Square(inputs.Momenta), masses), 1), perParticle));
        GeneratingFunction = graph.Add(graph.Multiply(scales.TimeStep, kinetic), interaction);

        Value?[] rest = ReverseMode.Gradients(graph, interaction, [inputs.Positions, inputs.Momenta]);
        Residual = rest[1]!;
        DeltaMomenta = graph.Negate(rest[0]!);
        DeltaPositions = graph.Add(graph.Divide(graph.Multiply(scales.TimeStep, inputs.Momenta), masses), Residual);
    }

    /// <summary>Each particle's share of S, [N].</summary>
    public Value GeneratingFunction { get; }

    /// <summary>Δq = ∂S/∂p̄, [N, D].</summary>
    public Value DeltaPositions { get; }

    /// <summary>Δq − h p̄/m, [N, D]: what the free flight leaves.</summary>
    public Value Residual { get; }

    /// <summary>Δp = −∂S/∂q̄, [N, D].</summary>
    public Value DeltaMomenta { get; }
}
