using System.Text.Json.Nodes;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class SchemaTests : CliTest
{
    public static IEnumerable<object[]> Commands => SchemaCommand
        .Names(CommandTree.Create(new CliHost(TextWriter.Null, TextWriter.Null, false))).Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Commands))]
    public void TheSchemaInDocsIsThatOfTheCommand(string name)
    {
        string fileName = name.Replace(' ', '-') + ".json";
        string text = Run(["schema", .. name.Split(' ')]).MustSucceed().Out;
        if (Environment.GetEnvironmentVariable("ACTIONML_UPDATE_SCHEMAS") is { Length: > 0 } folder)
        {
            System.IO.File.WriteAllText(Path.Combine(folder, fileName), text.ReplaceLineEndings("\n"));
        }

        string recorded = Path.Combine(AppContext.BaseDirectory, "schema", fileName);
        Assert.IsTrue(System.IO.File.Exists(recorded), $"There is no docs/schema/{fileName}; write it with 'actionml schema {name}'.");
        Assert.IsTrue(
            JsonNode.DeepEquals(JsonNode.Parse(System.IO.File.ReadAllText(recorded)), JsonNode.Parse(text)),
            $"docs/schema/{fileName} is out of date; write it with 'actionml schema {name}'.");
    }

    [TestMethod]
    public void NumbersInSchemasAreInvariant()
    {
        Assert.AreEqual(Run("schema", "generate", "three-body").Out, RunIn("de-DE", "schema", "generate", "three-body").Out);
        JsonNode schema = JsonNode.Parse(Run("schema", "generate", "three-body").Out)!;
        Assert.AreEqual(0.05, (double)schema["properties"]!["frame-spacing"]!["default"]!);
        Assert.IsFalse((bool)schema["additionalProperties"]!);
    }

    [TestMethod]
    public void AnUnknownCommandIsRefused() => Run("schema", "fly").MustFail(2, "fly", "generate three-body");
}
