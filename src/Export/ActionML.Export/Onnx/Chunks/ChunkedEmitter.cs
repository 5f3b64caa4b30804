using ActionML.Export.Protobuf;

namespace ActionML.Export;

/// <summary>
/// Writes a graph that is evaluated chunk by chunk: an ONNX Loop for each of a <see cref="ChunkPlan"/>'s. All chunks have the same size; the last one ends with the
/// last particle and begins where the one before it may not have ended.
/// </summary>
internal sealed class ChunkedEmitter
{
    private readonly OnnxOptions _options;
    private readonly OnnxScope _scope;
    private readonly OnnxEmitter _main;
    private readonly Dictionary<Value, string> _stacks = []; // [chunks, one chunk's]
    private readonly Dictionary<Value, string> _whole = [];
    private readonly string _particles;
    private readonly string _neighbors;
    private readonly string _size;
    private readonly string _chunks;
    private readonly string _before; // particles of all chunks but the last
    private readonly string _lastStart;
    private readonly string _lastRows; // negative: those of the last chunk that no other has, from the end

    private ChunkedEmitter(Graph graph, OnnxOptions options, int chunk)
    {
        _options = options;
        _scope = new OnnxScope();
        _main = new OnnxEmitter(graph, options, _scope);
        _main.Declare();
        _particles = _main.ShapeTensor(new Shape(Dimension.Particles), allowInferred: false);
        _neighbors = _main.ShapeTensor(new Shape(Dimension.Neighbors), allowInferred: false);
        string one = _scope.Integers(1);
        _size = _scope.AddNode("Min", [_scope.Integers(chunk), _particles]);
        string others = _scope.AddNode("Div", [_scope.AddNode("Sub", [_particles, one]), _size]);
        _chunks = _scope.AddNode("Add", [others, one]);
        _before = _scope.AddNode("Mul", [others, _size]);
        _lastStart = _scope.AddNode("Sub", [_particles, _size]);
        _lastRows = _scope.AddNode("Sub", [_before, _particles]);
    }

    /// <summary>The graph of the file; null where it cannot be cut.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Named outputs.</param>
    /// <param name="options">How to write it, with open sizes.</param>
    /// <param name="chunk">Particles at a time.</param>
    public static GraphProto? Emit(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, OnnxOptions options, int chunk)
    {
        if (ChunkPlan.Of([.. outputs.Select(output => output.Value)]) is not { } plan)
        {
            return null;
        }

        var emitter = new ChunkedEmitter(graph, options, chunk);
        foreach (ChunkLoop loop in plan.Loops)
        {
            emitter.Write(loop);
        }

        foreach ((string name, Value value) in outputs)
        {
            if (emitter._whole.TryGetValue(value, out string? whole))
            {
                emitter._main.Bind(value, whole);
            }

            emitter._main.Output(name, value);
        }

        return emitter._scope.Proto;
    }

    private void Write(ChunkLoop loop)
    {
        var body = new OnnxScope($"chunk{loop.Stage}", _scope);
        var inside = new OnnxEmitter(_main.Graph, _options, body);
        string count = body.NewName();
        string running = body.NewName();
        body.Proto.Input.Add(OnnxGraphs.Info(count, OnnxTypes.Int64));
        body.Proto.Input.Add(OnnxGraphs.Info(running, OnnxTypes.Bool));
        string start = body.AddNode("Min", [body.AddNode("Mul", [count, _size]), _lastStart]);
        string edges = body.AddNode("Mul", [_size, _neighbors]);
        string end = body.AddNode("Add", [start, _size]);
        string firstEdge = body.AddNode("Mul", [start, _neighbors]);
        string lastEdge = body.AddNode("Add", [firstEdge, edges]);
        inside.BindSize(Dimension.Particles, _size);
        inside.BindSize(Dimension.Neighbors, _neighbors);
        inside.BindSize(Dimension.Particles * Dimension.Neighbors, edges);

        foreach (Value value in loop.Outside)
        {
            string name = _main.NameOf(value);
            int axis = ChunkPlan.ParticleAxis(value.Shape);
            bool isEdge = axis >= 0 && value.Shape[axis].NeighborPower > 0;
            inside.Bind(value, axis < 0
                ? name
                : body.AddNode("Slice", [name, isEdge ? firstEdge : start, isEdge ? lastEdge : end, _scope.Integers(axis)]));
        }

        foreach (Value value in loop.Chunked)
        {
            inside.Bind(value, body.AddNode("Gather", [_stacks[value], count], ("axis", 0)));
        }

        foreach (Node node in loop.Gathers)
        {
            Value source = ChunkPlan.Gathered(node)!;
            string name = _whole.TryGetValue(source, out string? whole) ? whole : _main.NameOf(source);
            int axis = ChunkPlan.ParticleAxis(source.Shape);
            inside.Bind(node.Output, body.AddNode("Gather", [name, inside.NameOf(node.Inputs[1])], ("axis", axis)));
        }

        Close(loop, inside, body, running);
    }

    /// <summary>Writes what a loop computes and the loop itself.</summary>
    private void Close(ChunkLoop loop, OnnxEmitter inside, OnnxScope body, string running)
    {
        Value[] results = [.. loop.Stacked.Union(loop.Whole)];
        string[] names = [.. results.Select(inside.NameOf)];
        string[] distinct = [.. names.Distinct()];
        body.Proto.Output.Add(OnnxGraphs.Info(body.AddNode("Identity", [running]), OnnxTypes.Bool));
        body.Proto.Output.AddRange(distinct.Select(name => new ValueInfoProto
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = OnnxTypes.Of(_options.Precision) } },
        }));
        string[] stacks = Array.ConvertAll(distinct, _ => _scope.NewName());
        _scope.AddNode("Loop", [_chunks, ""], stacks, ("body", body.Proto));
        for (int i = 0; i < results.Length; i++)
        {
            _stacks[results[i]] = stacks[Array.IndexOf(distinct, names[i])];
        }

        foreach (Value value in loop.Whole)
        {
            _whole[value] = Join(value);
        }
    }

    /// <summary>All particles' values from those of the chunks.</summary>
    private string Join(Value value)
    {
        Shape shape = value.Shape;
        int axis = ChunkPlan.ParticleAxis(shape);
        string stack = _stacks[value];
        if (axis > 0)
        {
            int[] order = [.. Enumerable.Range(1, axis), 0, .. Enumerable.Range(axis + 1, shape.Count - axis)];
            stack = _scope.AddNode("Transpose", [stack], ("perm", order.Select(i => (long)i).ToArray()));
        }

        // Rows of a chunk follow those of the one before.
        string rows = _scope.AddNode("Reshape", [stack, JoinedShape(shape, axis)]);
        string before = Rows(shape[axis], _before);
        string last = Rows(shape[axis], _lastRows);
        string axes = _scope.Integers(axis);
        return _scope.AddNode(
            "Concat",
            [
                _scope.AddNode("Slice", [rows, _scope.Integers(0), before, axes]),
                _scope.AddNode("Slice", [rows, last, _scope.Integers(long.MaxValue), axes]),
            ],
            ("axis", axis));
    }

    private string JoinedShape(Shape shape, int axis) => shape.Count(dimension => !dimension.IsConstant) == 1
        ? _scope.Integers([.. shape.Select((dimension, i) => i == axis ? -1L : dimension.Factor)])
        : _scope.AddNode("Concat", [.. shape.Select((dimension, i) => i == axis ? _scope.Integers(-1) : Rest(dimension))], ("axis", 0));

    // Beside the particles only their neighbors are an axis of open size.
    private string Rest(Dimension dimension) => dimension.IsConstant ? _scope.Integers(dimension.Factor) : _neighbors;

    private string Rows(Dimension dimension, string particles)
    {
        string rows = dimension.NeighborPower > 0 ? _scope.AddNode("Mul", [particles, _neighbors]) : particles;
        return dimension.Factor == 1 ? rows : _scope.AddNode("Mul", [rows, _scope.Integers(dimension.Factor)]);
    }
}
