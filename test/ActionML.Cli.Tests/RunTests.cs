using System.Diagnostics;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class RunTests : CliTest
{
    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void VerletNeedsNoModel(string culture)
    {
        CliResult result = RunIn(
            culture, "run", "--integrator", "verlet", "--step", "0.01", "--start", "figure-eight", "--duration", "2.505", "--out", File("v.xyz"), "--every", "50", "--json").MustSucceed();
        Assert.AreEqual(250, (int)result.Json["steps"]!);
        Assert.IsLessThan(1e-3, (double)result.Json["figures"]!["max_relative_energy_error"]!);
        Assert.IsTrue((bool)result.Json["traits"]!["is_symplectic"]!);
        Assert.HasCount(6, ExtendedXyz.Read(File("v.xyz")).ToList());

        // The last frame of one run starts the next.
        RunIn(culture, "run", "--integrator", "verlet", "--step", "0.01", "--start", File("v.xyz"), "--frame", "-1", "--steps", "3").MustSucceed();
    }

    [TestMethod]
    [DataRow("action")]
    [DataRow("direct")]
    public void ModelsRunFromTheFigureEight(string integrator)
    {
        CliResult result = Run("run", TinyModel.Directory, "--integrator", integrator, "--start", "figure-eight", "--steps", "20", "--json").MustSucceed();
        Assert.AreEqual(0.1, (double)result.Json["figures"]!["step"]!, 1e-15);
        Assert.AreEqual(integrator == "action", (bool)result.Json["traits"]!["is_symplectic"]!);
    }

    [TestMethod]
    public void ACancelledRunGoesOnFromItsCheckpointBitForBit()
    {
        string[] run = ["run", TinyModel.Directory, "--start", "figure-eight", "--steps", "4000", "--checkpoint-every", "40", "--json"];
        CliResult whole = Run([.. run, "--out", File("whole.xyz"), "--checkpoint", File("whole.ckpt")]).MustSucceed();
        using var source = new CancellationTokenSource();
        Task cancel = CancelWhenThere(File("parts.ckpt"), source);
        Run("en-US", source.Token, [.. run, "--out", File("parts.xyz"), "--checkpoint", File("parts.ckpt")]).MustFail(130, "cancelled at step", "--restart");
        cancel.Wait();
        Assert.IsFalse(System.IO.File.Exists(File("parts.xyz")), "A file that is not complete has its final name.");

        CliResult rest = Run([.. run, "--out", File("parts.xyz"), "--checkpoint", File("parts.ckpt"), "--restart"]).MustSucceed();
        int restartedAt = (int)rest.Json["restarted_at"]!;
        Assert.IsTrue(restartedAt is > 0 and < 4000, $"Restarted at {restartedAt}.");
        CollectionAssert.AreEqual(System.IO.File.ReadAllBytes(File("whole.xyz")), System.IO.File.ReadAllBytes(File("parts.xyz")));
        foreach (string key in new[] { "max_relative_energy_error", "energy_drift_per_time", "mean_evaluations_per_step", "survived_time" })
        {
            Assert.AreEqual((double?)whole.Json["figures"]![key], (double?)rest.Json["figures"]![key], key);
        }
    }

    [TestMethod]
    public void AKilledRunGoesOnFromItsCheckpointBitForBit()
    {
        string[] run = ["run", "--integrator", "verlet", "--step", "0.001", "--start", "figure-eight", "--steps", "40000", "--checkpoint-every", "500", "--quiet"];
        Run([.. run, "--out", File("whole.xyz")]).MustSucceed();
        string checkpoint = File("parts.ckpt");
        using Process process = Start([.. run, "--out", File("parts.xyz"), "--checkpoint", checkpoint]);
        var watch = Stopwatch.StartNew();
        while (!System.IO.File.Exists(checkpoint) && !process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(30))
        {
            Thread.Sleep(1);
        }

        process.Kill();
        process.WaitForExit();
        Assert.IsTrue(System.IO.File.Exists(checkpoint), "There is no checkpoint.");
        if (process.ExitCode != 0)
        {
            Assert.IsFalse(System.IO.File.Exists(File("parts.xyz")), "A file that is not complete has its final name.");
        }

        Run([.. run, "--out", File("parts.xyz"), "--checkpoint", checkpoint, "--restart"]).MustSucceed();
        CollectionAssert.AreEqual(System.IO.File.ReadAllBytes(File("whole.xyz")), System.IO.File.ReadAllBytes(File("parts.xyz")));
    }

    [TestMethod]
    public void RunsAreAddedToAReport()
    {
        string directory = File("compare");
        Run("run", "--integrator", "verlet", "--step", "0.05", "--start", "figure-eight", "--steps", "100", "--report-dir", directory).MustSucceed();
        CliResult result = Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "50", "--report-dir", directory, "--label", "my <model>").MustSucceed();
        Assert.Contains("report.html", result.Out);
        RunSummary summary = ReportWorkflow.Read<RunSummary>(Path.Combine(directory, RunSummary.FileName));
        Assert.HasCount(2, summary.Integrators);
        Assert.Contains("my &lt;model&gt;", System.IO.File.ReadAllText(Path.Combine(directory, ReportWriter.FileName)));
    }

    [TestMethod]
    [DataRow(new[] { "--steps", "5", "--duration", "1" }, "either --steps or --duration")]
    [DataRow(new string[0], "either --steps or --duration")]
    [DataRow(new[] { "--steps", "0" }, "at least 1")]
    [DataRow(new[] { "--duration", "0.01" }, "shorter than one step")]
    [DataRow(new[] { "--steps", "5", "--restart" }, "--checkpoint")]
    [DataRow(new[] { "--steps", "5", "--tolerance", "-1" }, "Tolerance")]
    [DataRow(new[] { "--steps", "5", "--mixing", "3" }, "Mixing")]
    [DataRow(new[] { "--steps", "5", "--step", "-0.1" }, "positive")]
    public void ContradictionsAreUsageErrors(string[] options, string text) =>
        Run(["run", TinyModel.Directory, "--start", "figure-eight", .. options]).MustFail(2, text);

    [TestMethod]
    public void WhatAMethodNeedsIsSaid()
    {
        Run("run", "--start", "figure-eight", "--steps", "5").MustFail(2, "needs a model");
        Run("run", "--integrator", "verlet", "--start", "figure-eight", "--steps", "5").MustFail(2, "--step");
        Run("run", "--integrator", "verlet", "--step", "0.1", "--potential", "none", "--start", "figure-eight", "--steps", "5").MustFail(2, "potential");
    }

    [TestMethod]
    public void AStepThatCannotBeMadeEndsWith5AndKeepsTheTrajectory()
    {
        CliResult result = Run(
            "run", TinyModel.Directory, "--start", "figure-eight", "--steps", "50", "--max-evaluations", "1", "--tolerance", "1e-12", "--out", File("t.xyz"));
        result.MustFail(5, "t.xyz");
        Assert.HasCount(1, ExtendedXyz.Read(File("t.xyz")).ToList());
        CliResult kept = Run(
            "run", TinyModel.Directory, "--start", "figure-eight", "--steps", "5", "--max-evaluations", "2", "--tolerance", "1e-12", "--policy", "keep-and-count", "--json").MustSucceed();
        Assert.AreEqual(5, (int)kept.Json["figures"]!["unconverged_steps"]!);
    }

    [TestMethod]
    public void AnotherModelsCheckpointIsRefused()
    {
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "5", "--checkpoint", File("c")).MustSucceed();
        Run("run", TinyModel.Directory, "--precision", "single", "--tolerance", "1e-5", "--start", "figure-eight", "--steps", "9", "--checkpoint", File("c"), "--restart").MustFail(4, "checkpoint");
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "9", "--checkpoint", File("none"), "--restart").MustFail(7, "none");
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "9", "--checkpoint", Write("bad", "no checkpoint"), "--restart").MustFail(3, "bad");
    }

    private static Process Start(string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "actionml.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
