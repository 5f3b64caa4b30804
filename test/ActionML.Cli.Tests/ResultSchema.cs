using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace ActionML.Cli.Tests;

/// <summary>Compares the schema of a result in docs/schema with the record that is written.</summary>
internal static class ResultSchema
{
    /// <summary>Asserts that they agree; writes the schema anew where ACTIONML_UPDATE_SCHEMAS names the folder.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="title">The schema's title.</param>
    /// <typeparam name="T">The record.</typeparam>
    public static void MustBeThatOf<T>(string name, string title)
    {
        var exporter = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,

            // Numbers have a converter of their own, which the exporter does not look into.
            TransformSchemaNode = (context, schema) => (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) == typeof(double)
                ? new JsonObject { ["type"] = new JsonArray("number", "null") }
                : schema,
        };
        var options = new JsonSerializerOptions(FiguresJson.Readable) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        JsonNode schema = options.GetJsonSchemaAsNode(typeof(T), exporter);
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["title"] = title;
        string text = schema.ToJsonString(options) + "\n";
        if (Environment.GetEnvironmentVariable("ACTIONML_UPDATE_SCHEMAS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        Assert.AreEqual(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schema", name)), text, $"docs/schema/{name} is out of date; write it with ACTIONML_UPDATE_SCHEMAS.");
    }
}
