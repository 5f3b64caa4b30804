using System.Globalization;
using System.Runtime.InteropServices;
using ActionML.Export.Protobuf;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>Looks at graphs of files.</summary>
internal static class OnnxGraphs
{
    /// <summary>The nodes that some tensors need, in the order of the file.</summary>
    public static IReadOnlyList<NodeProto> NeededFor(GraphProto graph, IEnumerable<string> tensors)
    {
        var needed = tensors.ToHashSet();
        List<NodeProto> nodes = [];
        foreach (NodeProto node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                nodes.Add(node);
                needed.UnionWith(ReadBy(node));
            }
        }

        nodes.Reverse();
        return nodes;
    }

    /// <summary>The tensors that a node reads, those included that its bodies read.</summary>
    public static IEnumerable<string> ReadBy(NodeProto node) => node.Input.Concat(Bodies(node).SelectMany(ReadBy));

    /// <summary>Renames what a node and its bodies read and make; names that are local to a body must not be in the table.</summary>
    public static void Rename(NodeProto node, IReadOnlyDictionary<string, string> names)
    {
        for (int i = 0; i < node.Input.Count; i++)
        {
            node.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
        }

        for (int i = 0; i < node.Output.Count; i++)
        {
            node.Output[i] = names.GetValueOrDefault(node.Output[i], node.Output[i]);
        }

        foreach (NodeProto inner in Bodies(node))
        {
            Rename(inner, names);
        }
    }

    /// <summary>A vector of integers.</summary>
    public static TensorProto Integers(string name, long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = OnnxTypes.Int64, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.Add(values.Length);
        return tensor;
    }

    /// <summary>An input or output.</summary>
    public static ValueInfoProto Info(string name, int type, params long[] shape)
    {
        var proto = new TensorShapeProto();
        proto.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return Info(name, type, proto);
    }

    /// <summary>An input or output whose axes have sizes or, where these are open, names.</summary>
    public static ValueInfoProto Info(string name, int type, IReadOnlyList<string> shape)
    {
        var proto = new TensorShapeProto();
        proto.Dim.AddRange(shape.Select(axis => long.TryParse(axis, CultureInfo.InvariantCulture, out long size)
            ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new TensorShapeProto.Types.Dimension { DimParam = axis }));
        return Info(name, type, proto);
    }

    private static ValueInfoProto Info(string name, int type, TensorShapeProto shape) =>
        new() { Name = name, Type = new() { TensorType = new() { ElemType = type, Shape = shape } } };

    private static IEnumerable<NodeProto> Bodies(NodeProto node) =>
        node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => attribute.G.Node);
}
