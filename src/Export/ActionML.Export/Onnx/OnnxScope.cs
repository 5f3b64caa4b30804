using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>
/// A graph of a file while it is written: the main one, or the body of a loop within it. Constants are stored in the
/// main graph, once for all, and names are unique among all of them, so that a body can read what is outside it.
/// </summary>
internal sealed class OnnxScope
{
    private readonly OnnxScope _root;
    private readonly string _prefix;
    private readonly Dictionary<string, string> _integers = [];
    private int _names;
    private int _nodes;

    /// <summary>A main graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="prefix">Begins all names that are made up here, so that they differ from a user's.</param>
    public OnnxScope(string name = "actionml", string prefix = "")
    {
        Proto = new GraphProto { Name = name };
        _root = this;
        _prefix = prefix;
    }

    /// <summary>The body of a node of another graph.</summary>
    public OnnxScope(string name, OnnxScope outer)
    {
        Proto = new GraphProto { Name = name };
        _root = outer._root;
        _prefix = _root._prefix;
    }

    public GraphProto Proto { get; }

    public string NewName() => _prefix + "t" + _root._names++.ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds a node with one output, and returns its name.</summary>
    public string AddNode(string type, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes)
    {
        string output = NewName();
        AddNode(type, inputs, [output], attributes);
        return output;
    }

    public NodeProto AddNode(string type, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = $"{_prefix}{type}_{_root._nodes++}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.Select(attribute => OnnxAttributes.Create(attribute.Name, attribute.Value)));
        Proto.Node.Add(node);
        return node;
    }

    /// <summary>A vector of integers.</summary>
    public string Integers(params long[] values)
    {
        string key = string.Join(',', values);
        if (!_root._integers.TryGetValue(key, out string? name))
        {
            name = AddIntegers([values.Length], values);
            _root._integers.Add(key, name);
        }

        return name;
    }

    /// <summary>A tensor of integers.</summary>
    public string AddIntegers(long[] shape, long[] values) =>
        AddTensor(null, OnnxTypes.Int64, shape, ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())));

    /// <summary>A truth value.</summary>
    public string AddBoolean(bool value) => AddTensor(null, OnnxTypes.Bool, [], ByteString.CopyFrom(value ? (byte)1 : (byte)0));

    /// <summary>A tensor of real numbers.</summary>
    public string AddReals(string? name, ModelPrecision precision, long[] shape, params double[] values)
    {
        bool wide = precision == ModelPrecision.Double;
        byte[] data = new byte[values.Length * (wide ? sizeof(double) : sizeof(float))];
        for (int i = 0; i < values.Length; i++)
        {
            if (wide)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), (float)values[i]);
            }
        }

        return AddTensor(name, OnnxTypes.Of(precision), shape, UnsafeByteOperations.UnsafeWrap(data));
    }

    private string AddTensor(string? name, int type, long[] shape, ByteString data)
    {
        var tensor = new TensorProto { Name = name ?? NewName(), DataType = type, RawData = data };
        tensor.Dims.AddRange(shape);
        _root.Proto.Initializer.Add(tensor);
        return tensor.Name;
    }
}
