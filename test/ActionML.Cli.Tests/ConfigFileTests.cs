using System.CommandLine;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class ConfigFileTests : CliTest
{
    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void OptionsComeFromTheFileAndTheCommandLineWins(string culture)
    {
        string config = Write("c.json", $$"""
            {
              "$schema": "anything", // comments are fine
              "out": "{{File("a.xyz").Replace("\\", "\\\\")}}",
              "trajectories": 3, "duration": 0.5, "frame-spacing": 0.25, "quiet": true, "json": true,
            }
            """);
        CliResult fromFile = RunIn(culture, "generate", "three-body", "--config", config).MustSucceed();
        Assert.AreEqual(3, (int)fromFile.Json["trajectories"]!);
        Assert.AreEqual(9, (int)fromFile.Json["frames"]!);
        Assert.IsEmpty(fromFile.Error);

        CliResult overridden = RunIn(culture, "generate", "three-body", "--config", config, "--trajectories", "2", "--out", File("b.xyz")).MustSucceed();
        Assert.AreEqual(2, (int)overridden.Json["trajectories"]!);
        Assert.IsTrue(System.IO.File.Exists(File("b.xyz")));
    }

    [TestMethod]
    public void ArgumentsComeFromTheFileToo()
    {
        string config = Write("c.json", $$"""{ "source": "{{File("nowhere").Replace("\\", "\\\\")}}" }""");
        Run("report", "--config", config).MustFail(7, "nowhere");
    }

    [TestMethod]
    [DataRow("""{ "trajectory": 3 }""", "trajectory", "Known entries")]
    [DataRow("""{ "trajectories": "3,5", "out": "x" }""", "3,5", "whole number")]
    [DataRow("""{ "trajectories": true, "out": "x" }""", "true", "trajectories")]
    [DataRow("""{ "quiet": 1, "out": "x" }""", "quiet", "true or false")]
    [DataRow("""{ "trajectories": { } }""", "{ }", "expected")]
    [DataRow("""[ 1 ]""", "JSON object", "")]
    [DataRow("""{ "trajectories": 3 """, "line 1", "not JSON")]
    public void WhatAFileHoldsIsCheckedAsOnTheCommandLine(string text, string found, string expected) =>
        Run("generate", "three-body", "--config", Write("c.json", text)).MustFail(2, found, expected);

    [TestMethod]
    public void AListKeepsAllItsNumbers()
    {
        string config = Write("c.json", """{ "temperatures": [900, 1000], "crystal-temperatures": ["none"], "out": "x" }""");
        ActionRoot root = CommandTree.Create(new CliHost(TextWriter.Null, TextWriter.Null, false));
        ParseResult parse = root.Parse(ConfigFile.Expand(root, ["generate", "gete", "--config", config]), CommandLine.Parsing);
        CollectionAssert.AreEqual(new double[] { 900, 1000 }, parse.GetValue<double[]>("--temperatures"));
        Assert.IsEmpty(parse.GetValue<double[]>("--crystal-temperatures")!);
        string sizes = Write("d.json", """{ "atoms": [64, 512] }""");
        CollectionAssert.AreEqual(new[] { 64, 512 }, root.Parse(ConfigFile.Expand(root, ["bench", "--config", sizes]), CommandLine.Parsing).GetValue<int[]>("--atoms"));
    }

    [TestMethod]
    public void AMissingFileIsNamed() =>
        Run("generate", "three-body", "--config", File("none.json")).MustFail(7, "none.json");
}
