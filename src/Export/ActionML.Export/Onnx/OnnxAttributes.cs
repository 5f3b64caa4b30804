using System.Globalization;
using ActionML.Export.Protobuf;
using Google.Protobuf;
using AttributeType = ActionML.Export.Protobuf.AttributeProto.Types.AttributeType;

namespace ActionML.Export;

/// <summary>Attributes of nodes from values.</summary>
internal static class OnnxAttributes
{
    /// <summary>An attribute whose type is that of the value; a plain number or truth value is an integer.</summary>
    public static AttributeProto Create(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long[] integers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(integers);
                break;
            case float[] reals:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(reals);
                break;
            case string[] texts:
                attribute.Type = AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case float real:
                attribute.Type = AttributeType.Float;
                attribute.F = real;
                break;
            case GraphProto graph:
                attribute.Type = AttributeType.Graph;
                attribute.G = graph;
                break;
            default:
                attribute.Type = AttributeType.Int;
                attribute.I = Convert.ToInt64(value, CultureInfo.InvariantCulture);
                break;
        }

        return attribute;
    }
}
