using ActionML.Runtime.Onnx;
using ActionML.Testing;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed class PeriodicRunTests : PeriodicTest
{
    [TestMethod]
    [DataRow("action", "16fs", true)]
    [DataRow("direct", "0.016ps", false)]
    [DataRow("verlet", "2fs", true)]
    public void EveryIntegratorRunsInACell(string integrator, string step, bool symplectic)
    {
        CliResult result = Run(
            "run", Model, "--integrator", integrator, "--step", step, "--start", Crystal, "--duration", "0.32ps", "--draw-momenta", "--temperature", "300",
            "--out", File("t.xyz"), "--every", "5", "--json").MustSucceed();
        Assert.AreEqual(integrator == "verlet" ? 160 : 20, (int)result.Json["steps"]!);
        Assert.AreEqual(320, (double)result.Json["duration"]!, 1e-9);
        Assert.AreEqual("ns/day", (string)result.Json["speed_unit"]!);
        Assert.IsGreaterThan(0, (double)result.Json["speed"]!);
        Assert.AreEqual(symplectic, (bool)result.Json["traits"]!["is_symplectic"]!);
        Assert.IsFalse((bool)result.Json["traits"]!["conserves_angular_momentum"]!); // nothing in a box does

        // The potential of Ge and Te is found by itself, and its forces are what Verlet uses.
        double change = EnergyChange(result);
        TestContext.WriteLine(FormattableString.Invariant($"largest energy change {change} meV/atom"));
        Assert.IsTrue(integrator == "verlet" ? change is > 0 and < 0.3 : double.IsFinite(change));
        List<Frame> frames = [.. ExtendedXyz.Read(File("t.xyz"))];
        Assert.HasCount(integrator == "verlet" ? 33 : 5, frames);
        CollectionAssert.AreEqual(RandomGeTe.Crystal(2).Cell, frames[^1].Cell);
    }

    [TestMethod]
    public void NeighborsAreCountedUpToTheGivenLength()
    {
        // Rock salt with 2.9 to 3.1 Å between neighbors: 6 of them, and 12 more at √2 times that.
        double Neighbors(string length) => Run(
            "run", Model, "--start", Crystal, "--steps", "1", "--draw-momenta", "--temperature", "1", "--potential", "none", "--bond-length", length, "--json")
            .MustSucceed().Json["figures"]!["atoms"]!["coordination"]!.AsArray().Average(kind => (double)kind!["mean"]!);
        Assert.AreEqual(6, Neighbors("3.6"), 1e-9);
        Assert.AreEqual(18, Neighbors("4.7"), 1e-9);
        Run("run", Model, "--start", Crystal, "--steps", "1", "--bond-length", "0").MustFail(2, "bond length");
    }

    [TestMethod]
    public void ARunIsNotWrittenUnderTheNameOfADump() =>
        Run("run", Model, "--start", Crystal, "--steps", "1", "--out", File("run.lammpstrj")).MustFail(2, "--out", ".xyz");

    [TestMethod]
    public void EnergyIsNotFollowedWithoutAPotential()
    {
        CliResult result = Run(
            "run", Model, "--start", Crystal, "--steps", "3", "--draw-momenta", "--temperature", "300", "--potential", "none", "--json").MustSucceed();
        Assert.IsNull(result.Json["figures"]!["atoms"]!["max_energy_change"]);
        Run("run", "--integrator", "verlet", "--step", "2", "--start", Crystal, "--steps", "3", "--potential", "none").MustFail(2, "--potential", "gete");
        Run("run", Model, "--start", Crystal, "--steps", "3", "--potential", "gravity").MustFail(2, "isolated bodies");
        Run("run", TinyModel.Directory, "--start", "figure-eight", "--steps", "3", "--potential", "gete").MustFail(2, "isolated");
    }

    [TestMethod]
    [DataRow("langevin")]
    [DataRow("csvr")]
    public void AThermostatMakesTheTemperature(string thermostat)
    {
        // A soft model from 600 K down to 200 K; 20 steps are more than six relaxation times.
        CliResult result = Run(
            "run", Model, "--start", Crystal, "--steps", "1200", "--thermostat", thermostat, "--ramp", "600:200:1.6ps", "--relaxation", "50fs", "--draw-momenta",
            "--potential", "none", "--precision", "single", "--tolerance", "1e-4", "--out", File("t.xyz"), "--every", "20", "--json").MustSucceed();
        Assert.AreEqual("1600 fs", ((string)result.Json["thermostat"]!).Split(" in ")[1].Split(',')[0]);
        List<double> temperatures = [.. ExtendedXyz.Read(File("t.xyz")).Select(Kelvin)];
        double start = temperatures[0];
        double end = temperatures.Skip(10).Average();
        TestContext.WriteLine(FormattableString.Invariant($"start {start:F0} K, end {end:F1} K over {temperatures.Count - 10} frames"));
        double spread = Math.Sqrt(2.0 / (3 * 63));
        Assert.AreEqual(600, start, 4 * 600 * spread);
        Assert.AreEqual(200, end, 4 * 200 * spread / Math.Sqrt(temperatures.Count - 10));
        double heat = (double)result.Json["heat"]!;
        Assert.IsLessThan(0, heat);

        static double Kelvin(Frame frame) =>
            2 * Observables.KineticEnergy(frame.System, frame.State) / (3 * (frame.System.Count - 1)) / Temperature.ElectronVoltsPerKelvin;
    }

    [TestMethod]
    public void EnergyLessHeatIsWhatAThermostattedRunKeeps()
    {
        CliResult result = Run(
            "run", "--integrator", "verlet", "--step", "1fs", "--start", Crystal, "--steps", "300", "--thermostat", "langevin", "--temperature", "900",
            "--relaxation", "100fs", "--json").MustSucceed();
        double heat = (double)result.Json["heat"]!;
        double change = EnergyChange(result);
        TestContext.WriteLine(FormattableString.Invariant($"heat {heat:F2} eV, largest change of the energy less heat {change:E2} meV/atom"));
        Assert.IsGreaterThan(5, heat); // 64 atoms from rest toward 900 K: 80 meV/atom
        Assert.IsTrue(change is > 0 and < 0.3);
        Assert.Contains("taken off the energies", Run(
            "run", "--integrator", "verlet", "--step", "1", "--start", Crystal, "--steps", "3", "--thermostat", "langevin", "--temperature", "900").MustSucceed().Out);
    }

    [TestMethod]
    public void TheSeedDecidesMomentaAndNoise()
    {
        double[] First(params string[] seed)
        {
            Run([
                "run", Model, "--start", Crystal, "--steps", "2", "--draw-momenta", "--temperature", "300", "--thermostat", "langevin", "--relaxation", "100fs",
                "--potential", "none", "--out", File("t.xyz"), .. seed]).MustSucceed();
            return [.. ExtendedXyz.Read(File("t.xyz")).SelectMany(frame => frame.State.Momenta)];
        }

        double[] zero = First();
        CollectionAssert.AreEqual(zero, First("--seed", "0"));
        CollectionAssert.AreNotEqual(zero, First("--seed", "1"));
        for (int d = 0; d < 3; d++)
        {
            Assert.AreEqual(0, zero.Take(3 * 64).Where((_, i) => i % 3 == d).Sum(), 1e-12);
        }
    }

    [TestMethod]
    public void AFrameWithoutMomentaStartsARunWhoseMomentaAreDrawn()
    {
        string lattice = "Lattice=\"12 0 0 0 12 0 0 0 12\" pbc=\"T T T\"";
        string start = Write("q.xyz", $"2\nProperties=species:S:1:pos:R:3 {lattice}\nGe 0 0 0\nTe 3 0 0\n");
        Run("run", Model, "--start", start, "--steps", "2", "--draw-momenta", "--temperature", "300").MustSucceed();
        Run("run", Model, "--start", start, "--steps", "2").MustFail(3, "momenta", "--draw-momenta");
    }

    [TestMethod]
    [DataRow("action", "langevin", null)]
    [DataRow("direct", "csvr", null)]
    [DataRow("verlet", "csvr", "2fs")]
    public void ACancelledThermostattedRunGoesOnBitForBit(string integrator, string thermostat, string? step)
    {
        int steps = integrator == "verlet" ? 12_000 : 600; // long enough to be cancelled on the way
        string[] run =
        [
            "run", Model, "--integrator", integrator, "--start", Crystal, "--steps", $"{steps}", "--thermostat", thermostat, "--ramp", "300:100:5ps", "--relaxation", "200fs",
            "--draw-momenta", "--seed", "7", "--skin", "1.5", "--precision", "single", "--tolerance", "1e-4", "--checkpoint-every", "30", "--every", "10", "--json",
            .. step is null ? Array.Empty<string>() : ["--step", step],
        ];
        CliResult whole = Run([.. run, "--out", File("whole.xyz"), "--checkpoint", File("whole.ckpt")]).MustSucceed();
        using var source = new CancellationTokenSource();
        Task cancel = CancelWhenThere(File("parts.ckpt"), source);
        Run("en-US", source.Token, [.. run, "--out", File("parts.xyz"), "--checkpoint", File("parts.ckpt")]).MustFail(130, "cancelled at step", "--restart");
        cancel.Wait();
        CliResult rest = Run([.. run, "--out", File("parts.xyz"), "--checkpoint", File("parts.ckpt"), "--restart"]).MustSucceed();
        int restartedAt = (int)rest.Json["restarted_at"]!;
        TestContext.WriteLine($"restarted at {restartedAt}");
        Assert.IsTrue(restartedAt > 0 && restartedAt < steps, $"Restarted at {restartedAt}.");
        CollectionAssert.AreEqual(System.IO.File.ReadAllBytes(File("whole.xyz")), System.IO.File.ReadAllBytes(File("parts.xyz")));
        Assert.AreEqual((double)whole.Json["heat"]!, (double)rest.Json["heat"]!);
        Assert.AreEqual(
            whole.Json["figures"]!["atoms"]!.ToJsonString(), rest.Json["figures"]!["atoms"]!.ToJsonString());
        Run([.. run.Select(word => word == "300:100:5ps" ? "300:200:5ps" : word), "--out", File("parts.xyz"), "--checkpoint", File("parts.ckpt"), "--restart"])
            .MustFail(3, "thermostat", "300 K → 100 K in 5000 fs");
        string[] thicker = [.. run.Where(word => word != "1.5" && word != "--skin"), "--out", File("parts.xyz"), "--checkpoint", File("parts.ckpt"), "--restart"];
        if (integrator != "verlet")
        {
            Run(thicker).MustFail(3, "skin");
        }
    }

    [TestMethod]
    public void ARunGoesOnWhenParticlesGetMoreNeighborsThanThereIsRoomFor()
    {
        const int steps = 20;
        Frame start = RandomGeTe.Collapse(steps);
        Run("run", Model, "--start", Save("wide.xyz", start), "--steps", "20", "--tolerance", "1e-9", "--out", File("t.xyz"), "--every", "20").MustSucceed();
        double[] written = ExtendedXyz.Read(File("t.xyz")).Last().State.Positions;

        // The same with room for all from the start: padding is not felt.
        (double[] grown, int first, int last) = Fly(start, steps, capacity: 0);
        (double[] roomy, int room, int after) = Fly(start, steps, capacity: 60);
        TestContext.WriteLine($"room for {first} neighbors at the start, {last} at the end");
        Assert.IsGreaterThan(2 * first, last);
        Assert.AreEqual(room, after);
        for (int i = 0; i < grown.Length; i++)
        {
            Assert.AreEqual(roomy[i], grown[i], 1e-7);
            Assert.AreEqual(written[i], grown[i], 1e-6);
        }
    }

    [TestMethod]
    public void AStepThatDoesNotConvergeFallsBackToTheForcesOfTheCell()
    {
        CliResult result = Run(
            "run", Model, "--start", Crystal, "--steps", "5", "--draw-momenta", "--temperature", "300", "--policy", "fall-back", "--max-evaluations", "2",
            "--tolerance", "1e-15", "--json").MustSucceed();
        Assert.AreEqual(5, (int)result.Json["figures"]!["unconverged_steps"]!);

        // Verlet made all of it: the energy is kept, as the random model alone does not.
        Assert.IsTrue(EnergyChange(result) is > 0 and < 0.3, $"{EnergyChange(result)}");
    }

    [TestMethod]
    public void ARunThatLosesItsParticlesEndsWith5AndKeepsTheTrajectory()
    {
        // Beyond the cutoff there is no force: after the second step both are at one place.
        double momentum = RandomGeTe.GeMass * 2.3 / TimeStep.FromFemtoseconds(10).Value;
        Frame start = RandomGeTe.Of(["Ge", "Ge"], [0, 0, 0, 9.2, 0, 0], Cell.Cubic(30), [momentum, 0, 0, -momentum, 0, 0]);
        Run("run", "--integrator", "verlet", "--step", "10fs", "--start", Save("two.xyz", start), "--steps", "9", "--out", File("t.xyz"))
            .MustFail(5, "lost at step 1", "on top of each other", "t.xyz");
        Assert.HasCount(2, ExtendedXyz.Read(File("t.xyz")).ToList());
    }

    [TestMethod]
    [DataRow(0.01234, "0.0123 ns/day")]
    [DataRow(12.34, "12.3 ns/day")]
    [DataRow(999.7, "1000 ns/day")]
    [DataRow(1030.4, "1030 ns/day")]
    [DataRow(123456.7, "123457 ns/day")]
    public void ASpeedHasNoExponent(double speed, string text) => Assert.AreEqual(text, RunSpeed.Text(speed, "ns/day"));

    [TestMethod]
    public void TheResultShowsTheSpeed()
    {
        CliResult result = Run("run", Model, "--start", Crystal, "--steps", "40", "--draw-momenta", "--temperature", "300").MustSucceed();
        Assert.MatchesRegex(@"speed +[0-9.]+ ns/day", result.Out);
        Assert.MatchesRegex(@"temperature, Ge +[0-9.]+ .*K", result.Out);
        CliResult eight = Run("run", "--integrator", "verlet", "--step", "0.01", "--start", "figure-eight", "--steps", "100").MustSucceed();
        Assert.MatchesRegex(@"speed +\S+ time units per second", eight.Out);
    }

    [TestMethod]
    [DynamicData(nameof(Cultures))]
    public void ProgressShowsSpeedEvaluationsAndResidual(string culture)
    {
        var board = new NotedBoard();
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
        var request = new RunRequest
        {
            Model = Model,
            Start = Crystal,
            Steps = 40,
            Tolerance = 1e-6,
            MaxEvaluations = 50,
            Depth = 5,
            Mixing = 1,
            FallBackSubsteps = 10,
            DrawMomenta = true,
            Temperature = 300,
        };
        RunWorkflow.Run(request, board, CancellationToken.None);
        TestContext.WriteLine(string.Join('\n', board.Details));
        Assert.MatchesRegex(@"^step \d+, [0-9.]+ ns/day, \d\.\d evaluations per step, residual \d\.\de-\d+, \S+ K, energy \S+ meV/atom$", board.Details[^2]);
        Assert.MatchesRegex(@"^40 steps, [0-9.]+ ns/day$", board.Details[^1]);
    }

    private static double EnergyChange(CliResult result) => (double)result.Json["figures"]!["atoms"]!["max_energy_change"]!;

    private (double[] Positions, int FirstCapacity, int LastCapacity) Fly(Frame start, int steps, int capacity)
    {
        using OnnxActionModel model = OnnxActionModel.Load(Model);
        var neighbors = new PeriodicNeighbors(new Cell(start.Cell), start.System.Count, RandomGeTe.Cutoff, 0.4, capacity: capacity);
        int first = neighbors.Update(start.State.Positions).Capacity;
        var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = 1e-9 } };
        var stepper = new SymplecticStepper(start.System, model, neighbors, options);
        PhasePoint state = start.State.Clone();
        for (int i = 0; i < steps; i++)
        {
            stepper.Step(state);
        }

        return (state.Positions, first, neighbors.Update(state.Positions).Capacity);
    }

    private sealed class NotedBoard : IProgressBoard, IProgressStage
    {
        public List<string> Details { get; } = [];

        public IProgressStage Add(string title) => this;

        public void Report(double fraction, string detail, TimeSpan? remaining = null) => Details.Add(detail);

        public void Done(string detail) => Details.Add(detail);
    }
}
