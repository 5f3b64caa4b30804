namespace ActionML.Cli.Tests;

/// <summary>Commands on dumps that LAMMPS wrote (test/data/lammps).</summary>
[TestClass]
public sealed class LammpsDumpTests : CliTest
{
    private static readonly string[] Types = ["--type-map", "1=Ar,2=Kr"];

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "lammps", name);

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void DumpsAreInspectedAndAdvisedOn(string culture)
    {
        CliResult named = RunIn(culture, ["inspect", Data("argon-xu.dump"), "--json", .. Types]).MustSucceed();
        Assert.Contains("\"frames\": 7", named.Out);
        Assert.Contains("\"Kr\"", named.Out);
        string[] given = ["--lammps-units", "metal", "--lammps-step", "4", "--unwrap"];
        CliResult unnamed = RunIn(culture, ["inspect", Data("argon-x.dump"), "--json", "--masses", "Ar=39.9,Kr=83.8", .. Types, .. given]).MustSucceed();
        Assert.Contains("83.8", unnamed.Out);
        Assert.Contains("40", RunIn(culture, ["advise", Data("argon-xu.dump"), .. Types]).MustSucceed().Out);
    }

    [TestMethod]
    public void WhatTheDumpDoesNotSayIsAskedFor()
    {
        Run("inspect", Data("argon-xu.dump")).MustFail(3, "line", "--type-map");
        Run(["inspect", Data("argon-x.dump"), .. Types]).MustFail(3, "--lammps-units");
        Run(["inspect", Data("argon-x.dump"), "--lammps-units", "metal", .. Types]).MustFail(3, "--lammps-step");
        Run(["inspect", Data("argon-x.dump"), "--lammps-units", "metal", "--lammps-step", "4", .. Types]).MustFail(3, "atom", "timestep", "--unwrap");
        Run(["inspect", Data("argon-novelocity.dump"), .. Types]).MustFail(3, "velocities", "--derive-momenta");
    }

    [TestMethod]
    public void UnitsThatTheMotionContradictsAreNoticed()
    {
        // Velocities in Å/ps, read as Å/fs.
        string[] real = [Data("argon-x.dump"), "--lammps-units", "real", "--lammps-step", "4", "--unwrap", .. Types];
        CliResult advice = Run(["advise", .. real, "--time-step", "0.04ps", "--json"]).MustSucceed();
        Assert.AreEqual(40, (double)advice.Json["steps"]![0]!["step"]!, 1e-9);
        StringAssert.Contains((string)advice.Json["warnings"]![0]!, "Positions move 0.001 times as far");
        Run(["train", .. real, "--cutoff", "5", "--max-iterations", "1", "--out", File("model")]).MustFail(3, "Positions move 0.001 times as far");
    }

    [TestMethod]
    public void DensityAndTemperatureAreShown()
    {
        // K = p²/m = 0.01 eV, 2K = 3 k_B T; 79.896 u in 1000 Å³.
        string path = Write("pair.xyz", FormattableString.Invariant($"""
            2
            Properties=species:S:1:pos:R:3:momenta:R:3 units=atomistic time=0 time_unit=fs pbc="T T T" Lattice="10 0 0 0 10 0 0 0 10"
            Ar 1 1 1 {Math.Sqrt(0.39948)} 0 0
            Ar 5 1 1 {-Math.Sqrt(0.39948)} 0 0

            """));
        CliResult result = Run("inspect", path, "--json").MustSucceed();
        Assert.AreEqual(0.079896 * 1.66053907, (double)result.Json["trajectory"]!["density"]!, 1e-6);
        Assert.AreEqual(0.02 / (3 * 8.617333262e-5), (double)result.Json["trajectory"]!["lowest_temperature"]!, 1e-6);
        string text = Run("inspect", path).MustSucceed().Out;
        Assert.Contains("0.1327 g/cm³", text);
        Assert.Contains("77 K", text);
    }

    [TestMethod]
    [DataRow("--type-map", "1=Ar,1=Kr")]
    [DataRow("--type-map", "Ar")]
    [DataRow("--type-map", "0=Ar")]
    [DataRow("--type-map", "1=")]
    [DataRow("--masses", "Ar=-1")]
    [DataRow("--masses", "Ar=heavy")]
    [DataRow("--masses", "Ar=1;Kr=2")]
    [DataRow("--lammps-units", "si")]
    [DataRow("--lammps-step", "0")]
    public void BadOptionsAreUsageErrors(string option, string value) =>
        Run("inspect", Data("argon-xu.dump"), option, value).MustFail(2, option);
}
