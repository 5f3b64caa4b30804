using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>Collects ONNX nodes and initializers while operators write themselves.</summary>
internal sealed class OnnxEmitter(Graph graph, OnnxOptions options)
{
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int DoubleType = 11;

    private readonly GraphProto _proto = new() { Name = "actionml" };
    private readonly Dictionary<Value, string> _names = [];
    private readonly Dictionary<string, string> _integers = [];
    private readonly HashSet<Value> _sharedSigmoids = [];
    private int _count;

    public Graph Graph { get; } = graph;

    private int RealType => options.Precision == ModelPrecision.Double ? DoubleType : FloatType;

    public GraphProto Emit(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        foreach (Value input in Graph.Inputs)
        {
            Declare(input, ((InputOperator)input.Node.Operator).Name, input.IsIndex ? Int64Type : RealType);
        }

        foreach (Value parameter in Graph.Parameters)
        {
            string name = ((ParameterOperator)parameter.Node.Operator).Name;
            if (options.Parameters is { } store)
            {
                _names[parameter] = name;
                _proto.Initializer.Add(RealTensor(name, [.. parameter.Shape.Select(d => (long)d.Factor)], store[name]));
            }
            else
            {
                Declare(parameter, name, RealType);
            }
        }

        foreach (Node node in Topology.Order(outputs.Select(output => output.Value)))
        {
            if (node.Operator is SigmoidOperator or SiluOperator { Order: > 0 })
            {
                _sharedSigmoids.Add(node.Inputs[0]);
            }
        }

        foreach ((string name, Value value) in outputs)
        {
            // The name of an output is fixed, while its value may be shared or be an input itself.
            AddNode("Identity", [NameOf(value)], [name]);
            _proto.Output.Add(ValueInfo(name, value.Shape, RealType));
        }

        return _proto;
    }

    /// <summary>The name of a value, after writing what computes it.</summary>
    public string NameOf(Value value)
    {
        if (!_names.TryGetValue(value, out string? name))
        {
            // In order, so that the recursion of an operator that writes itself through others stays shallow.
            foreach (Node node in Topology.Order([value]))
            {
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
        _names[output] = AddNode(type, inputs, [NewName()], attributes);

    public void Split(Node node, string sizes, int axis)
    {
        string[] names = Array.ConvertAll(node.Outputs, _ => NewName());
        AddNode("Split", [NameOf(node.Inputs[0]), sizes], names, ("axis", axis));
        for (int i = 0; i < names.Length; i++)
        {
            _names[node.Outputs[i]] = names[i];
        }
    }

    /// <summary>Equality with 0, 1, …, cast to real numbers: ONNX Runtime has no OneHot kernel for double.</summary>
    public void OneHot(Node node, int count)
    {
        string column = AddNode("Unsqueeze", [NameOf(node.Inputs[0]), Integers([node.Inputs[0].Shape.Count])], [NewName()]);
        string range = Integers([.. Enumerable.Range(0, count).Select(i => (long)i)]);
        string equal = AddNode("Equal", [column, range], [NewName()]);
        Node("Cast", node.Output, [equal], ("to", RealType));
    }

    /// <summary>
    /// Whether xσ(x) must not be written with a sigmoid: where nothing else reads the sigmoid, ONNX Runtime fuses the two
    /// into QuickGelu, has no kernel of it for double, and then refuses to load the file.
    /// </summary>
    public bool AvoidsSigmoid(Value x) => options.Precision == ModelPrecision.Double && !_sharedSigmoids.Contains(x);

    /// <summary>A value that is computed as another one.</summary>
    public void Alias(Value value, Value target) => _names[value] = NameOf(target);

    public void Initializer(Value value, double[] values)
    {
        string name = NewName();
        _names[value] = name;
        _proto.Initializer.Add(RealTensor(name, [.. value.Shape.Select(d => (long)d.Factor)], values));
    }

    /// <summary>A vector of integers.</summary>
    public string Integers(long[] values)
    {
        string key = string.Join(',', values);
        if (!_integers.TryGetValue(key, out string? name))
        {
            name = NewName();
            _integers.Add(key, name);
            var tensor = new TensorProto { Name = name, DataType = Int64Type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
            tensor.Dims.Add(values.Length);
            _proto.Initializer.Add(tensor);
        }

        return name;
    }

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
        if (!_integers.TryGetValue(key, out string? name))
        {
            name = AddNode("Concat", [.. shape.Select(Size)], [NewName()], ("axis", 0));
            _integers.Add(key, name);
        }

        return name;
    }

    private string Size(Dimension dimension)
    {
        if (dimension.IsConstant)
        {
            return Integers([dimension.Factor]);
        }

        string key = "size " + dimension;
        if (_integers.TryGetValue(key, out string? name))
        {
            return name;
        }

        foreach (Value input in Graph.Inputs)
        {
            for (int axis = 0; axis < input.Shape.Count; axis++)
            {
                if (input.Shape[axis] == dimension)
                {
                    name = AddNode("Shape", [NameOf(input)], [NewName()], ("start", axis), ("end", axis + 1));
                    return _integers[key] = name;
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
        return _integers[key] = AddNode("Mul", [Size(symbol), Size(rest)], [NewName()]);
    }

    private string AddNode(string type, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{type}_{_proto.Node.Count}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        foreach ((string name, object value) in attributes)
        {
            var attribute = new AttributeProto { Name = name };
            if (value is long[] integers)
            {
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(integers);
            }
            else
            {
                attribute.Type = AttributeProto.Types.AttributeType.Int;
                attribute.I = Convert.ToInt64(value, CultureInfo.InvariantCulture);
            }

            node.Attribute.Add(attribute);
        }

        _proto.Node.Add(node);
        return outputs[0];
    }

    private void Declare(Value value, string name, int type)
    {
        _names[value] = name;
        _proto.Input.Add(ValueInfo(name, value.Shape, type));
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

    private TensorProto RealTensor(string name, long[] shape, double[] values)
    {
        byte[] data = new byte[values.Length * (RealType == DoubleType ? sizeof(double) : sizeof(float))];
        for (int i = 0; i < values.Length; i++)
        {
            if (RealType == DoubleType)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), (float)values[i]);
            }
        }

        var tensor = new TensorProto { Name = name, DataType = RealType, RawData = UnsafeByteOperations.UnsafeWrap(data) };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private string NewName() => "t" + _count++.ToString(CultureInfo.InvariantCulture);
}
