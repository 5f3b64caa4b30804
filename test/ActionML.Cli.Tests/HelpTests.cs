using System.Text.RegularExpressions;

namespace ActionML.Cli.Tests;

/// <summary>
/// The help of every command, word for word: an option that changes its meaning shows up in review.
/// Set ACTIONML_UPDATE_SNAPSHOTS to the folder of the snapshots to write them anew.
/// </summary>
[TestClass]
public sealed partial class HelpTests : CliTest
{
    public static IEnumerable<object[]> Commands => CommandNames().Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void HelpIsAsRecorded(string name)
    {
        string help = Normalize(Run([.. name.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).MustSucceed().Out);
        string fileName = (name.Length == 0 ? "actionml" : name.Replace(' ', '-')) + ".txt";
        if (Environment.GetEnvironmentVariable("ACTIONML_UPDATE_SNAPSHOTS") is { Length: > 0 } folder)
        {
            System.IO.File.WriteAllText(Path.Combine(folder, fileName), help);
        }

        string recorded = Path.Combine(AppContext.BaseDirectory, "Snapshots", fileName);
        Assert.IsTrue(System.IO.File.Exists(recorded), $"There is no snapshot {fileName}.");
        Assert.AreEqual(Normalize(System.IO.File.ReadAllText(recorded)), help);
    }

    [TestMethod]
    public void HelpIsTheSameInGerman() =>
        Assert.AreEqual(Run("run", "--help").Out, RunIn("de-DE", "run", "--help").Out);

    private static IEnumerable<string> CommandNames()
    {
        ActionRoot root = CommandTree.Create(new CliHost(TextWriter.Null, TextWriter.Null, false));
        return SchemaCommand.Names(root).Append("schema").Append("");
    }

    // Values of defaults belong to the options' own tests and to the schemas. The program is named after the test runner here, and lines end as the platform likes.
    private static string Normalize(string text) => string.Join('\n', text.ReplaceLineEndings("\n")
        .Replace(System.CommandLine.RootCommand.ExecutableName, "actionml", StringComparison.Ordinal)
        .Split('\n').Select(line => Default().Replace(line.TrimEnd(), "[default]"))).Trim() + "\n";

    [GeneratedRegex(@"\[default: [^\]]*\]")]
    private static partial Regex Default();
}
