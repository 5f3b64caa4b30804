using System.CommandLine;

namespace ActionML.Cli;

/// <summary>An option with a few allowed words, which the schema lists.</summary>
internal sealed class ChoiceOption(string name, IReadOnlyList<string> words) : Option<string>(name)
{
    /// <summary>The words allowed.</summary>
    public IReadOnlyList<string> Words { get; } = words;
}
