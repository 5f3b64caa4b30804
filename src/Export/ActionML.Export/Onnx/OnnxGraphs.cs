using ActionML.Export.Protobuf;

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
                needed.UnionWith(node.Input);
            }
        }

        nodes.Reverse();
        return nodes;
    }

    /// <summary>An input or output.</summary>
    public static ValueInfoProto Info(string name, int type, params long[] shape)
    {
        var proto = new TensorShapeProto();
        proto.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto { Name = name, Type = new() { TensorType = new() { ElemType = type, Shape = proto } } };
    }
}
