namespace ActionML.Runtime.Tests;

/// <summary>Dumps that LAMMPS wrote; test/data/lammps/make.sh makes them.</summary>
[TestClass]
public class LammpsDumpReadTests : FileTest
{
    private static readonly Dictionary<int, string> Rare = new() { [1] = "Ar", [2] = "Kr" };

    private static readonly LammpsDumpReadOptions Argon = new()
    {
        Units = LammpsUnits.Metal,
        Types = Rare,
        TimeStep = TimeStep.FromFemtoseconds(4),
        Unwrap = true,
    };

    [TestMethod]
    [DataRow("argon-x.dump", DisplayName = "x y z: nearest images")]
    [DataRow("argon-image.dump", DisplayName = "x y z ix iy iz, element, mass")]
    [DataRow("argon-xs.dump", DisplayName = "xs ys zs ix iy iz")]
    [DataRow("argon-xsu.dump", DisplayName = "xsu ysu zsu")]
    public void Every_form_of_the_same_run_gives_the_same_frames(string name)
    {
        Frame[] expected = [.. LammpsDump.Read(Data("argon-xu.dump"), Argon)];
        Assert.HasCount(7, expected);
        Frame[] found = [.. LammpsDump.Read(Data(name), Argon)];
        AssertSame(expected, found, 1e-12);

        // The masses of the column are LAMMPS' own, those of the others standard weights.
        bool hasMasses = name is "argon-image.dump" or "argon-xsu.dump";
        Assert.AreEqual(hasMasses ? 83.798000000000002 : 83.798, found[0].System.Masses[0]);
    }

    [TestMethod]
    public void Units_times_and_velocities_are_those_of_the_run()
    {
        Frame[] frames = [.. LammpsDump.Read(Data("argon-xu.dump"), new LammpsDumpReadOptions { Types = Rare })];
        Frame last = frames[^1];
        Assert.AreEqual("argon-xu", last.TrajectoryId);
        Assert.AreEqual(60, last.Step);
        Assert.AreEqual(TimeStep.FromFemtoseconds(240).Value, last.Time, 1e-9);
        CollectionAssert.AreEqual(new[] { 10.8, 0, 0, 0, 10.8, 0, 0, 0, 10.8 }, last.Cell!.Select(c => Math.Round(c, 12)).ToArray());

        // Velocities are those of the motion: the central difference of positions, whose error is (ωΔt)²/6 of the
        // thermal velocity 0.05; in hard collisions ωΔt is near 1. A wrong unit would be 10 or 1000 times as much.
        for (int k = 1; k < 6; k++)
        {
            for (int i = 0; i < 24; i++)
            {
                double slope = (frames[k + 1].State.Positions[i] - frames[k - 1].State.Positions[i]) / (frames[k + 1].Time - frames[k - 1].Time);
                double velocity = frames[k].State.Momenta[i] / frames[k].System.Masses[i / 3];
                Assert.AreEqual(slope, velocity, 0.05 / 6, $"frame {k}, component {i}");
            }
        }

        // In units real the same motion in Å/fs: 0.01 Å per fs is 0.1018 in model units.
        Frame[] tilted = [.. LammpsDump.Read(Data("tilted-xu.dump"), new LammpsDumpReadOptions { TimeStep = TimeStep.FromFemtoseconds(2) })];
        Assert.AreEqual(TimeStep.FromFemtoseconds(1000).Value, tilted[^1].Time, 1e-9);
        Assert.AreEqual(0.011343740929184097 * TimeStep.FemtosecondsPerAtomisticUnit * 39.948, tilted[0].State.Momenta[0], 1e-12);
    }

    [TestMethod]
    [DataRow("tilted-image.dump")]
    [DataRow("tilted-xs.dump")]
    [DataRow("tilted-xsu.dump")]
    public void Tilted_boxes_that_change_are_read_in_every_form(string name)
    {
        var options = new LammpsDumpReadOptions { TimeStep = TimeStep.FromFemtoseconds(2) };
        Frame[] expected = [.. LammpsDump.Read(Data("tilted-xu.dump"), options)];
        AssertSame(expected, [.. LammpsDump.Read(Data(name), options)], 1e-11);

        // region prism -1 9 0 10 2 13 3 -2 4; then x shrinks to 98 % and xy grows to 3.5.
        AssertNear([10, 0, 0, 3, 10, 0, -2, 4, 11], expected[0].Cell!, 1e-12);
        AssertNear([9.8, 0, 0, 3.5, 10, 0, -2, 4, 11], expected[^1].Cell!, 1e-12);
    }

    [TestMethod]
    public void General_boxes_are_read()
    {
        // The tilted box of the run with its axes turned: (x, y, z) → (y, z, x).
        string[] lines = File.ReadAllLines(Data("tilted-xs.dump"));
        string text = string.Concat(lines[..17].Select(l => l + "\n"))
            .Replace("ITEM: BOX BOUNDS xy xz yz pp pp pp", "ITEM: BOX BOUNDS abc origin pp pp pp")
            .Replace(string.Concat(lines[7..10].Select(l => l + "\n")), "0 0 10 0\n10 0 3 2\n4 11 -2 -1\n");
        Frame expected = LammpsDump.Read(Data("tilted-xs.dump"), new LammpsDumpReadOptions()).First();
        Frame found = LammpsDump.Read(new StringReader(text), "turned").Single();

        CollectionAssert.AreEqual(new double[] { 0, 0, 10, 10, 0, 3, 4, 11, -2 }, found.Cell);
        for (int i = 0; i < 18; i++)
        {
            Assert.AreEqual(expected.State.Positions[(i / 3 * 3) + ((i + 1) % 3)], found.State.Positions[i], 1e-12);
        }
    }

    [TestMethod]
    public void Isolated_clusters_have_no_cell_and_six_digits_do()
    {
        LammpsDumpReadOptions options = Argon with { TimeStep = TimeStep.FromFemtoseconds(2), DeriveMomenta = true };
        Frame[] exact = [.. LammpsDump.Read(Data("cluster-x.dump"), options)];
        Assert.HasCount(3, exact);
        Assert.IsTrue(exact.All(f => f.Cell is null));

        // dump atom: scaled to a box that is another one in each frame, without velocities, too few to derive them.
        string message = Assert.ThrowsExactly<DataException>(() => LammpsDump.Read(Data("cluster-atom.dump"), options).ToArray()).Message;
        AssertMentions(message, "cluster-atom", "3 frames", "at least 5");
        string completed = WithVelocities(File.ReadAllText(Data("cluster-atom.dump")));
        Frame[] scaled = [.. LammpsDump.Read(new StringReader(completed), "scaled", options)];
        for (int k = 0; k < 3; k++)
        {
            AssertNear(exact[k].State.Positions, scaled[k].State.Positions, 1e-4);
        }

        static string WithVelocities(string text) => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.StartsWith("ITEM: ATOMS") ? line + " vx vy vz\n" : line.Split(' ') is [{ Length: 1 }, _, _, _, _] ? line.TrimEnd() + " 0 0 0\n" : line + "\n"));
    }

    [TestMethod]
    public void Reduced_units_and_compressed_dumps_are_read()
    {
        Frame[] frames = [.. LammpsDump.Read(Data("lj.lammpstrj.gz"), new LammpsDumpReadOptions { Types = new Dictionary<int, string> { [1] = "Bead" } })];
        Assert.HasCount(4, frames);
        Assert.AreEqual("lj", frames[0].TrajectoryId);
        Assert.AreEqual(UnitSystem.Dimensionless, frames[0].System.Units);
        Assert.AreEqual(0.3, frames[^1].Time, 1e-12);
        Assert.AreEqual("Bead", frames[0].System.Kinds[0]);
    }

    [TestMethod]
    public void Momenta_are_derived_on_request()
    {
        LammpsDumpReadOptions options = Argon with { DeriveMomenta = true };
        Frame[] expected = [.. MomentaFromPositions.Derive(LammpsDump.Read(Data("argon-xu.dump"), options))];
        Frame[] derived = [.. LammpsDump.Read(Data("argon-novelocity.dump"), options)];
        Assert.HasCount(3, expected);
        Assert.HasCount(3, derived);
        for (int k = 0; k < 3; k++)
        {
            Assert.AreEqual(expected[k].Time, derived[k].Time, 1e-9);

            // Six digits: 5e-5 Å each; 84 u · 18 · 5e-5 Å / (12 · 40 fs).
            AssertNear(expected[k].State.Momenta, derived[k].State.Momenta, 84 * 18 * 5e-5 / (12 * TimeStep.FromFemtoseconds(40).Value));
        }
    }

    [TestMethod]
    public void Files_of_ase_are_read()
    {
        // test/data/ase/make.py: ASE's own dialect, and the same file compressed.
        Frame[] frames = [.. ExtendedXyz.Read(AseData("gete.extxyz"))];
        Assert.HasCount(3, frames);
        CollectionAssert.AreEqual(new[] { "Ge", "Te", "Te" }, frames[0].System.Kinds.ToArray());
        CollectionAssert.AreEqual(new[] { 6, 0, 0, 1, 5.5, 0, -0.5, 0.7, 6.2 }, frames[0].Cell);
        Assert.AreEqual(5.49005263, frames[0].State.Positions[0]);
        Assert.AreEqual(-2.19794553, frames[2].State.Momenta[8]);
        AssertSame(frames, [.. ExtendedXyz.Read(AseData("gete.extxyz.gz"))], 0);
        AssertSame(frames, [.. TrajectoryFile.Read(AseData("gete.extxyz.gz"))], 0);
    }

    [TestMethod]
    public void The_format_is_found_by_the_name_or_the_first_line()
    {
        File.Copy(Data("argon-xu.dump"), In("dump.argon"));
        File.Copy(Data("argon-xu.dump"), In("b.lammpstrj"));
        File.Copy(AseData("gete.extxyz.gz"), In("a.extxyz.gz"));
        File.WriteAllText(In("notes.txt"), "nothing");
        CollectionAssert.AreEqual(new[] { "a.extxyz.gz", "b.lammpstrj" }, TrajectoryFile.Files(Folder).Select(Path.GetFileName).ToArray());
        CollectionAssert.AreEqual(new[] { "a.extxyz.gz" }, ExtendedXyz.Files(Folder).Select(Path.GetFileName).ToArray());
        var options = new TrajectoryReadOptions { LammpsDump = Argon };
        Assert.AreEqual(7, TrajectoryFile.Read(In("dump.argon"), options).Count());
        Assert.AreEqual(7, TrajectoryFile.Read(In("b.lammpstrj"), options).Count());
        Assert.AreEqual(3, TrajectoryFile.Read(In("a.extxyz.gz"), options).Count());
        Assert.ThrowsExactly<FileException>(() => TrajectoryFile.Read(In("none.dump")));
    }

    internal static void AssertSame(Frame[] expected, Frame[] found, double tolerance)
    {
        Assert.HasCount(expected.Length, found);
        for (int k = 0; k < expected.Length; k++)
        {
            Assert.AreEqual(expected[k].Step, found[k].Step);
            Assert.AreEqual(expected[k].Time, found[k].Time, 1e-12 * Math.Abs(expected[k].Time));
            CollectionAssert.AreEqual(expected[k].System.Kinds.ToArray(), found[k].System.Kinds.ToArray());
            AssertNear(expected[k].System.Masses, found[k].System.Masses, tolerance);
            AssertNear(expected[k].State.Positions, found[k].State.Positions, tolerance);
            AssertNear(expected[k].State.Momenta, found[k].State.Momenta, 10 * tolerance);
            AssertNear(expected[k].Cell ?? [], found[k].Cell ?? [], tolerance);
        }
    }

    internal static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> found, double tolerance)
    {
        Assert.AreEqual(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsLessThanOrEqualTo(tolerance, Math.Abs(expected[i] - found[i]), $"component {i}: {expected[i]:R} and {found[i]:R}");
        }
    }

    internal static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", "lammps", name);

    private static string AseData(string name) => Path.Combine(AppContext.BaseDirectory, "data", "ase", name);
}

[TestClass]
public sealed class LammpsDumpReadGermanTests : LammpsDumpReadTests
{
    protected override string Culture => "de-DE";
}
