using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActionML.Cli;

/// <summary>How figures are written to and read from JSON: snake case, and null for numbers that are not finite.</summary>
internal static class FiguresJson
{
    /// <summary>For files that people read: indented, every digit.</summary>
    public static JsonSerializerOptions Readable { get; } = Create(indented: true, digits: 17);

    /// <summary>For plots: compact, six digits, more than any screen shows.</summary>
    public static JsonSerializerOptions Compact { get; } = Create(indented: false, digits: 6);

    private static JsonSerializerOptions Create(bool indented, int digits) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        WriteIndented = indented,
        NewLine = "\n",
        // The compact form stands inside a page, where < must not appear; the readable one keeps quotes readable.
        Encoder = indented ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : JavaScriptEncoder.Default,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new FiniteNumberConverter(digits) },
    };

    // JSON has no word for infinity: an integrator that blew up reports null, which reads back as NaN.
    private sealed class FiniteNumberConverter(int digits) : JsonConverter<double>
    {
        private readonly string _format = digits >= 17 ? "R" : "G" + digits.ToString(CultureInfo.InvariantCulture);

        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteRawValue(value.ToString(_format, CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }
}
