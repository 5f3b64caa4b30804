using ActionML.Export.Protobuf;

namespace ActionML.Export;

/// <summary>The nodes of a model's file, written into a graph of another file.</summary>
/// <param name="model">The main graph of the file.</param>
/// <param name="outputs">The outputs that are needed.</param>
internal sealed class NetworkBody(GraphProto model, IReadOnlyList<string> outputs)
{
    private readonly Dictionary<string, string> _names = [];

    /// <summary>
    /// Writes the nodes, with the weights as constants of the main graph.
    /// </summary>
    /// <param name="scope">Where to.</param>
    /// <param name="inputs">What takes the place of the inputs.</param>
    /// <param name="outside">The main graph, which reads nothing that is computed in <paramref name="scope"/>.</param>
    /// <param name="zero">A number that is 0 but not known when the file is loaded.</param>
    /// <returns>Names of the outputs.</returns>
    public IReadOnlyList<string> Write(OnnxScope scope, IReadOnlyDictionary<string, string> inputs, OnnxScope outside, string zero)
    {
        foreach ((string name, string replacement) in inputs)
        {
            _names.Add(name, replacement);
        }

        IReadOnlyList<NodeProto> nodes = OnnxGraphs.NeededFor(model, outputs);
        var read = nodes.SelectMany(node => node.Input).ToHashSet();
        var factors = nodes.Where(node => node.OpType is "Mul" or "Div").SelectMany(node => node.Input).ToHashSet();
        foreach (TensorProto tensor in model.Initializer.Where(tensor => read.Contains(tensor.Name)))
        {
            TensorProto copy = tensor.Clone();
            copy.Name = scope.NewName();
            outside.Proto.Initializer.Add(copy);
            _names.Add(tensor.Name, copy.Name);

            // ONNX Runtime fuses a constant factor into a matrix product and keeps it as a float even where the product
            // is double: 1/3 is then wrong by 3e-8, in S and not in its derivative. A factor that is no constant stays.
            if (tensor.DataType == OnnxTypes.Double && tensor.Dims.All(size => size == 1) && factors.Contains(tensor.Name))
            {
                _names[tensor.Name] = outside.AddNode("Add", [copy.Name, zero]);
            }
        }

        foreach (NodeProto node in nodes)
        {
            NodeProto copy = node.Clone();
            for (int i = 0; i < copy.Input.Count; i++)
            {
                copy.Input[i] = copy.Input[i].Length == 0 ? "" : _names[copy.Input[i]];
            }

            for (int i = 0; i < copy.Output.Count; i++)
            {
                _names[node.Output[i]] = copy.Output[i] = scope.NewName();
            }

            copy.Name = scope.NewName();
            scope.Proto.Node.Add(copy);
        }

        return [.. outputs.Select(output => _names[output])];
    }
}
