using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

using ActionML.Runtime.Onnx;

namespace ActionML.Cli;

/// <summary>The JSON Schema of a command's options file, derived from the options themselves.</summary>
internal static class OptionSchema
{
    /// <summary>The schema (draft 2020-12) of what <c>--config</c> reads for a command.</summary>
    public static JsonObject Of(ActionRoot root, Command command)
    {
        var properties = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
        };
        foreach (Argument argument in command.Arguments)
        {
            JsonObject value = argument.Arity.MaximumNumberOfValues > 1
                ? new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } }
                : new JsonObject { ["type"] = "string" };
            value["description"] = argument.Description;
            properties[argument.Name] = value;
        }

        foreach (Option option in root.Configurable(command))
        {
            properties[option.Name[2..]] = Value(option);
        }

        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"Options of actionml {FullName(command)}",
            ["description"] = command.Description,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    /// <summary>The words that name a command after <c>actionml</c>.</summary>
    public static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? FullName(parent) + " " + command.Name : command.Name;

    private static JsonObject Value(Option option)
    {
        if (option.ValueType.IsArray)
        {
            return new JsonObject
            {
                ["description"] = option.Description,
                ["type"] = "array",
                ["items"] = option.ValueType == typeof(TimeText[]) ? Time(new JsonObject()) : new JsonObject { ["type"] = option.ValueType == typeof(int[]) ? "integer" : "number" },
            };
        }

        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        var value = new JsonObject
        {
            ["description"] = option.Description,
            ["type"] = type == typeof(bool) ? "boolean" : type == typeof(int) || type == typeof(long) ? "integer" : type == typeof(double) ? "number" : "string",
        };
        if (option is ChoiceOption choice)
        {
            value["enum"] = new JsonArray([.. choice.Words.Select(w => (JsonNode)w)]);
        }

        if (type == typeof(TimeText))
        {
            Time(value);
        }

        if (type == typeof(TimeSpan))
        {
            value["pattern"] = "^[0-9.]+[smh]$";
        }

        if (type == typeof(ExecutionTarget))
        {
            value["pattern"] = "^(cpu|cuda:[0-9]+)$";
        }

        if (option.HasDefaultValue && option.GetDefaultValue() is { } standard && type != typeof(bool))
        {
            value["default"] = standard switch
            {
                int i => i,
                double d => d,
                TimeSpan t => t.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s",
                _ => standard.ToString(),
            };
        }

        return value;
    }

    private static JsonObject Time(JsonObject value)
    {
        value["type"] = new JsonArray("number", "string");
        value["pattern"] = "^[0-9.eE+-]+ ?(fs|ps|ns)?$";
        return value;
    }
}
