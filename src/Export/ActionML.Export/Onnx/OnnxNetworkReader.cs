using System.Buffers.Binary;

using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;

namespace ActionML.Export;

/// <summary>Reads a network back from the file that an export wrote: weights from initializers, the rest from metadata.</summary>
internal static class OnnxNetworkReader
{
    /// <summary>The network.</summary>
    /// <param name="content">The file.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="FileException">The content is not an ONNX file.</exception>
    /// <exception cref="ModelMismatchException">The file is not a model of ours, or does not say how its network is built.</exception>
    public static NetworkModel Read(byte[] content, string source)
    {
        ModelProto file;
        try
        {
            file = ModelProto.Parser.ParseFrom(content);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FileException($"'{source}' cannot be read as an ONNX model: it is truncated, damaged or something else. Export it again.", e);
        }

        Dictionary<string, string> metadata = file.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        var manifest = ModelManifest.FromMetadata(metadata, source);
        (NetworkOptions options, NetworkScales scales) = NetworkMetadata.Read(metadata, source);
        var model = new NetworkModel { Manifest = manifest, Options = options, Scales = scales, Parameters = new ParameterStore() };

        // Building declares the parameters; what the file holds besides them are constants.
        Dictionary<string, TensorProto> tensors = file.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        model.BuildGraph();
        foreach (string name in model.Parameters.Names.ToArray())
        {
            double[] start = model.Parameters[name];
            double[]? values = tensors.TryGetValue(name, out TensorProto? tensor) ? Values(tensor) : null;
            model.Parameters[name] = values?.Length == start.Length
                ? values
                : throw new ModelMismatchException(
                    $"'{source}' holds {values?.Length.ToString() ?? "no"} values of '{name}'; its network has {start.Length}. The file is damaged or was edited; export it again.");
        }

        return model;
    }

    private static double[] Values(TensorProto tensor)
    {
        ReadOnlySpan<byte> data = tensor.RawData.Span;
        bool wide = tensor.DataType == OnnxTypes.Double;
        int size = wide ? sizeof(double) : sizeof(float);
        var values = new double[data.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> value = data.Slice(i * size, size);
            values[i] = wide ? BinaryPrimitives.ReadDoubleLittleEndian(value) : BinaryPrimitives.ReadSingleLittleEndian(value);
        }

        return values;
    }
}
