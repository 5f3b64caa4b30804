using System.CommandLine;

namespace ActionML.Cli;

/// <summary>The root of all commands, with the options that every command has.</summary>
internal sealed class ActionRoot : RootCommand
{
    /// <summary>The name of <see cref="Json"/>.</summary>
    public const string JsonName = "--json";

    /// <summary>The name of <see cref="Debug"/>.</summary>
    public const string DebugName = "--debug";

    /// <summary>Creates the root without commands.</summary>
    public ActionRoot()
        : base("Learns the mechanical action from trajectories, and simulates with it in large symplectic steps.")
    {
        foreach (Option option in new Option[] { Config, Json, Quiet, Debug })
        {
            Add(option);
        }
    }

    /// <summary>Options from a file.</summary>
    public Option<string?> Config { get; } = new("--config")
    {
        Description = "Take options from a JSON file, by their long names without dashes; the command line wins. 'actionml schema' prints its schema.",
        HelpName = "file.json",
        Recursive = true,
    };

    /// <summary>One JSON document on the output and nothing else.</summary>
    public Option<bool> Json { get; } = new(JsonName)
    {
        Description = "Write the result as one JSON document to the output, and nothing else.",
        Recursive = true,
    };

    /// <summary>No progress.</summary>
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "Show no progress.", Recursive = true };

    /// <summary>Stack traces.</summary>
    public Option<bool> Debug { get; } = new(DebugName) { Description = "Show stack traces of errors.", Recursive = true };

    /// <summary>The options that a file may hold for a command.</summary>
    public IEnumerable<Option> Configurable(Command command) => command.Options.Where(o => o.Action is null).Concat([Json, Quiet]);
}
