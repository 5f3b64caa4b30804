namespace ActionML.Export;

/// <summary>
/// The equivariant message-passing network that both heads share. Per round, a small network of each edge yields
/// channels h, and M = Σ_k β ⊗ h collects them into scalars, vectors and harmonics per particle, even and odd under time
/// reversal. Vectors mix by linear maps of their channels without bias and meet in dot products.
/// </summary>
/// <remarks>
/// Graded networks (the action head) use only products that are even under time reversal, so S(q̄, −p̄) = S(q̄, p̄)
/// for any weights, also as the mean of copies at opposite times of the path, which p̄ → −p̄ exchanges. Ungraded ones (the direct head) read odd scalars as well.
/// </remarks>
internal sealed class MessagePassing
{
    private readonly Graph _graph;
    private readonly ModelInputs _inputs;
    private readonly NetworkOptions _options;
    private readonly NetworkScales _scales;
    private readonly Weights _weights;
    private readonly EdgeGeometry _edges;
    private readonly bool _graded;
    private readonly Value _basis;
    private readonly Value _transposedBasis;
    private readonly Dimension _particles; // of all copies
    private readonly int _copies;
    private readonly List<Value> _readouts = [];

    /// <summary>Builds the network.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="options">The architecture.</param>
    /// <param name="scales">Constants of the training data.</param>
    /// <param name="weights">The weights, common to all copies.</param>
    /// <param name="graded">Whether everything that is read is even under time reversal.</param>
    /// <param name="times">Where on the path of a step the system is seen, one copy of it for each, as <see cref="EdgeGeometry"/> has them: [copies·N, ·].</param>
    public MessagePassing(
        Graph graph, ModelInputs inputs, NetworkOptions options, NetworkScales scales, Weights weights, bool graded, IReadOnlyList<double> times)
    {
        (_graph, _inputs, _options, _scales, _weights, _graded) = (graph, inputs, options, scales, weights, graded);
        _edges = new EdgeGeometry(graph, inputs, options, scales, graded, times);
        _copies = times.Count;
        _particles = _copies * Dimension.Particles;
        _basis = graph.Transpose(_edges.Basis, 1, 0, 2);
        _transposedBasis = graph.Transpose(_edges.Basis, 1, 2, 0);

        Value embedding = Embedding();
        Value scalars = Copies(embedding);
        Value[] groups = [];
        for (int round = 0; round < options.Rounds; round++)
        {
            string name = $"round{round}";
            Value edge = EdgeNetwork(name, round == 0 ? FirstEnds(name, embedding) : Ends(name, scalars, groups));
            Value sums = graph.Multiply(1 / Math.Sqrt(scales.Neighbors), graph.MatMul(
                _basis, graph.Reshape(edge, new Shape(_particles, Dimension.Neighbors, options.Width))));
            groups = graph.Split(sums, 1, _edges.BasisSizes);
            (Value features, Value hidden) = ParticleNetwork(name, scalars, groups);
            _readouts.Add(graph.Concat(1, features, hidden));
            Hidden = hidden;
            if (round + 1 < options.Rounds)
            {
                scalars = graph.Add(scalars, Linear(name + ".update", hidden, options.Width));
            }
        }

        Groups = groups;
    }

    /// <summary>Activations of the last particle network, [copies·N, F]: even scalars where graded.</summary>
    public Value Hidden { get; private set; } = null!;

    /// <summary>
    /// What is known of a particle after each round, [copies·N, ·]: sums over neighbors, dot products and activations. A
    /// linear function of the sums is a pair energy, one of the dot products the next order in h.
    /// </summary>
    public IReadOnlyList<Value> Readouts => _readouts;

    /// <summary>M of the last round by group, as in β: scalar [copies·N, 1, F], vector [copies·N, D, F], harmonics, odd vector, odd vector, …</summary>
    public IReadOnlyList<Value> Groups { get; }

    public Value Linear(string name, Value x, int outputs, double gain = 1, bool bias = true) => _graph.Linear(
        x,
        _weights.Matrix(name + ".weight", x.Shape[^1].Factor, outputs, gain),
        bias ? _weights.Bias(name + ".bias", outputs) : null);

    /// <summary>Kind and logarithm of the mass, [N, F].</summary>
    private Value Embedding()
    {
        Value mass = _graph.Log(_graph.Multiply(1 / _scales.Mass, _graph.Reshape(_inputs.Masses, new Shape(Dimension.Particles, 1))));
        Value kind = _graph.OneHot(_inputs.Species, _options.SpeciesCount);
        Value hidden = _graph.Silu(Linear("embedding", _graph.Concat(1, kind, mass), _options.Width));
        return Linear("embedding.out", hidden, _options.Width);
    }

    /// <summary>What the kinds of both ends say to an edge, [copies·N·K, F]: the same in every copy.</summary>
    private Value FirstEnds(string name, Value embedding)
    {
        int width = _options.Width;
        Value near = _graph.Reshape(Linear(name + ".near", embedding, width, bias: false), new Shape(Dimension.Particles, 1, width));
        Value far = _graph.GatherNeighbors(Linear(name + ".far", embedding, width, bias: false), _inputs.Neighbors, _inputs.Reverse, axis: 0);
        return _graph.Reshape(Copies(_graph.Add(far, near)), new Shape(_particles * Dimension.Neighbors, width));
    }

    /// <summary>What both ends of an edge know, [copies·N·K, F]: β·U of the near end, and that of the far end as seen along the reverse edge.</summary>
    private Value Ends(string name, Value scalars, Value[] groups)
    {
        int width = _options.Width;
        Value[] known = [_graph.Reshape(scalars, new Shape(_particles, 1, width)), .. groups[1..]];
        Value Side(string end) => _graph.Reshape(
            _graph.MatMul(_transposedBasis, _graph.Concat(1, [.. known.Select((group, i) =>
                _graph.Linear(group, _weights.Matrix($"{name}.{end}{i}.weight", width, width)))])),
            new Shape(_particles * Dimension.Neighbors, width));
        Value reverse = _graph.ReverseOfCopies(_inputs.Neighbors, _inputs.Reverse, _copies);
        return _graph.Add(Side("near"), _graph.Exchange(Side("far"), reverse, axis: 0));
    }

    /// <summary>Channels of each edge, [copies·N·K, F], from its invariants and from what its two ends say.</summary>
    private Value EdgeNetwork(string name, Value ends)
    {
        // The bias belongs to the features' row of ones, for what the product adds to is taken by the two ends.
        Value weight = _graph.Concat(
            0,
            _weights.Matrix(name + ".edge.weight", _edges.FeatureCount, _options.Width),
            _graph.Reshape(_weights.Bias(name + ".edge.bias", _options.Width), new Shape(1, _options.Width)));
        return _graph.Silu(_graph.Gemm(_edges.Features, weight, ends, transposeA: true));
    }

    /// <summary>[N, ·] → [copies·N, ·], the copies of a particle one after the other.</summary>
    private Value Copies(Value value)
    {
        Value one = _graph.Reshape(value, new Shape([value.Shape[0], 1, .. value.Shape.Skip(1)]));
        return _graph.Reshape(_graph.Concat(1, [.. Enumerable.Repeat(one, _copies)]), new Shape([_particles, .. value.Shape.Skip(1)]));
    }

    /// <summary>Scalars and dot products of vectors, and the activations of a network of them, [copies·N, ·].</summary>
    private (Value Features, Value Hidden) ParticleNetwork(string name, Value scalars, Value[] groups)
    {
        int channels = _options.VectorWidth;
        Value[] even = Mixed("even", 3, groups[1]);
        Value[] harmonics = Mixed("harmonics", 2, groups[2]);
        Value[] odd = Mixed("odd", 3, groups[3], groups[4]);
        List<Value> products = [Dot(even[0], even[1]), Dot(harmonics[0], harmonics[1]), Dot(odd[0], odd[1]), Dot(even[2], odd[2])];
        if (_options.HasRates)
        {
            Value[] rates = Mixed("rates", 2, groups[5]);
            products.Add(Dot(rates[0], rates[1]));
        }

        if (_options.HarmonicDegree > 2)
        {
            Value[] third = Mixed("third", 2, groups[^1]);
            products.Add(Dot(third[0], third[1]));
        }

        List<Value> limited = [.. Limited(products)];
        limited[3] = _graded ? _graph.Square(limited[3]) : limited[3]; // even · odd is odd; its square is even
        Value features = _graph.Concat(1, [scalars, _graph.Reshape(groups[0], new Shape(_particles, _options.Width)), .. limited]);
        int width = _options.ParticleWidth ?? _options.Width;
        Value hidden = _graph.Silu(Linear(name + ".particle", features, width));
        for (int layer = 1; layer < _options.ParticleLayers; layer++)
        {
            hidden = _graph.Silu(Linear($"{name}.particle{layer}", hidden, width));
        }

        return (features, hidden);

        Value[] Mixed(string group, int parts, params Value[] sources)
        {
            Value sum = sources
                .Select((source, i) => Linear($"{name}.{group}{i}", source, parts * channels, bias: false))
                .Aggregate(_graph.Add);
            return _graph.Split(sum, 2, [.. Enumerable.Repeat(channels, parts)]);
        }

        // A product with stacked unit matrices: a sum over a middle axis takes six times as long.
        Value Dot(Value a, Value b)
        {
            int components = a.Shape[1].Factor;
            double[] sum = new double[components * channels * channels];
            for (int row = 0; row < components * channels; row++)
            {
                sum[(row * channels) + (row % channels)] = 1;
            }

            return _graph.Gemm(
                _graph.Reshape(_graph.Multiply(a, b), new Shape(_particles, components * channels)),
                _graph.Constant(sum, components * channels, channels));
        }

        // All at once: an operator on five times as many columns costs little more.
        IReadOnlyList<Value> Limited(IReadOnlyList<Value> values)
        {
            if (_options.ProductLimit is not { } limit)
            {
                return values;
            }

            Value bounded = _graph.Saturate(_graph.Concat(1, [.. values]), limit);
            return _graph.Split(bounded, 1, [.. Enumerable.Repeat(channels, values.Count)]);
        }
    }
}
