using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>
/// Joins models that work on the columns of one row, one behind another, into one model: opset 17, IR version 8. An input
/// is named by its column, an output <c>column.output</c>, as ML.NET's converter names them.
/// </summary>
/// <remarks>A column that no model before has made is an input of the whole. Batches become single rows, [1, n].</remarks>
internal sealed class OnnxMerger
{
    /// <summary>What ML.NET's converter puts behind the name of a column to name an output.</summary>
    public const string OutputSuffix = ".output";

    private readonly GraphProto _graph = new() { Name = "chain" };

    // The tensor that holds each column now, and the type that it was declared with.
    private readonly Dictionary<string, string> _columns = [];
    private readonly Dictionary<string, ValueInfoProto> _types = [];

    // Columns that nothing before made: inputs of the whole, under their own names.
    private readonly Dictionary<string, ValueInfoProto> _inputs = [];
    private int _parts;

    /// <summary>Adds a model behind those before it.</summary>
    /// <param name="content">The serialized model.</param>
    /// <param name="source">What it is the conversion of, for messages.</param>
    /// <param name="columns">The columns that there are.</param>
    /// <returns>The columns that it makes or replaces; those that it passes on under their own name are not among them.</returns>
    /// <exception cref="ModelMismatchException">It cannot be read, reads other columns, or an operator cannot be lifted to our opset.</exception>
    public IReadOnlySet<string> Append(byte[] content, string source, IReadOnlyCollection<string> columns)
    {
        ModelProto model = Parse(content, source);
        long opset = CheckImports(model, source);
        string prefix = $"part{_parts++}/";
        GraphProto part = model.Graph;
        var renamed = new Dictionary<string, string>();
        foreach (ValueInfoProto input in part.Input)
        {
            // A converter that stops half way takes what it did not convert for an input.
            if (!columns.Contains(input.Name))
            {
                throw new ModelMismatchException(
                    $"{source} cannot be converted to ONNX: its conversion reads '{input.Name}', which is no column before it but one that it makes. Leave {source} out of the chain that is converted.");
            }

            renamed[input.Name] = _columns.GetValueOrDefault(input.Name) ?? Declare(input.Name, input);
            if (_inputs.ContainsKey(renamed[input.Name]))
            {
                Declare(renamed[input.Name], input);
            }
        }

        foreach (TensorProto tensor in part.Initializer)
        {
            TensorProto copy = tensor.Clone();
            copy.Name = renamed[tensor.Name] = prefix + tensor.Name;
            _graph.Initializer.Add(copy);
        }

        foreach (string output in part.Node.SelectMany(node => node.Output).Where(name => name.Length > 0))
        {
            renamed.Add(output, prefix + output);
        }

        foreach (NodeProto node in part.Node)
        {
            NodeProto copy = node.Clone();
            copy.Name = prefix + node.Name;
            OnnxGraphs.Rename(copy, renamed);
            OperatorLift.Apply(copy, opset, values => AddIntegers(prefix, values), source);
            _graph.Node.Add(copy);
        }

        return TakeOutputs(part, renamed, prefix);
    }

    /// <summary>The whole.</summary>
    /// <param name="columns">The columns that become outputs.</param>
    /// <param name="description">A sentence for people who open the file.</param>
    /// <exception cref="ModelMismatchException">No part makes a column, or an input has no fixed size.</exception>
    public byte[] Write(IReadOnlyList<string> columns, string description)
    {
        var graph = new GraphProto { Name = _graph.Name };
        string[] tensors = Array.ConvertAll([.. columns], column => _columns.TryGetValue(column, out string? tensor)
            ? tensor
            : throw new ModelMismatchException($"The converted chain does not make the column '{column}', though the chain has it. Leave out what makes it."));
        IReadOnlyList<NodeProto> nodes = OnnxGraphs.NeededFor(_graph, tensors);
        var read = nodes.SelectMany(OnnxGraphs.ReadBy).Concat(tensors).ToHashSet();
        graph.Node.AddRange(nodes);
        graph.Initializer.AddRange(_graph.Initializer.Where(tensor => read.Contains(tensor.Name)));
        foreach ((string name, ValueInfoProto type) in _inputs.Where(input => read.Contains(input.Key)))
        {
            graph.Input.Add(SingleRow(type, name) ?? throw new ModelMismatchException(
                $"The column '{name}' is a vector of variable length, and an ONNX model has tensors of fixed size. Load it as a vector of known size ([VectorType(n)])."));
        }

        foreach ((string column, string tensor) in columns.Zip(tensors))
        {
            string output = column + OutputSuffix;
            var node = new NodeProto { OpType = "Identity", Name = output };
            node.Input.Add(tensor);
            node.Output.Add(output);
            graph.Node.Add(node);
            graph.Output.Add(SingleRow(_inputs.GetValueOrDefault(tensor) ?? _types[column], output) ?? throw new ModelMismatchException(
                $"The column '{column}' that the chain makes has no fixed size. Leave out what makes it."));
        }

        return OnnxWriter.Write(graph, description, new Dictionary<string, string>(), usesMl: graph.Node.Any(node => node.Domain == OnnxWriter.MlDomain));
    }

    private static ModelProto Parse(byte[] content, string source)
    {
        try
        {
            ModelProto model = ModelProto.Parser.ParseFrom(content);
            return model.Graph is null ? throw new ModelMismatchException($"{source} became an ONNX model without a graph.") : model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelMismatchException($"{source} cannot be read as ONNX ({e.Message}).", e);
        }
    }

    private static long CheckImports(ModelProto model, string source)
    {
        long opset = OnnxWriter.Opset;
        foreach (OperatorSetIdProto import in model.OpsetImport)
        {
            if (import.Domain.Length == 0)
            {
                opset = import.Version;
            }
            else if (import.Domain == OnnxWriter.MlDomain && import.Version != OnnxWriter.MlOpset)
            {
                throw new ModelMismatchException($"{source} uses version {import.Version} of {import.Domain}; this version knows {OnnxWriter.MlOpset}, which Microsoft.ML.OnnxConverter 0.23 writes.");
            }
        }

        return opset is >= 9 and <= OnnxWriter.Opset
            ? opset
            : throw new ModelMismatchException($"{source} is in opset {opset}; this version lifts opsets 9 to {OnnxWriter.Opset}. Use Microsoft.ML.OnnxConverter 0.23.");
    }

    /// <summary>Which tensor holds which column from now on.</summary>
    private HashSet<string> TakeOutputs(GraphProto part, Dictionary<string, string> renamed, string prefix)
    {
        Dictionary<string, string> identities = part.Node
            .Where(node => node is { OpType: "Identity", Domain.Length: 0 })
            .ToDictionary(node => node.Output[0], node => node.Input[0]);
        var taken = new Dictionary<string, string>();
        foreach (ValueInfoProto output in part.Output.Where(output => output.Name.EndsWith(OutputSuffix, StringComparison.Ordinal)))
        {
            string column = output.Name[..^OutputSuffix.Length];
            string origin = output.Name;
            while (identities.TryGetValue(origin, out string? before))
            {
                origin = before;
            }

            // A column that is passed on is its origin, so that its size may be known from whoever reads it.
            int type = output.Type.TensorType.ElemType;
            bool isCast = type == OnnxTypes.Double && part.Node.Any(node => OperatorLift.ReturnsSingle(node) && node.Output.Contains(origin));
            taken[column] = isCast ? Cast(renamed[origin], type, $"{prefix}cast/{column}") : renamed[origin];
            _types[column] = output;
        }

        HashSet<string> changed = [.. taken.Where(column => _columns.GetValueOrDefault(column.Key, column.Key) != column.Value).Select(column => column.Key)];
        foreach ((string column, string tensor) in taken)
        {
            _columns[column] = tensor;
        }

        return changed;
    }

    private string Cast(string tensor, int type, string name)
    {
        var node = new NodeProto { OpType = "Cast", Name = name };
        node.Input.Add(tensor);
        node.Output.Add(name);
        node.Attribute.Add(OnnxAttributes.Create("to", type));
        _graph.Node.Add(node);
        return name;
    }

    private string AddIntegers(string prefix, long[] values)
    {
        string name = $"{prefix}lifted/{_graph.Initializer.Count}";
        _graph.Initializer.Add(OnnxGraphs.Integers(name, values));
        return name;
    }

    /// <summary>Makes a column an input of the whole; a type of fixed size takes the place of an open one.</summary>
    private string Declare(string column, ValueInfoProto type)
    {
        if (!_inputs.TryGetValue(column, out ValueInfoProto? known) || SingleRow(known, column) is null)
        {
            _inputs[column] = type;
        }

        return column;
    }

    /// <summary>The type with one row; null when another axis is open.</summary>
    private static ValueInfoProto? SingleRow(ValueInfoProto value, string name)
    {
        long[] sizes = [.. value.Type.TensorType.Shape.Dim.Select(dimension => dimension.DimValue)];
        return sizes.Length < 2 || sizes.Skip(1).Any(size => size < 1)
            ? null
            : OnnxGraphs.Info(name, value.Type.TensorType.ElemType, [1, .. sizes[1..]]);
    }
}
