using ActionML.Testing;

namespace ActionML.Cli.Tests;

/// <summary>What does not fit a periodic run is refused: what was found, what was expected, what to do.</summary>
[TestClass]
public sealed class PeriodicBadInputTests : PeriodicTest
{
    private const string Properties = "Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1 units=atomistic";

    [TestMethod]
    [DataRow("action")]
    [DataRow("direct")]
    public void ACutoffAndACellBelongTogether(string integrator)
    {
        string isolated = Write("i.xyz", $"2\n{Properties}\nGe 0 0 0 0 0 0 72.63\nTe 3 0 0 0 0 0 127.6\n");
        Run("run", Model, "--integrator", integrator, "--start", isolated, "--steps", "2").MustFail(4, "cutoff of 4.5", "isolated", "Lattice");
        Run("run", TinyModel.Directory, "--integrator", integrator, "--start", Crystal, "--steps", "2").MustFail(4, "periodic", "no cutoff", "train --cutoff");
    }

    [TestMethod]
    public void APlaneWithACellIsRefused() => Run(
        "run", "--integrator", "verlet", "--step", "1", "--steps", "2", "--start",
        Write("p.xyz", $"1\n{Properties} dimension=2 Lattice=\"9 0 0 0 9 0 0 0 1\"\nGe 0 0 0 0 0 0 72.63\n")).MustFail(3, "two dimensions", "Remove the cell");

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void ACellTooSmallForTheCutoffIsRefused(string culture)
    {
        // Nanometers where Å were meant.
        Frame small = RandomGeTe.Of(["Ge", "Te"], [0, 0, 0, 0.2, 0, 0], Cell.Cubic(0.45));
        string path = Save("s.xyz", small);
        RunIn(culture, "run", Model, "--start", path, "--steps", "2").MustFail(3, "0.45 wide", "Check the units of the cell");
        RunIn(culture, "run", Model, "--potential", "none", "--start", path, "--steps", "2").MustFail(3, "0.45 wide", "cutoff 4.5", "skin 0.1", "repeat it");
    }

    [TestMethod]
    [DataRow("auto")]
    [DataRow("none")]
    public void AtomsOnTopOfEachOtherAreNamed(string potential)
    {
        Frame frame = RandomGeTe.Crystal(2);
        frame.State.Positions.AsSpan(0, 3).CopyTo(frame.State.Positions.AsSpan(30, 3));
        frame.State.Positions[30] += 12; // the same place in the next cell
        Run("run", Model, "--potential", potential, "--start", Save("o.xyz", frame), "--steps", "2").MustFail(3, "Particles 1 and 11", "on top of each other", "Remove one");
    }

    [TestMethod]
    public void AnElementThatTheModelDoesNotKnowIsNamed()
    {
        string text = System.IO.File.ReadAllText(Crystal);
        int at = text.LastIndexOf("\nTe ", StringComparison.Ordinal);
        string path = Write("e.xyz", text[..at] + "\nSb " + text[(at + 4)..]);
        Run("run", Model, "--start", path, "--steps", "2").MustFail(4, "'Sb'", "Ge, Te", "Train a model");
        Run("run", "--integrator", "verlet", "--step", "2", "--potential", "gete", "--start", path, "--steps", "2").MustFail(3, "'Sb'", "Ge and Te only");
        Run("run", "--integrator", "verlet", "--step", "2", "--start", path, "--steps", "2").MustFail(2, "no potential");
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void MassesThatAreNotTheModelsAreNamed(string culture)
    {
        string path = Write("m.xyz", System.IO.File.ReadAllText(Crystal).Replace("72.63", "70.5"));
        RunIn(culture, "run", Model, "--start", path, "--steps", "2").MustFail(4, "(Ge) has mass 70.5;", "trained with 72.63", "Use the trained mass");
    }

    [TestMethod]
    public void ADumpWithoutVelocitiesNeedsDrawnMomenta()
    {
        string dump = Path.Combine(AppContext.BaseDirectory, "lammps", "argon-novelocity.dump");
        string[] run = ["run", Model, "--start", dump, "--steps", "2", "--type-map", "1=Ge,2=Te"];
        Run(run).MustFail(3, "no velocities", "vx vy vz", "--draw-momenta");
        Run([.. run, "--draw-momenta"]).MustFail(2, "--draw-momenta needs --temperature");
        Run([.. run, "--draw-momenta", "--temperature", "300"]).MustSucceed();
    }

    [TestMethod]
    [DataRow("--duration", "10 parsecs", "100ps")]
    [DataRow("--duration", "-3ps", "positive")]
    [DataRow("--duration", "1,5ps", "decimal point")]
    [DataRow("--duration", "ps", "100ps")]
    [DataRow("--duration", "1us", "100ps")]
    [DataRow("--relaxation", "0", "positive")]
    [DataRow("--ramp", "1000:300", "START:END:TIME")]
    [DataRow("--ramp", "1000:-300:1ps", "START:END:TIME")]
    [DataRow("--ramp", "1000:300:-1ps", "START:END:TIME")]
    [DataRow("--ramp", "hot:cold:1ps", "1000:300:100ps")]
    public void ATimeOrRampThatCannotBeReadIsRefused(string option, string value, string expected) =>
        Run("run", Model, "--start", Crystal, option, value).MustFail(2, $"'{value}'", option, expected);

    [TestMethod]
    [DataRow("--thermostat langevin", "needs --temperature")]
    [DataRow("--thermostat csvr --temperature 300 --ramp 1000:300:1ps", "either --temperature or --ramp")]
    [DataRow("--ramp 1000:300:1ps", "--ramp needs --thermostat")]
    [DataRow("--relaxation 1ps", "--relaxation needs --thermostat")]
    [DataRow("--temperature 300", "no effect")]
    [DataRow("--thermostat langevin --temperature -1", "0 or more")]
    [DataRow("--thermostat nose --temperature 300", "langevin or csvr")]
    [DataRow("--thermostat langevin --temperature 300 --seed -1", "--seed")]
    [DataRow("--skin -0.1", "Skin is -0.1")]
    public void ContradictionsAreUsageErrors(string options, string expected) =>
        Run(["run", Model, "--start", Crystal, "--steps", "2", .. options.Split(' ')]).MustFail(2, expected);

    [TestMethod]
    public void DimensionlessTimesHaveNoUnit()
    {
        string[] run = ["run", TinyModel.Directory, "--start", "figure-eight"];
        Run([.. run, "--duration", "1ps"]).MustFail(2, "1 ps", "dimensionless", "Leave the unit out");
        Run([.. run, "--duration", "1", "--thermostat", "langevin", "--temperature", "0.1"]).MustFail(2, "--relaxation");
        Run([.. run, "--duration", "1", "--thermostat", "langevin", "--temperature", "0.1", "--relaxation", "2"]).MustSucceed();
    }

    [TestMethod]
    public void CsvrDoesNotStartFromRest()
    {
        Frame apart = RandomGeTe.Of(["Ge", "Te"], [0, 0, 0, 9, 0, 0], Cell.Cubic(30));
        string[] run = ["run", "--integrator", "verlet", "--step", "2", "--start", Save("r.xyz", apart), "--steps", "2", "--thermostat", "csvr", "--temperature", "300"];
        Run(run).MustFail(5, "at rest", "--draw-momenta");
        Run([.. run, "--draw-momenta"]).MustSucceed();
    }
}
