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
