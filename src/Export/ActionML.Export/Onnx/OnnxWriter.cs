using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>Writes a graph as an ONNX model: opset 17, IR version 8.</summary>
public static class OnnxWriter
{
    private const int Opset = 17;
    private const int IrVersion = 8;

    /// <summary>The serialized model.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">Named outputs, in order.</param>
    /// <param name="options">Precision, parameter values, sizes and metadata.</param>
    public static byte[] Write(Graph graph, IReadOnlyList<(string Name, Value Value)> outputs, OnnxOptions options)
    {
        var emitter = new OnnxEmitter(graph, options);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "ActionML",
            ProducerVersion = typeof(OnnxWriter).Assembly.GetName().Version!.ToString(3),
            DocString = options.Description,
            Graph = emitter.Emit(outputs),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = Opset });
        foreach ((string key, string value) in options.Metadata)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model.ToByteArray();
    }
}
