using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class ReplicaTests : PeriodicTest
{
    private string[] Langevin => ["run", Model, "--start", Crystal, "--thermostat", "langevin", "--relaxation", "100fs", "--draw-momenta", "--potential", "none"];

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void AReplicaIsTheSingleRunWithItsSeedAndTemperature(string culture)
    {
        CliResult result = RunIn(
            culture, [.. Langevin, "--steps", "20", "--replicas", "3", "--temperatures", "300:601", "--seed", "7", "--threads", "2", "--every", "5", "--out", File("all"), "--json"]).MustSucceed();
        JsonArray rows = result.Json["replicas"]!.AsArray();
        Assert.HasCount(3, rows);
        CollectionAssert.AreEqual(new[] { 300, 450.5, 601 }, rows.Select(row => (double)row!["temperature"]!).ToArray());
        CollectionAssert.AreEqual(new[] { 7, 8, 9 }, rows.Select(row => (int)row!["seed"]!).ToArray());
        Assert.AreEqual(0, (int)result.Json["failed"]!);
        Assert.IsGreaterThan(0, (double)result.Json["speed"]!);
        Assert.IsTrue(JsonNode.DeepEquals(result.Json, JsonNode.Parse(System.IO.File.ReadAllText(Path.Combine(File("all"), "summary.json")))));
        CliResult single = RunIn(
            culture, [.. Langevin, "--steps", "20", "--temperature", "450.5", "--seed", "8", "--every", "5", "--out", File("one.xyz"), "--json"]).MustSucceed();
        CollectionAssert.AreEqual(System.IO.File.ReadAllBytes(File("one.xyz")), System.IO.File.ReadAllBytes(Path.Combine(File("all"), "replica-01.xyz")));
        foreach (string key in new[] { "mean_evaluations_per_step", "survived_time", "step" })
        {
            Assert.AreEqual((double)single.Json["figures"]![key]!, (double)rows[1]!["figures"]![key]!, key);
        }

        Assert.AreEqual((double)single.Json["heat"]!, (double)rows[1]!["heat"]!);
        string text = RunIn(culture, [.. Langevin, "--steps", "2", "--replicas", "2", "--temperatures", "300,450.5"]).MustSucceed().Out;
        Assert.Contains("2 replicas of action + Langevin", text);
        Assert.Contains(" 450.5 ", text);
    }

    [TestMethod]
    public void AListOfTemperaturesIsGoneThroughInTurn()
    {
        CliResult result = Run([.. Langevin, "--steps", "1", "--replicas", "4", "--temperatures", "300,500", "--json"]).MustSucceed();
        CollectionAssert.AreEqual(new double[] { 300, 500, 300, 500 }, result.Json["replicas"]!.AsArray().Select(row => (double)row!["temperature"]!).ToArray());
    }

    [TestMethod]
    public void AReplicaThatCannotGoOnIsReportedAndTheOthersAreComplete()
    {
        string[] run =
        [
            "run", Model, "--start", Crystal, "--steps", "5", "--draw-momenta", "--replicas", "3", "--temperatures", "300,1e60,400", "--out", File("all"),
            "--potential", "none", "--precision", "single", "--warm-start", "none",
        ];
        CliResult result = Run([.. run, "--json"]);
        result.MustFail(5, "1 of 3 replicas could not go on", "Replica 1 (seed 1, 1E+60 K)", "The other 2 are complete");
        JsonArray rows = result.Json["replicas"]!.AsArray();
        CollectionAssert.AreEqual(new[] { "completed", "rejected", "completed" }, rows.Select(row => (string)row!["end"]!).ToArray());
        Assert.IsNotNull(rows[1]!["reason"]);
        Assert.AreEqual(1, (int)result.Json["failed"]!);
        Assert.HasCount(6, ExtendedXyz.Read(Path.Combine(File("all"), "replica-02.xyz")).ToList());
        CliResult text = Run(run);
        text.MustFail(5, "1 of 3 replicas");
        Assert.Contains("rejected after step", text.Out);
    }

    [TestMethod]
    public void KilledReplicasGoOnFromTheirCheckpointsBitForBit()
    {
        string[] run = [.. Langevin, "--steps", "400", "--replicas", "3", "--temperatures", "300:500", "--checkpoint-every", "30", "--every", "10", "--quiet"];
        Run([.. run, "--out", File("whole")]).MustSucceed();
        string[] parts = [.. run, "--out", File("parts"), "--checkpoint", File("saved")];
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "actionml.dll"), .. parts])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var watch = Stopwatch.StartNew();
        string first = Path.Combine(File("saved"), "replica-00.ckpt");
        DateTime start = default;
        while (!process.HasExited && watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            // The first checkpoint is that of step 0; the second one says that steps have been made.
            DateTime written = System.IO.File.Exists(first) ? System.IO.File.GetLastWriteTimeUtc(first) : default;
            start = start == default ? written : start;
            if (written != start)
            {
                break;
            }

            Thread.Sleep(1);
        }

        process.Kill();
        process.WaitForExit();
        CliResult rest = Run([.. parts, "--restart", "--json"]).MustSucceed();
        int[] from = [.. rest.Json["replicas"]!.AsArray().Select(row => (int)row!["restarted_at"]!)];
        TestContext.WriteLine($"restarted at {string.Join(", ", from)}");
        Assert.IsTrue(from.All(step => step % 30 == 0 || step == 400));
        for (int k = 0; k < 3; k++)
        {
            string name = $"replica-0{k}.xyz";
            CollectionAssert.AreEqual(
                System.IO.File.ReadAllBytes(Path.Combine(File("whole"), name)), System.IO.File.ReadAllBytes(Path.Combine(File("parts"), name)), name);
        }
    }

    [TestMethod]
    public void CancelledReplicasSayHowToGoOn()
    {
        string[] run = [.. Langevin, "--steps", "100000", "--replicas", "2", "--temperature", "300", "--checkpoint", File("saved")];
        using var source = new CancellationTokenSource();
        Task cancel = CancelWhenThere(Path.Combine(File("saved"), "replica-01.ckpt"), source);
        Run("en-US", source.Token, run).MustFail(130, "cancelled at step", "--restart", "saved");
        cancel.Wait();
        System.IO.File.Delete(Path.Combine(File("saved"), "replica-01.ckpt"));
        Run([.. run, "--restart"]).MustFail(7, "replica-01.ckpt");
    }

    [TestMethod]
    [DataRow("--replicas 0 --temperature 300", "Found 0 for --replicas", "1 to 10000")]
    [DataRow("--replicas -2 --temperature 300", "Found -2", "1 to 10000")]
    [DataRow("--replicas 2 --temperatures 300,400,500", "Found 3 temperatures for 2 replicas", "fewer temperatures")]
    [DataRow("--replicas 1 --temperatures 300:400", "Found 2 temperatures for 1 replica;", "more replicas")]
    [DataRow("--replicas 5 --temperatures 300,400", "Found 2 temperatures for 5 replicas", "a multiple of 2")]
    [DataRow("--replicas 2 --temperatures 300:400:500", "'300:400:500'", "START:END")]
    [DataRow("--replicas 2 --temperatures 300;400", "'300;400'", "300,600,900")]
    [DataRow("--replicas 2 --temperatures -300:400", "'-300:400'", "0 or more")]
    [DataRow("--replicas 2 --temperatures 300:400 --temperature 300", "one of --temperature, --temperatures and --ramp", "")]
    [DataRow("--replicas 2 --temperatures 300:400 --thermostat langevin --ramp 300:200:1ps", "one of --temperature, --temperatures and --ramp", "")]
    [DataRow("--temperatures 300:400", "add --replicas", "--temperature for a single run")]
    [DataRow("--temperature 300 --threads 2", "--threads is for replicas", "leave it out")]
    [DataRow("--replicas 2 --temperature 300 --threads 0", "Found 0 for --threads", "1 to 1024")]
    [DataRow("--replicas 2 --temperature 300 --out all.xyz", "'all.xyz' for --out", "name of a folder")]
    [DataRow("--replicas 2 --temperature 300 --checkpoint all.ckpt", "'all.ckpt' for --checkpoint", "name of a folder")]
    [DataRow("--replicas 2 --temperature 300 --report-dir r", "--report-dir compares single runs", "summary.json")]
    public void ContradictionsAreUsageErrors(string options, string found, string expected) =>
        Run(["run", Model, "--start", Crystal, "--steps", "2", "--draw-momenta", .. options.Split(' ')]).MustFail(2, found, expected);

    [TestMethod]
    public void ReplicasThatWouldBeTheSameRunAreRefused() =>
        Run("run", Model, "--start", Crystal, "--steps", "2", "--replicas", "4").MustFail(2, "All 4 replicas would be the same run", "--draw-momenta");

    [TestMethod]
    public void DimensionlessSystemsHaveSeedsButNoKelvins()
    {
        string[] run = ["run", TinyModel.Directory, "--start", "figure-eight", "--steps", "3", "--draw-momenta", "--replicas", "2"];
        Run([.. run, "--temperatures", "1:2"]).MustFail(2, "dimensionless", "--temperature for all");
        CliResult result = Run([.. run, "--temperature", "0.01", "--json"]).MustSucceed();
        Assert.AreEqual("1/s", (string)result.Json["speed_unit"]!);
    }

    [TestMethod]
    public void TheSchemaInDocsIsThatOfTheSummary() =>
        ResultSchema.MustBeThatOf<ReplicaRunResult>("run-replicas-summary.json", "What actionml run --replicas writes as summary.json");
}
