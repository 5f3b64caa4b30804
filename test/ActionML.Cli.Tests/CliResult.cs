using System.Text.Json.Nodes;

namespace ActionML.Cli.Tests;

/// <summary>What a command line did.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Out">Output.</param>
/// <param name="Error">Error stream.</param>
internal sealed record CliResult(int Code, string Out, string Error)
{
    /// <summary>The output as JSON; fails when anything else is there.</summary>
    public JsonNode Json => JsonNode.Parse(Out) ?? throw new AssertFailedException("The output is the JSON null.");

    /// <summary>Asserts an exit code and a message that holds every given text, and that no stack trace is shown.</summary>
    public void MustFail(int code, params string[] texts)
    {
        Assert.AreEqual(code, Code, $"Output: {Out}\nError: {Error}");
        foreach (string text in texts)
        {
            Assert.Contains(text, Error);
        }

        Assert.DoesNotContain("   at ", Error);
        Assert.DoesNotContain("Exception", Error);
        Assert.StartsWith("actionml: ", Error.Split('\n').Last(line => line.StartsWith("actionml:", StringComparison.Ordinal)));
    }

    /// <summary>Asserts success and returns itself.</summary>
    public CliResult MustSucceed()
    {
        Assert.AreEqual(0, Code, $"Output: {Out}\nError: {Error}");
        return this;
    }
}
