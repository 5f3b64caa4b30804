namespace ActionML.Cli.Tests;

/// <summary><c>actionml train</c> and <c>eval</c> on atoms in a periodic cell, and what they refuse.</summary>
[TestClass]
public sealed class PeriodicTrainingTests : CliTest
{
    private static string _folder = "";

    private static string Data => Path.Combine(_folder, "gete.xyz");

    private static string Model => Path.Combine(_folder, "model");

    private static CliResult Training { get; set; } = null!;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        _folder = Directory.CreateTempSubdirectory("actionml-cli-gete-").FullName;
        ExtendedXyzWriter.WriteAll(Data, new[] { 300.0, 1000.0, 300, 1000 }.SelectMany((kelvin, t) => GeTeLiquid.Record($"liquid-{kelvin}K-{t}", kelvin, frames: 8, every: 5)));
        Training = RunIn(
            "de-DE", "train", Data, "--time-step", "20", "--cutoff", "4.5", "--max-iterations", "3", "--width", "4", "--batch-size", "2", "--out", Model, "--json").MustSucceed();
    }

    [ClassCleanup]
    public static void Remove() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ErrorsAreReportedAtEachTemperature()
    {
        Check(Training.Json["models"]![0]!["errors"]!["by_temperature"]!, pairs: 6);
        CliResult result = Run("eval", Model, Data, "--json", "--max-pairs", "8", "--reversal-steps", "0").MustSucceed();
        Assert.IsTrue((bool)result.Json["held_out_of_training"]!);
        foreach (var errors in result.Json["errors"]!.AsArray())
        {
            Check(errors!["by_temperature"]!, pairs: 4);
        }

        string text = Run("eval", Model, Data, "--max-pairs", "8", "--reversal-steps", "0").MustSucceed().Out;
        Assert.Contains("at temperature", text);
        string card = System.IO.File.ReadAllText(Path.Combine(Model, TensorNames.ModelCardFile));
        Assert.Contains("held-out errors over what was to be learned", card);
        Assert.Contains(" K: ", card);
        Assert.Contains("within 4.5", card);
    }

    [TestMethod]
    public void PeriodicDataNeedACutoff()
    {
        Run("train", Data, "--time-step", "20", "--out", File("m")).MustFail(2, "--cutoff", "20 others within 5.2");
        Run("train", Data, "--time-step", "20", "--cutoff", "-1", "--out", File("m")).MustFail(2, "--cutoff", "-1");
        Run("train", Data, "--time-step", "20", "--cutoff", "130", "--width", "4", "--out", File("m")).MustFail(3, "The cell is only 12.4", "130");
        Assert.IsFalse(Directory.Exists(File("m")));
    }

    [TestMethod]
    public void AModelWithoutACutoffDoesNotKnowPeriodicData()
    {
        // The same frames without their cell train a model of isolated systems.
        string isolated = Write("isolated.xyz", System.Text.RegularExpressions.Regex.Replace(
            System.IO.File.ReadAllText(Data), "pbc=\"T T T\" Lattice=\"[^\"]*\"", "pbc=\"F F F\""));
        Run("train", isolated, "--time-step", "20", "--kind", "direct", "--max-iterations", "1", "--width", "4", "--batch-size", "1", "--out", File("m")).MustSucceed();
        Run("eval", File("m"), Data).MustFail(4, "periodic", "--cutoff");
    }

    [TestMethod]
    public void WrappedPositionsAndMissingVelocitiesAreToldWithTheirRemedy()
    {
        string dump(string name) => Path.Combine(AppContext.BaseDirectory, "lammps", name);
        string[] known = ["--type-map", "1=Ar,2=Kr", "--lammps-units", "metal", "--lammps-step", "4", "--cutoff", "5", "--out", File("m")];
        Run(["train", dump("argon-x.dump"), .. known]).MustFail(3, "atom", "timestep", "--unwrap");
        Run(["train", dump("argon-novelocity.dump"), .. known]).MustFail(3, "velocities", "--derive-momenta");
        Assert.IsFalse(Directory.Exists(File("m")));
    }

    private static void Check(System.Text.Json.Nodes.JsonNode groups, int pairs)
    {
        double[] kelvin = [.. groups.AsArray().Select(g => (double)g!["temperature"]!)];
        Assert.HasCount(2, kelvin);
        Assert.IsTrue(kelvin[0] is > 150 and < 500 && kelvin[1] is > 700 and < 1400, string.Join(", ", kelvin));
        foreach (var group in groups.AsArray())
        {
            Assert.AreEqual(2, (int)group!["trajectories"]!);
            Assert.AreEqual(pairs, (int)group["pairs"]! + (int)group["unconverged"]!);
            Assert.IsTrue((double)group["relative_delta_momenta"]! > 0);
        }
    }
}
