using System.Diagnostics;

namespace ActionML.Runtime.Tests;

[TestClass]
public class LammpsDumpWriterTests : FileTest
{
    [TestMethod]
    [DataRow(0, DisplayName = "isolated")]
    [DataRow(1, DisplayName = "orthogonal")]
    [DataRow(2, DisplayName = "tilted")]
    public void Frames_come_back(int form)
    {
        Random random = NewRandom();
        foreach (LammpsUnits units in Enum.GetValues<LammpsUnits>())
        {
            Frame[] frames = Frames(random, form, units == LammpsUnits.Lj ? UnitSystem.Dimensionless : UnitSystem.Atomistic);
            LammpsDumpWriter.WriteAll(In("a.lammpstrj"), frames, units);
            Frame[] back = [.. LammpsDump.Read(In("a.lammpstrj"))];
            Assert.HasCount(frames.Length, back);
            for (int k = 0; k < frames.Length; k++)
            {
                Assert.AreEqual("a", back[k].TrajectoryId);
                Assert.AreEqual(frames[k].Step, back[k].Step);
                Assert.AreEqual(frames[k].Time, back[k].Time, 1e-15 * frames[k].Time);
                Assert.AreEqual(frames[k].System.Units, back[k].System.Units);
                CollectionAssert.AreEqual(frames[k].System.Kinds.ToArray(), back[k].System.Kinds.ToArray());
                CollectionAssert.AreEqual(frames[k].System.Masses.ToArray(), back[k].System.Masses.ToArray());
                CollectionAssert.AreEqual(frames[k].State.Positions, back[k].State.Positions);
                for (int i = 0; i < frames[k].State.Momenta.Length; i++)
                {
                    double p = frames[k].State.Momenta[i];
                    Assert.AreEqual(p, back[k].State.Momenta[i], 1e-15 * Math.Abs(p));
                }

                if (form == 1)
                {
                    CollectionAssert.AreEqual(frames[k].Cell, back[k].Cell);
                }
                else
                {
                    LammpsDumpReadTests.AssertNear(frames[k].Cell ?? [], back[k].Cell ?? [], 1e-14);
                }
            }
        }
    }

    [TestMethod]
    public void What_the_format_cannot_hold_is_refused()
    {
        Random random = NewRandom();
        Frame[] frames = Frames(random, 1, UnitSystem.Atomistic);
        string Message(LammpsUnits? units, params Frame[] all) =>
            Assert.ThrowsExactly<DataException>(() => LammpsDumpWriter.WriteAll(In("bad.dump"), all, units)).Message;
        AssertMentions(Message(LammpsUnits.Lj, frames), "Atomistic", "lj", "metal or real");
        AssertMentions(Message(null, frames[0] with { Cell = [10, 1, 0, 0, 10, 0, 0, 0, 10] }), "first vector must lie along x", "extended XYZ");
        AssertMentions(Message(null, frames[0], frames[1] with { TrajectoryId = "other" }), "follows frames of 'made'");
        Frame stranger = Frames(random, 1, UnitSystem.Atomistic)[1];
        AssertMentions(Message(null, frames[0], stranger), "another trajectory or system");
        frames[0].State.Positions[2] = double.NaN;
        AssertMentions(Message(null, frames[0]), "not finite");
        var flat = new ParticleSystem(2, UnitSystem.Atomistic, ["H"], [1.0]);
        AssertMentions(Message(null, new Frame("flat", 0, 0, flat, new PhasePoint(1, 2))), "2 dimensions");
        Assert.IsFalse(File.Exists(In("bad.dump")) || File.Exists(In("bad.dump.partial")));
    }

    /// <summary>LAMMPS reads the frame back and dumps it again.</summary>
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Lammps_reads_it(int form)
    {
        const string Lammps = "/usr/bin/lmp";
        if (!File.Exists(Lammps))
        {
            Assert.Inconclusive("LAMMPS is not there (apt-get install lammps).");
        }

        Frame[] frames = Frames(NewRandom(), form, UnitSystem.Atomistic);
        LammpsDumpWriter.WriteAll(In("a.lammpstrj"), frames);
        string box = form == 2 ? "prism 0 9 0 8 0 10 1 1 1" : "block 0 9 0 8 0 10";
        string boundary = form == 0 ? "f f f" : "p p p";
        File.WriteAllText(In("in"), $"""
            units metal
            boundary {boundary}
            atom_style atomic
            region box {box}
            create_box 2 box
            mass * 1
            read_dump {In("a.lammpstrj")} {frames[1].Step} x y z vx vy vz box yes wrapped no add yes
            dump 1 all custom 1 {In("b.lammpstrj")} id type xu yu zu vx vy vz
            dump_modify 1 sort id format float %.17g
            run 0
            """.Replace("\r\n", "\n") + "\n");
        string output = Execute(Lammps, "-log", "none", "-in", In("in"));
        Assert.IsTrue(File.Exists(In("b.lammpstrj")), output);
        Frame back = LammpsDump.Read(In("b.lammpstrj"), new LammpsDumpReadOptions
        {
            Units = LammpsUnits.Metal,
            Types = new Dictionary<int, string> { [1] = "Ge", [2] = "Te" },
            Masses = frames[1].System.Kinds.Distinct().ToDictionary(k => k, k => frames[1].System.Masses[frames[1].System.Kinds.ToList().IndexOf(k)]),
        }).Single();
        CollectionAssert.AreEqual(frames[1].System.Kinds.ToArray(), back.System.Kinds.ToArray());
        LammpsDumpReadTests.AssertNear(frames[1].Cell ?? [], back.Cell ?? [], 1e-12);
        for (int i = 0; i < back.State.Positions.Length; i++)
        {
            Assert.AreEqual(frames[1].State.Positions[i], back.State.Positions[i], 1e-10);
            Assert.AreEqual(frames[1].State.Momenta[i], back.State.Momenta[i], 1e-10);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Ase_reads_it(int form)
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python) || Execute(Python, "-c", "import ase; print('ase is there')").Trim() != "ase is there")
        {
            Assert.Inconclusive("ASE is not there (apt-get install python3-ase).");
        }

        Frame[] frames = Frames(NewRandom(), form, UnitSystem.Atomistic);
        LammpsDumpWriter.WriteAll(In("a.lammpstrj"), frames);
        string output = Execute(Python, "-c", $"""
            from ase.io import read
            for a in read(r"{In("a.lammpstrj")}", ":", format="lammps-dump-text"):
                print(*a.get_chemical_symbols(), *map(repr, map(float, [*a.cell.flatten(), *a.positions.flatten(), *a.get_velocities().flatten()])))
            """);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.HasCount(frames.Length, lines, output);
        for (int k = 0; k < lines.Length; k++)
        {
            int n = frames[k].System.Count;
            string[] words = lines[k].Split(' ');
            CollectionAssert.AreEqual(frames[k].System.Kinds.ToArray(), words[..n]);
            double[] numbers = [.. words[n..].Select(w => double.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
            LammpsDumpReadTests.AssertNear(frames[k].Cell, numbers.AsSpan(0, 9), 1e-12);
            LammpsDumpReadTests.AssertNear(frames[k].State.Positions, numbers.AsSpan(9, 3 * n), 1e-12);
            double[] velocities = [.. frames[k].State.Momenta.Select((p, i) => p / frames[k].System.Masses[i / 3])];

            // ASE's constants are CODATA 2014: a relative 1e-8.
            LammpsDumpReadTests.AssertNear(velocities, numbers.AsSpan(9 + (3 * n), 3 * n), 1e-7);
        }
    }

    private static string Execute(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : output + errors.Result;
    }

    private static Frame[] Frames(Random random, int form, UnitSystem units)
    {
        string[] kinds = ["Te", "Ge", "Te", "Te"];
        (double ge, double te) = (72.63 + random.NextDouble(), 127.6 + random.NextDouble());
        var system = new ParticleSystem(3, units, kinds, [te, ge, te, te]);
        List<Frame> frames = [];
        for (int k = 0; k < 3; k++)
        {
            double[] cell = [9 + (0.1 * k), 0, 0, form == 2 ? -1.3 : 0, 8, 0, form == 2 ? 0.7 : 0, form == 2 ? 1.1 : 0, 10.2];
            var state = new PhasePoint(4, 3);
            for (int i = 0; i < 12; i++)
            {
                state.Positions[i] = (random.NextDouble() - 0.5) * (form == 0 ? 8 : 40);
                state.Momenta[i] = (random.NextDouble() - 0.5) * 10;
            }

            frames.Add(new Frame("made", 10 * k, 0.35 * k, system, state, form == 0 ? null : cell));
        }

        return [.. frames];
    }
}

[TestClass]
public sealed class LammpsDumpWriterGermanTests : LammpsDumpWriterTests
{
    protected override string Culture => "de-DE";
}
