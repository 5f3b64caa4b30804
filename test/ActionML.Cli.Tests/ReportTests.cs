using System.Text.RegularExpressions;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed partial class ReportTests : CliTest
{
    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void TheReportLoadsNothing(string culture)
    {
        ReportWorkflow.WriteAll(Folder, Summary(), Series());
        RunIn(culture, "report", Folder, "--out", File("r.html")).MustSucceed();
        string html = System.IO.File.ReadAllText(File("r.html"));

        Assert.Contains("default-src 'none'", html);
        Assert.IsFalse(Loads().IsMatch(html), Loads().Match(html).Value);
        Assert.DoesNotContain("{{", html);
        Assert.Contains("uPlot", html);
        Assert.Contains("name=\"viewport\"", html);
        Assert.Contains("prefers-color-scheme: dark", html);
        Assert.Contains("@media print", html);
    }

    [TestMethod]
    public void NumbersStandInThePageItself()
    {
        string html = ReportWriter.Write(Summary(), Series());
        Assert.Contains("3.2 × 10<sup>−4</sup>", html);
        Assert.Contains("lost at t = 5.25", html);
        Assert.Contains("✓ at most 10<sup>−3</sup>".Replace("10<sup>", "<span class=\"number\">10<sup>"), html);
        Assert.Contains("✗ above 7", html);
        Assert.Contains("role=\"img\"", html);
    }

    [TestMethod]
    public void TextIsEscaped()
    {
        string html = ReportWriter.Write(Summary() with { Title = "<script>alert(1)</script>" }, Series());
        Assert.DoesNotContain("<script>alert", html);
        RunSeries series = Series();
        series.Integrators.Add(new IntegratorSeries { Key = "</script><b>" });
        Assert.DoesNotContain("</script><b>", ReportWriter.Write(Summary(), series));
    }

    [TestMethod]
    public void ABlownUpRunIsReportedAndReadBack()
    {
        RunSummary summary = Summary();
        summary.Integrators["verlet_same_step"] = summary.Integrators["verlet_same_step"] with
        {
            MaxRelativeEnergyError = double.PositiveInfinity,
            EnergyDriftPerTime = double.NaN,
        };
        ReportWorkflow.WriteAll(Folder, summary, Series());
        RunSummary read = ReportWorkflow.Read<RunSummary>(File(RunSummary.FileName));
        Assert.IsTrue(double.IsNaN(read.Integrators["verlet_same_step"].MaxRelativeEnergyError));
        Assert.AreEqual(summary.Integrators["action"], read.Integrators["action"]);
        Run("report", Folder).MustSucceed();
    }

    [TestMethod]
    public void TheSummaryHasTheAgreedKeys()
    {
        ReportWorkflow.WriteAll(Folder, Summary(), Series());
        var json = System.Text.Json.Nodes.JsonNode.Parse(System.IO.File.ReadAllText(File(RunSummary.FileName)))!;
        foreach (string key in new[] { "time_step", "duration", "training", "integrators", "action_checks" })
        {
            Assert.IsNotNull(json[key], key);
        }

        foreach (string key in new[] { "seconds", "pairs", "outliers_left_out", "rmse_delta_positions", "rmse_delta_momenta" })
        {
            Assert.IsNotNull(json["training"]![key], key);
        }

        foreach (string key in new[] { "step", "max_relative_energy_error", "energy_drift_per_time", "survived_time", "mean_evaluations_per_step", "unconverged_steps", "seconds" })
        {
            Assert.IsNotNull(json["integrators"]!["action"]![key], key);
        }

        foreach (string key in new[] { "symplectic_defect", "reversal_error", "linear_momentum_error", "angular_momentum_error", "center_of_mass_error" })
        {
            Assert.IsNotNull(json["action_checks"]![key], key);
        }
    }

    [TestMethod]
    public void ADamagedSummaryIsRefused() =>
        Run("report", Write("summary.json", "{ \"integrators\": 5 }")).MustFail(3, "summary.json", "line 1");

    private static RunSummary Summary() => new()
    {
        Title = "Test",
        TimeStep = 0.25,
        Duration = 100,
        Training = new TrainingFigures { Seconds = 12, Pairs = 1234, OutliersLeftOut = 5, RmseDeltaPositions = 1e-4, RmseDeltaMomenta = 2e-4 },
        Integrators =
        {
            ["verlet_same_step"] = new() { Name = "Velocity Verlet", Step = 0.25, MaxRelativeEnergyError = 50, SurvivedTime = 5.25, MeanEvaluationsPerStep = 1, Seconds = 0.1 },
            ["action"] = new() { Name = "Action model", Step = 0.25, MaxRelativeEnergyError = 3.2e-4, SurvivedTime = 100, MeanEvaluationsPerStep = 7.5, Seconds = 2 },
        },
        ActionChecks = new ActionCheckFigures { SymplecticDefect = 1e-11, ReversalError = 1e-8, Tolerance = 1e-10 },
        Bounds = [new("max_relative_energy_error", 3.2e-4, 1e-3), new("mean_evaluations_per_step", 7.5, 7)],
    };

    private static RunSeries Series() => new()
    {
        Integrators =
        [
            new IntegratorSeries { Key = "verlet_same_step", Time = [1, 2], EnergyError = [0.1, 50], Orbits = [new([1, 2], [3, 4])] },
            new IntegratorSeries { Key = "action", Time = [1, 2], EnergyError = [1e-5, 3.2e-4], Orbits = [new([1, 2], [3, 4])], EvaluationCounts = [0, 0, 3, 5], EvaluationTime = [1], MeanEvaluations = [2.6] },
        ],
        Training = [new TrainingSeries { Kind = "action", Seconds = [1, 2], Loss = [1, 0.5], RmseDeltaPositions = [0.1, 0.01], RmseDeltaMomenta = [0.1, 0.01] }],
    };

    // Whatever a browser would fetch: addresses in attributes, style sheets, imports, requests by scripts.
    [GeneratedRegex("""(src|href|action|data)\s*=\s*["']?\s*(https?:)?//|url\(\s*["']?(https?:)?//|@import|\bfetch\(|XMLHttpRequest|importScripts|<link[^>]+stylesheet|<script[^>]+src""", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();
}
