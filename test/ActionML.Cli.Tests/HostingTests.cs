using System.CommandLine;
using System.CommandLine.Help;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class HostingTests : CliTest
{
    [TestMethod]
    [DataRow(new[] { "nonsense" }, "nonsense")]
    [DataRow(new[] { "generate" }, "command")]
    [DataRow(new[] { "generate", "three-body" }, "--out")]
    [DataRow(new[] { "generate", "three-body", "--out", "x.xyz", "--seed", "1.5" }, "whole number")]
    [DataRow(new[] { "generate", "three-body", "--out", "x.xyz", "--frame-spacing", "0,05" }, "decimal point")]
    [DataRow(new[] { "generate", "three-body", "--out", "x.xyz", "--duration", "NaN" }, "number")]
    [DataRow(new[] { "generate", "three-body", "--out", "x.xyz", "--trajectories", "-3" }, "Trajectories")]
    [DataRow(new[] { "generate", "three-body", "--out", "x.xyz", "--figure-eight-share", "2" }, "FigureEightShare")]
    [DataRow(new[] { "run", "model", "--start", "x.xyz", "--integrator", "euler" }, "action, direct or verlet")]
    [DataRow(new[] { "train", "data.xyz", "--out", "m", "--time-step", "0.25", "--max-time", "150" }, "150s")]
    public void UsageErrorsExitWith2(string[] args, string text)
    {
        Run(args).MustFail(2, text);
        RunIn("de-DE", args).MustFail(2, text);
    }

    [TestMethod]
    public void EveryCommandHasExamplesThatParse()
    {
        ActionRoot root = CommandTree.Create(new CliHost(TextWriter.Null, TextWriter.Null, false));
        int examples = 0;
        foreach (Command command in Leaves(root))
        {
            Assert.IsInstanceOfType<CliCommand>(command, command.Name);
            foreach ((string line, string _) in ((CliCommand)command).Examples)
            {
                string typed = line.Split('>')[0]["actionml ".Length..];
                ParseResult parse = root.Parse(typed, CommandLine.Parsing);
                Assert.IsEmpty(parse.Errors, $"'{line}': {string.Join(' ', parse.Errors.Select(e => e.Message))}");
                Assert.AreEqual(command, parse.CommandResult.Command, line);
                examples++;
            }
        }

        Assert.IsGreaterThanOrEqualTo(9, examples);
    }

    [TestMethod]
    public void EveryOptionIsDescribed()
    {
        ActionRoot root = CommandTree.Create(new CliHost(TextWriter.Null, TextWriter.Null, false));
        foreach (Command command in Leaves(root))
        {
            foreach (Option option in command.Options.Where(o => o is not HelpOption))
            {
                Assert.EndsWith(".", option.Description ?? "", $"{command.Name} {option.Name}");
            }
        }
    }

    [TestMethod]
    public void CancellationExitsWith130()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        CliResult result = Run("en-US", source.Token, "generate", "three-body", "--out", File("a.xyz"), "--trajectories", "50");
        result.MustFail(130, "cancelled");
        Assert.IsEmpty(Directory.GetFiles(Folder));
    }

    [TestMethod]
    public void ErrorsAreJsonToo()
    {
        CliResult result = Run("report", File("missing"), "--json");
        Assert.AreEqual(7, result.Code);
        Assert.AreEqual(7, (int)result.Json["error"]!["exit_code"]!);
        Assert.AreEqual("input_output", (string)result.Json["error"]!["kind"]!);
        Assert.Contains("missing", (string)result.Json["error"]!["message"]!);
    }

    [TestMethod]
    public void StackTracesAreShownWhenAskedFor()
    {
        CliResult result = Run("report", File("missing"), "--debug");
        Assert.AreEqual(7, result.Code);
        Assert.Contains("   at ", result.Error);
    }

    [TestMethod]
    public void ADefectIsOneSentence()
    {
        using var error = new StringWriter();
        int code = Failure.Report(new InvalidOperationException("broken"), new CliHost(TextWriter.Null, error, false), CancellationToken.None);
        Assert.AreEqual(70, code);
        Assert.Contains("--debug", error.ToString());
        Assert.HasCount(1, error.ToString().Trim().Split('\n'));
    }

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.SelectMany(c => c.Subcommands.Count == 0 ? [c] : Leaves(c));
}
