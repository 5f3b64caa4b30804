using System.CommandLine;

namespace ActionML.Cli;

/// <summary>A command that knows examples of its use.</summary>
internal class CliCommand(string name, string description) : Command(name, description)
{
    /// <summary>What one would type, and why.</summary>
    public required IReadOnlyList<(string Line, string Purpose)> Examples { get; init; }
}
