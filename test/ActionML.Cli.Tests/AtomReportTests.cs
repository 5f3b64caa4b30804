using System.Text.Json;
using System.Text.RegularExpressions;

using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Cli.Tests;

[TestClass]
public sealed partial class AtomReportTests : CliTest
{
    private const int Steps = 180;

    [TestMethod]
    public void ARunOfAtomsIsMeasuredWhileItRuns()
    {
        (RunRecorder recorder, Simulation simulation, Cell cell) = Recorded(2);
        simulation.Run(Steps);
        IntegratorFigures figures = recorder.Figures("Verlet", 2, 1);
        AtomFigures atoms = figures.Atoms!;
        Assert.AreEqual(64, atoms.Atoms);
        Assert.AreEqual(Steps * 2, figures.SurvivedTime, 1e-9); // fs
        Assert.IsTrue(double.IsNaN(figures.MaxRelativeEnergyError), "energies of atoms are per atom");
        Assert.IsTrue(atoms.MaxEnergyChange is > 0 and < 2, $"{atoms.MaxEnergyChange} meV per atom");
        Assert.IsTrue(double.IsFinite(atoms.EnergyDrift));
        CollectionAssert.AreEqual(new[] { "Ge", "Te", "all" }, atoms.Temperatures.Select(t => t.Kind).ToArray());
        foreach (KindEstimate temperature in atoms.Temperatures)
        {
            Assert.IsTrue(temperature.Mean is > 50 and < 600, $"{temperature}");
            Assert.IsGreaterThan(0, temperature.StandardError);
        }

        // The crystal is what it was: six neighbors of the other kind.
        Assert.AreEqual(6, atoms.Coordination[0].Mean, 0.3);
        Assert.AreEqual(atoms.Coordination[0].Mean, atoms.PartialCoordination[0].Mean + atoms.PartialCoordination[1].Mean, 1e-12);
        Assert.AreEqual(3.6, atoms.BondLengths["Ge–Te"]);

        AtomSeries series = recorder.Series("verlet", isImplicit: false).Atoms!;
        Assert.AreEqual(Steps * 2, series.TemperatureTime[^1], 2);
        Assert.HasCount(3, series.Temperature);
        double[] unlike = series.Distribution.Single(d => d.Name == "Ge–Te").Values;
        double[] like = series.Distribution.Single(d => d.Name == "Ge–Ge").Values;
        Assert.AreEqual(3, series.Radii[Array.IndexOf(unlike, unlike.Max())], 0.2);
        Assert.AreEqual(3 * Math.Sqrt(2), series.Radii[Array.IndexOf(like, like.Max())], 0.3);
        Assert.AreEqual(1, series.Coordination[0].Values.Sum(), 1e-12);
        Assert.AreEqual(0, series.Displacement[0].Values[0]);
        Assert.IsGreaterThan(0, series.Displacement[0].Values[^1]);
        Assert.AreEqual(1, series.Correlation[^1].Values[0], 1e-12);
        Assert.AreEqual(series.Frequencies.Length, series.Spectrum[0].Values.Length);
        Assert.IsTrue(series.Frames!.Positions.Count is > 20 and <= 50);
        Assert.IsTrue(series.Frames.Positions.SelectMany(x => x).All(x => x >= 0 && x <= 100 * cell.Vectors[0]), "wrapped into the cell");
    }

    [TestMethod]
    public void AResumedRunReportsTheWhole()
    {
        (RunRecorder whole, Simulation simulation, _) = Recorded(2);
        simulation.Run(Steps);
        (_, Simulation first, _) = Recorded(2);
        first.Run(57);
        first.SaveCheckpoint(File("half"));
        (RunRecorder resumed, Simulation second, _) = Recorded(2);
        second.LoadCheckpoint(File("half"));
        second.Run(Steps);
        Assert.AreEqual(Json(whole), Json(resumed));
        Assert.DoesNotContain("null", Json(whole));

        static string Json(RunRecorder recorder) =>
            JsonSerializer.Serialize(recorder.Figures("x", 2, 0).Atoms, FiguresJson.Readable) + JsonSerializer.Serialize(recorder.Series("x", true).Atoms, FiguresJson.Readable);
    }

    [TestMethod]
    public void ARunThatBlowsUpIsLostAndNotMeasuredFurther()
    {
        (RunRecorder recorder, Simulation simulation, _) = Recorded(80);
        try
        {
            simulation.Run(Steps);
        }
        catch (DataException)
        {
            // The potential refuses atoms on top of each other; the recorder must not be what ends a run.
        }

        Assert.IsTrue(recorder.LostAt is > 0);
        AtomFigures atoms = recorder.Figures("x", 80, 0).Atoms!;
        Assert.IsTrue(atoms.Duration > 0 && atoms.Duration < Steps * 80);
    }

    [TestMethod]
    public void WithoutACellThereIsNoStructure()
    {
        var system = new ParticleSystem(3, UnitSystem.Atomistic, ["H", "H"], [1, 1]);
        var recorder = new RunRecorder(system, null, 100, 0.1);
        var state = new PhasePoint(2, 3, [0, 0, 0, 0.7, 0, 0], [0.1, 0, 0, -0.1, 0, 0]);
        recorder.Start(state);
        for (int i = 1; i <= 100; i++)
        {
            recorder.Observe(i, 0.1 * i, state, default);
        }

        AtomFigures atoms = recorder.Figures("x", 1, 0).Atoms!;
        Assert.IsEmpty(atoms.Coordination);
        Assert.IsNull(recorder.LostAt);
        Assert.IsTrue(double.IsNaN(atoms.MaxEnergyChange));
        Assert.IsNull(recorder.Series("x", false).Atoms!.Frames);
        Assert.AreEqual(0.01 * 2 / 3 / Temperature.ElectronVoltsPerKelvin, atoms.Temperatures[0].Mean, 1e-6);
    }

    [TestMethod]
    public void ThePageShowsTwoRunsAndLoadsNothing()
    {
        RunSummary summary = new() { Title = "GeTe", Duration = Steps * 2, TimeUnit = "fs" };
        RunSeries all = new();
        foreach ((string key, double step) in new[] { ("verlet_a", 2.0), ("verlet_b", 1.0) })
        {
            (RunRecorder recorder, Simulation simulation, _) = Recorded(step);
            simulation.Run(Steps);
            summary.Integrators[key] = recorder.Figures($"Velocity Verlet <{step} fs>", step, 1);
            all.Integrators.Add(recorder.Series(key, false));
        }

        ReportWorkflow.WriteAll(Folder, summary, all);
        Run("report", Folder, "--out", File("r.html")).MustSucceed();
        string html = System.IO.File.ReadAllText(File("r.html"));
        Assert.Contains("3Dmol", html);
        Assert.Contains("Copyright (c) 2014, University of Pittsburgh", html);
        Assert.Contains("default-src 'none'", html);
        foreach (string section in new[] { "h-energy", "h-temperature", "h-distribution", "h-structure", "h-displacement", "h-vibrations", "h-viewer", "h-integrators" })
        {
            Assert.Contains($"id=\"{section}\"", html, section);
        }

        Assert.Contains("Velocity Verlet &lt;2 fs&gt;", html);
        Assert.Contains(AtomWords.Estimate(summary.Integrators["verlet_a"].Atoms!.Temperatures[0]), html);
        Assert.Contains("data-name=\"Ge–Te\"", System.Net.WebUtility.HtmlDecode(html));

        // The library can load molecules from addresses, which the page's policy forbids it; nothing else tries.
        int library = html.IndexOf("<!-- 3Dmol.js", StringComparison.Ordinal);
        int after = html.IndexOf("</script>", library, StringComparison.Ordinal);
        string own = html[..library] + html[after..];
        Assert.IsFalse(Loads().IsMatch(own), Loads().Match(own).Value);
        Assert.DoesNotContain("{{", own);

        // What was written is read back: the page of the same files is the same.
        Assert.AreEqual(html, ReportWriter.Write(ReportWorkflow.Read<RunSummary>(File(RunSummary.FileName)), ReportWorkflow.Read<RunSeries>(File(RunSeries.FileName))));
    }

    [TestMethod]
    public void APageWithoutAtomsDoesNotCarryTheViewer()
    {
        RunSummary summary = new() { Integrators = { ["verlet"] = new IntegratorFigures { Name = "Verlet", SurvivedTime = 1 } } };
        string html = ReportWriter.Write(summary, new RunSeries { Integrators = [new IntegratorSeries { Key = "verlet", Time = [1], EnergyError = [0.1] }] });
        Assert.DoesNotContain("3Dmol", html);
        Assert.IsLessThan(200_000, html.Length);
    }

    [TestMethod]
    [DataRow(301.26, 0.84, "301.26 ± 0.84")]
    [DataRow(5.9931, 0.0123, "5.993 ± 0.012")]
    [DataRow(-0.5, 12.0, "−0 ± 12")]
    public void EstimatesHaveTheDigitsOfTheirError(double mean, double error, string expected) =>
        Assert.Contains(expected, AtomWords.Estimate(new KindEstimate("x", mean, error)));

    // Rock-salt GeTe, 64 atoms at about 300 K after equipartition.
    private static (RunRecorder Recorder, Simulation Simulation, Cell Cell) Recorded(double femtoseconds)
    {
        const int side = 4;
        const double spacing = 3;
        var cell = Cell.Cubic(side * spacing);
        string[] kinds = [.. Enumerable.Range(0, side * side * side).Select(i => ((i % side) + (i / side % side) + (i / side / side)) % 2 == 0 ? "Ge" : "Te")];
        var system = new ParticleSystem(3, UnitSystem.Atomistic, kinds, [.. kinds.Select(k => k == "Ge" ? 72.63 : 127.6)]);
        var state = new PhasePoint(kinds.Length, 3);
        var random = new DeterministicRandom(5);
        double energy = Temperature.FromKelvin(500).Value;
        for (int c = 0; c < system.Coordinates; c++)
        {
            int i = c / 3;
            state.Positions[c] = spacing * ((c % 3) switch { 0 => i % side, 1 => i / side % side, _ => i / side / side });
            state.Momenta[c] = Math.Sqrt(energy * system.Masses[i]) * random.NextGaussian();
        }

        var step = TimeStep.FromFemtoseconds(femtoseconds);
        var recorder = new RunRecorder(system, new GeTePotential(cell, kinds), Steps, step.Value, cell, new BondLengths(3.6));
        var simulation = new Simulation(new VelocityVerletStepper(system, new GeTePotential(cell, kinds), step), state);
        simulation.Observe(recorder);
        return (recorder, simulation, cell);
    }

    [GeneratedRegex("""(src|href|action|data)\s*=\s*["']?\s*(https?:)?//|url\(\s*["']?(https?:)?//|@import|\bfetch\(|XMLHttpRequest|importScripts|<link[^>]+stylesheet|<script[^>]+src""", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();
}
