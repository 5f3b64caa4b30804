using ActionML.Export.Protobuf;
using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>The main graph of a frame file.</summary>
internal sealed class FrameGraph
{
    private const int Components = 3;

    private readonly GraphProto _model;
    private readonly ModelManifest _manifest;
    private readonly FrameOptions _options;
    private readonly Graph _graph = new();
    private readonly OnnxScope _scope = new("frame", "actionml/");
    private readonly OnnxOptions _layout;
    private readonly OnnxEmitter _emitter;

    /// <summary>Prepares a graph.</summary>
    /// <param name="model">The model's graph, in double precision.</param>
    /// <param name="manifest">What the model is for.</param>
    /// <param name="options">Particles, names, solve.</param>
    public FrameGraph(GraphProto model, ModelManifest manifest, FrameOptions options)
    {
        _model = model;
        _manifest = manifest;
        _options = options;
        _layout = new OnnxOptions { Precision = ModelPrecision.Double, Sizes = (options.Particles, options.Particles - 1) };
        _emitter = new OnnxEmitter(_graph, _layout, _scope);
    }

    public GraphProto Write()
    {
        int particles = _options.Particles;
        Dimension components = Components * Dimension.Particles;
        _scope.Proto.Input.Add(OnnxGraphs.Info(_options.Species, OnnxTypes.String, 1, particles));
        Value masses = Input(_options.Masses, Dimension.Particles);
        Value positions = State(Input(_options.Positions, components));
        Value momenta = State(Input(_options.Momenta, components));
        masses = _graph.Reshape(masses, new Shape(Dimension.Particles, 1));
        (string species, Value known) = Kinds();

        // 0, or NaN where an input is not finite or a kind is unknown; in p, it makes every output NaN.
        Value zero = new[] { positions, momenta, masses, known }
            .Select(value => _graph.Reshape(_graph.ReduceSum(_graph.Subtract(value, value), 0, 1), Shape.Scalar))
            .Aggregate(_graph.Add);
        momenta = _graph.Add(momenta, zero);

        NeighborList list = NeighborList.AllPairs(particles, _manifest.Dimension);
        var constants = new Dictionary<string, string>
        {
            [TensorNames.Masses] = _emitter.NameOf(_graph.Reshape(masses, new Shape(Dimension.Particles))),
            [TensorNames.Species] = species,
            [TensorNames.Neighbors] = _scope.AddIntegers([particles, list.Capacity], list.Neighbors),
            [TensorNames.Reverse] = _scope.AddIntegers([list.Reverse.Length], list.Reverse),
            [TensorNames.Shifts] = _scope.AddReals(null, ModelPrecision.Double, [_manifest.Dimension, particles, list.Capacity], list.Shifts),
        };

        (string DeltaPositions, string DeltaMomenta) Evaluate(OnnxScope scope, string atPositions, string atMomenta)
        {
            var inputs = new Dictionary<string, string>(constants)
            {
                [TensorNames.Positions] = atPositions,
                [TensorNames.Momenta] = atMomenta,
            };
            IReadOnlyList<string> outputs = new NetworkBody(_model, [TensorNames.DeltaPositions, TensorNames.DeltaMomenta])
                .Write(scope, inputs, _scope, _emitter.NameOf(zero));
            return (outputs[0], outputs[1]);
        }

        (Value deltaPositions, Value deltaMomenta) = _manifest.Kind == ModelKind.Direct
            ? Direct(Evaluate, positions, momenta)
            : Solved(Evaluate, positions, momenta, masses);
        Output(_options.DeltaPositions, deltaPositions);
        Output(_options.DeltaMomenta, deltaMomenta);
        return _scope.Proto;
    }

    private (Value DeltaPositions, Value DeltaMomenta) Direct(StepLoop.Evaluation evaluate, Value positions, Value momenta)
    {
        (string first, string second) = evaluate(_scope, _emitter.NameOf(positions), _emitter.NameOf(momenta));
        return (Bound("predicted delta positions", first, positions.Shape), Bound("predicted delta momenta", second, momenta.Shape));
    }

    private (Value DeltaPositions, Value DeltaMomenta) Solved(StepLoop.Evaluation evaluate, Value positions, Value momenta, Value masses)
    {
        var equation = new MidpointGraph(_graph, masses, momenta, _manifest.TimeStep.Value);
        var loop = new StepLoop(_scope, _emitter, _layout, equation, _options.Corrector);
        (string unknowns, string converged) = loop.Write((positions, _emitter.NameOf(positions)), _manifest.ResidualScale, evaluate);
        string missing = _scope.AddReals(null, ModelPrecision.Double, [], double.NaN);
        string solved = _scope.AddNode("Where", [converged, unknowns, missing]);
        return equation.Displacements(Bound("solved unknowns", solved, new Shape(Dimension.Particles, 2 * _manifest.Dimension)));
    }

    /// <summary>Indices of the kinds, [N], and zeros [N, 1] with NaN where a kind is unknown.</summary>
    private (string Species, Value Known) Kinds()
    {
        string[] kinds = [.. _manifest.Species];
        string Encode(params (string Name, object Value)[] values)
        {
            string output = _scope.NewName();
            _scope.AddNode("LabelEncoder", [_options.Species], [output], [("keys_strings", kinds), .. values]).Domain = OnnxWriter.MlDomain;
            return output;
        }

        long[] numbers = [.. Enumerable.Range(0, kinds.Length).Select(number => (long)number)];
        string indices = Encode(("values_int64s", numbers), ("default_int64", 0L));
        string flags = Encode(("values_floats", new float[kinds.Length]), ("default_float", float.NaN));
        string species = _scope.AddNode("Reshape", [indices, _scope.Integers(_options.Particles)]);
        string wide = _scope.AddNode("Cast", [flags], ("to", OnnxTypes.Double));
        return (species, _graph.Reshape(Bound("known kinds", wide, new Shape(1, Dimension.Particles)), new Shape(Dimension.Particles, 1)));
    }

    private Value Input(string name, Dimension columns)
    {
        Value value = _graph.Input("column " + name, 1, columns);
        _scope.Proto.Input.Add(OnnxGraphs.Info(name, OnnxTypes.Double, 1, columns.Resolve(_options.Particles, _options.Particles - 1)));
        _emitter.Bind(value, name);
        return value;
    }

    private Value Bound(string name, string tensor, Shape shape)
    {
        Value value = _graph.Input(name, [.. shape]);
        _emitter.Bind(value, tensor);
        return value;
    }

    /// <summary>[1, 3N] → [N, D].</summary>
    private Value State(Value row)
    {
        Value matrix = _graph.Reshape(row, new Shape(Dimension.Particles, Components));
        return _manifest.Dimension == Components
            ? matrix
            : _graph.Split(matrix, 1, _manifest.Dimension, Components - _manifest.Dimension)[0];
    }

    /// <summary>[N, D] → [1, 3N], declared as an output.</summary>
    private void Output(string name, Value value)
    {
        if (_manifest.Dimension != Components)
        {
            Value zeros = _graph.Expand(_graph.Constant([0], 1, 1), _graph.ReduceSum(value, 1));
            value = _graph.Concat(1, value, zeros);
        }

        Value row = _graph.Reshape(value, new Shape(1, Components * Dimension.Particles));
        _scope.AddNode("Identity", [_emitter.NameOf(row)], [name]);
        _scope.Proto.Output.Add(OnnxGraphs.Info(name, OnnxTypes.Double, 1, Components * _options.Particles));
    }
}
