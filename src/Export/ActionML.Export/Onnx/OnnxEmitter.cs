using ActionML.Export.Protobuf;
using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>Lets the operators of a graph write themselves into a graph of a file.</summary>
internal sealed class OnnxEmitter(Graph graph, OnnxOptions options, OnnxScope scope)
{
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<string, string> _sizes = [];

    public Graph Graph { get; } = graph;

    private int RealType => OnnxTypes.Of(options.Precision);

    public GraphProto Emit(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        Declare();
        foreach ((string name, Value value) in outputs)
        {
            Output(name, value);
        }

        return scope.Proto;
    }

    /// <summary>Declares inputs and parameters, but for those that were bound before.</summary>
    public void Declare()
    {
        foreach (Value input in Graph.Inputs.Where(IsOpen))
        {
            Declare(input, ((InputOperator)input.Node.Operator).Name, input.IsIndex ? OnnxTypes.Int64 : RealType);
        }

        foreach (Value parameter in Graph.Parameters.Where(IsOpen))
        {
            string name = ((ParameterOperator)parameter.Node.Operator).Name;
            if (options.Parameters is { } store)
            {
                _names[parameter] = name;
                scope.AddReals(name, options.Precision, [.. parameter.Shape.Select(d => (long)d.Factor)], store[name]);
            }
            else
            {
                Declare(parameter, name, RealType);
            }
        }

        bool IsOpen(Value value) => !_names.ContainsKey(value);
    }

    /// <summary>Makes a value an output of the file.</summary>
    public void Output(string name, Value value)
    {
        // The name of an output is fixed, while its value may be shared or be an input itself.
        scope.AddNode("Identity", [NameOf(value)], [name]);
        scope.Proto.Output.Add(ValueInfo(name, value.Shape, RealType));
    }

    /// <summary>Takes a value, mostly an input, from a tensor that something else computes.</summary>
    public void Bind(Value value, string name) => _names[value] = name;

    /// <summary>Takes the size of an axis, a vector of one integer, from a tensor that something else computes.</summary>
    public void BindSize(Dimension dimension, string name) => _sizes[SizeKey(dimension)] = name;

    /// <summary>The name of a value, after writing what computes it.</summary>
    public string NameOf(Value value)
    {
        if (!_names.TryGetValue(value, out string? name))
        {
            // In order, so that the recursion of an operator that writes itself through others stays shallow.
            foreach (Node node in Topology.Order([value], node => _names.ContainsKey(node.Output)))
            {
                // Writing another operator may have written this one.
                if (!_names.ContainsKey(node.Output))
                {
                    node.Operator.Emit(this, node);
                }
            }

            name = _names[value];
        }

        return name;
    }

    public void Node(string type, Node node, params (string Name, object Value)[] attributes) =>
        Node(type, node.Output, [.. node.Inputs.Select(NameOf)], attributes);

    public void Node(string type, Value output, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) =>
        _names[output] = scope.AddNode(type, inputs, attributes);

    /// <summary>Adds a node on the way to a value, and returns the name of its output.</summary>
    public string AddNode(string type, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) =>
        scope.AddNode(type, inputs, attributes);

    public void Split(Node node, string sizes, int axis)
    {
        string[] names = Array.ConvertAll(node.Outputs, _ => scope.NewName());
        scope.AddNode("Split", [NameOf(node.Inputs[0]), sizes], names, ("axis", axis));
        for (int i = 0; i < names.Length; i++)
        {
            _names[node.Outputs[i]] = names[i];
        }
    }

    /// <summary>Equality with 0, 1, …, cast to real numbers: ONNX Runtime has no OneHot kernel for double.</summary>
    public void OneHot(Node node, int count)
    {
        string column = scope.AddNode("Unsqueeze", [NameOf(node.Inputs[0]), Integers([node.Inputs[0].Shape.Count])]);
        string range = Integers([.. Enumerable.Range(0, count).Select(i => (long)i)]);
        string equal = scope.AddNode("Equal", [column, range]);
        Node("Cast", node.Output, [equal], ("to", RealType));
    }

    /// <summary>A value that is computed as another one.</summary>
    public void Alias(Value value, Value target) => _names[value] = NameOf(target);

    public void Initializer(Value value, double[] values) =>
        _names[value] = scope.AddReals(null, options.Precision, [.. value.Shape.Select(d => (long)d.Factor)], values);

    /// <summary>A vector of integers.</summary>
    public string Integers(long[] values) => scope.Integers(values);

    /// <summary>A shape as a tensor of integers, computed from the sizes of inputs where it is not constant.</summary>
    public string ShapeTensor(Shape shape, bool allowInferred)
    {
        if (options.Sizes is { } sizes)
        {
            return Integers([.. shape.Resolve(sizes.Particles, sizes.Neighbors).Select(size => (long)size)]);
        }

        int open = shape.Count(dimension => !dimension.IsConstant);
        if (open == 0 || (open == 1 && allowInferred))
        {
            return Integers([.. shape.Select(dimension => dimension.IsConstant ? dimension.Factor : -1L)]);
        }

        string key = "shape " + shape;
        if (!_sizes.TryGetValue(key, out string? name))
        {
            name = scope.AddNode("Concat", [.. shape.Select(Size)], ("axis", 0));
            _sizes.Add(key, name);
        }

        return name;
    }

    private static string SizeKey(Dimension dimension) => "size " + dimension;

    private string Size(Dimension dimension)
    {
        if (dimension.IsConstant)
        {
            return Integers([dimension.Factor]);
        }

        string key = SizeKey(dimension);
        if (_sizes.TryGetValue(key, out string? name))
        {
            return name;
        }

        foreach (Value input in Graph.Inputs)
        {
            for (int axis = 0; axis < input.Shape.Count; axis++)
            {
                if (input.Shape[axis] == dimension)
                {
                    name = scope.AddNode("Shape", [NameOf(input)], ("start", axis), ("end", axis + 1));
                    return _sizes[key] = name;
                }
            }
        }

        Dimension rest = dimension.ParticlePower > 0
            ? dimension with { ParticlePower = dimension.ParticlePower - 1 }
            : dimension with { NeighborPower = dimension.NeighborPower - 1 };
        if (rest == new Dimension(1))
        {
            throw new InvalidOperationException($"No input of the graph has an axis of size {dimension}.");
        }

        Dimension symbol = dimension.ParticlePower > 0 ? Dimension.Particles : Dimension.Neighbors;
        return _sizes[key] = scope.AddNode("Mul", [Size(symbol), Size(rest)]);
    }

    private void Declare(Value value, string name, int type)
    {
        _names[value] = name;
        scope.Proto.Input.Add(ValueInfo(name, value.Shape, type));
    }

    private ValueInfoProto ValueInfo(string name, Shape shape, int type)
    {
        var proto = new TensorShapeProto();
        foreach (Dimension dimension in shape)
        {
            var size = new TensorShapeProto.Types.Dimension();
            if (options.Sizes is { } sizes)
            {
                size.DimValue = dimension.Resolve(sizes.Particles, sizes.Neighbors);
            }
            else if (dimension.IsConstant)
            {
                size.DimValue = dimension.Factor;
            }
            else
            {
                size.DimParam = dimension.ToString();
            }

            proto.Dim.Add(size);
        }

        return new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = type, Shape = proto } } };
    }
}
