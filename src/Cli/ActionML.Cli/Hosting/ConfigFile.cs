using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>
/// Options from a JSON file. Its entries become arguments before anything is checked, so that a value in a file is
/// read, defaulted and refused exactly as on the command line, which wins where both name an option.
/// </summary>
internal static class ConfigFile
{
    /// <summary>The arguments with those of the file that <c>--config</c> names put in.</summary>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="UsageException">The file is not a JSON object, or has an entry that the command does not know.</exception>
    public static string[] Expand(ActionRoot root, string[] args)
    {
        ParseResult parse = root.Parse(args, CommandLine.Parsing);
        if (parse.GetResult(root.Config) is not { Implicit: false } config || config.Tokens.Count == 0)
        {
            return args;
        }

        string path = config.Tokens[0].Value;
        Command command = parse.CommandResult.Command;
        List<string> options = [];
        var arguments = command.Arguments.ToDictionary(a => a.Name, a => parse.GetResult(a)?.Tokens.Select(t => t.Value).ToList() ?? []);
        using JsonDocument document = Read(path);
        foreach (JsonProperty entry in document.RootElement.EnumerateObject())
        {
            if (entry.Name == "$schema")
            {
                continue;
            }

            if (arguments.TryGetValue(entry.Name, out List<string>? given))
            {
                if (given.Count == 0)
                {
                    given.AddRange(Values(entry, path));
                }

                continue;
            }

            Option option = root.Configurable(command).FirstOrDefault(o => o.Name == "--" + entry.Name)
                ?? throw new UsageException(
                    $"'{path}' has the entry '{entry.Name}', which 'actionml {OptionSchema.FullName(command)}' does not know. Known entries: {string.Join(", ", Known(root, command))}.");
            if (parse.GetResult(option) is not { Implicit: false })
            {
                options.AddRange(Tokens(option, entry, path));
            }
        }

        return [.. Path(parse.CommandResult), .. Given(root, parse, command), .. options, "--", .. command.Arguments.SelectMany(a => arguments[a.Name])];
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            var document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw new UsageException($"'{path}' holds no JSON object. Write options as {{ \"name\": value }}.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{path}' is not JSON: line {(e.LineNumber ?? 0) + 1}, column {(e.BytePositionInLine ?? 0) + 1}. Correct it there.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"The options file '{path}' cannot be read: {e.Message.TrimEnd('.')}. Check the path.", e);
        }
    }

    private static IEnumerable<string> Tokens(Option option, JsonProperty entry, string path)
    {
        if (entry.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            if (option.ValueType != typeof(bool))
            {
                throw new UsageException($"'{path}' has {entry.Value.GetRawText()} for '{entry.Name}', which is not a switch. Give it a value.");
            }

            return entry.Value.GetBoolean() ? [option.Name] : [];
        }

        if (option.ValueType == typeof(bool))
        {
            throw new UsageException($"'{path}' has {entry.Value.GetRawText()} for the switch '{entry.Name}'; expected true or false.");
        }

        return Values(entry, path).SelectMany(value => new[] { option.Name, value });
    }

    private static IEnumerable<string> Values(JsonProperty entry, string path) => entry.Value.ValueKind switch
    {
        JsonValueKind.String => [entry.Value.GetString()!],
        JsonValueKind.Number => [entry.Value.GetRawText()],
        JsonValueKind.Array => [.. entry.Value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText())],
        _ => throw new UsageException($"'{path}' has {entry.Value.GetRawText()} for '{entry.Name}'; expected a text, a number or a list of them."),
    };

    private static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? [.. Path(parent), result.Command.Name] : [];

    // Everything the user typed as an option, in its long form.
    private static IEnumerable<string> Given(ActionRoot root, ParseResult parse, Command command) =>
        root.Configurable(command).Append(root.Debug)
            .Select(o => (Option: o, Result: parse.GetResult(o)))
            .Where(p => p.Result is { Implicit: false })
            .SelectMany(p => p.Result!.Tokens.Count == 0
                ? [p.Option.Name]
                : p.Result.Tokens.SelectMany(t => new[] { p.Option.Name, t.Value }));

    private static IEnumerable<string> Known(ActionRoot root, Command command) =>
        command.Arguments.Select(a => a.Name).Concat(root.Configurable(command).Select(o => o.Name[2..])).Order();
}
