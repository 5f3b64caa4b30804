using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>Writes a graph as an ONNX model: opset 17, IR version 8.</summary>
public static class OnnxWriter
{
    /// <summary>The domain of operators for classical machine learning.</summary>
    internal const string MlDomain = "ai.onnx.ml";

    internal const int Opset = 17;

    // What ML.NET's converter writes; the newest that onnx.checker of Debian and ONNX Runtime both know is 3.
    internal const int MlOpset = 2;
    private const int IrVersion = 8;

    /// <summary>The serialized model.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Named outputs, in order.</param>
    /// <param name="options">Precision, parameter values, sizes and metadata.</param>
    public static byte[] Write(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, OnnxOptions options)
    {
        GraphProto proto = (options is { Chunk: { } chunk, Sizes: null } ? ChunkedEmitter.Emit(graph, outputs, options, chunk) : null)
            ?? new OnnxEmitter(graph, options, new OnnxScope()).Emit(outputs);
        return Write(proto, options.Description, options.Metadata, usesMl: false);
    }

    /// <summary>A graph as a file.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="description">A sentence for people who open the file.</param>
    /// <param name="metadata">Metadata entries.</param>
    /// <param name="usesMl">Whether there are operators of the domain ai.onnx.ml.</param>
    internal static byte[] Write(GraphProto graph, string description, IReadOnlyDictionary<string, string> metadata, bool usesMl)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "ActionML",
            ProducerVersion = typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3),
            DocString = description,
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        if (usesMl)
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = MlDomain, Version = MlOpset });
        }

        foreach ((string key, string value) in metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model.ToByteArray();
    }
}
