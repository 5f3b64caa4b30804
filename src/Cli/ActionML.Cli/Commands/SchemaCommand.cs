using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;

using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary><c>actionml schema</c>: the JSON Schema of a command's options file.</summary>
internal static class SchemaCommand
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Creates the command.</summary>
    public static Command Create(CliHost host, ActionRoot root)
    {
        var name = new Argument<string[]>("command")
        {
            Description = "The command whose options file is described, such as: train, or: generate three-body.",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new CliCommand("schema", "Prints the JSON Schema of the options file (--config) of a command.")
        {
            Arguments = { name },
            Examples = [("actionml schema train > train.schema.json", "for an editor that completes and checks options files")],
        };
        command.SetAction(parse =>
        {
            host.Out.WriteLine(Text(root, parse.GetRequiredValue(name)));
            return 0;
        });
        return command;
    }

    /// <summary>The schema of the command that the words name.</summary>
    /// <exception cref="UsageException">There is no such command.</exception>
    public static string Text(ActionRoot root, IReadOnlyList<string> words)
    {
        Command found = root;
        foreach (string word in words)
        {
            found = found.Subcommands.FirstOrDefault(c => c.Name == word)
                ?? throw new UsageException($"Found '{string.Join(' ', words)}', which is no command. Expected one of: {string.Join(", ", Names(root))}.");
        }

        return found.Subcommands.Count == 0
            ? JsonSerializer.Serialize(OptionSchema.Of(root, found), Format)
            : throw new UsageException($"'{string.Join(' ', words)}' has commands of its own. Expected one of: {string.Join(", ", Names(found))}.");
    }

    /// <summary>The full names of all commands below one that take an options file.</summary>
    public static IEnumerable<string> Names(Command command) => command.Subcommands
        .Where(c => c.Name != "schema")
        .SelectMany(c => c.Subcommands.Count == 0 ? [OptionSchema.FullName(c)] : Names(c));
}
