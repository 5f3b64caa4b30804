using System.Text.Json.Nodes;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class CertifyTests : CliTest
{
    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void AnActionModelIsCertifiedInResultSummaryAndReport(string culture)
    {
        string[] run = ["run", TinyModel.Directory, "--start", "figure-eight", "--steps", "120", "--certify", "--report-dir", File("report")];
        CliResult text = RunIn(culture, run).MustSucceed();
        TestContext.WriteLine(text.Out);
        Assert.Contains("certificate: held", text.Out);
        Assert.MatchesRegex(@"symplectic defect +\S+e-\d+ +\S+e-\d+ +1\.?0?e-0?7  held", text.Out);

        JsonNode certificate = JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(File("report"), "summary.json")))!["integrators"]!["action"]!["certificate"]!;
        Assert.AreEqual("held", (string)certificate["verdict"]!);
        Assert.AreEqual(120, (int)certificate["steps"]!);
        Assert.AreEqual(7, certificate["figures"]!.AsArray().Count);
        string page = System.IO.File.ReadAllText(Path.Combine(File("report"), "report.html"));
        Assert.Contains("Certificate", page);
        Assert.Contains("Angular momentum", page);
    }

    [TestMethod]
    public void ADirectModelEndsWith5AndSaysWhatToDo()
    {
        CliResult result = Run("run", TinyModel.Directory, "--integrator", "direct", "--start", "figure-eight", "--steps", "30", "--certify", "--json");
        TestContext.WriteLine(result.Error);
        result.MustFail(5, "symplectic defect", "the limit is 1.0e-9", "use an action model");
        Assert.AreEqual("exceeded", (string)result.Json["figures"]!["certificate"]!["verdict"]!);
    }

    [TestMethod]
    public void WhatTheLimitAsksForAndFloatHidesIsUnresolved()
    {
        // A tolerance just above the model's rounding: ten times that is below what differences of floats resolve.
        CliResult result = Run(
            "run", TinyModel.Directory, "--start", "figure-eight", "--steps", "30", "--precision", "single", "--tolerance", "1e-6", "--policy", "keep-and-count", "--certify", "--json");
        JsonNode defect = result.Json["figures"]!["certificate"]!["figures"]!.AsArray().Single(f => (string)f!["name"]! == "symplectic_defect")!;
        TestContext.WriteLine(defect.ToJsonString());
        Assert.IsGreaterThan(1e-7, (double)defect["floor"]!);
        Assert.AreNotEqual("exceeded", (string)defect["verdict"]!);
    }
}
