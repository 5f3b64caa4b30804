namespace ActionML.Runtime.Tests;

/// <summary>Files of other programs.</summary>
[TestClass]
public class ExtendedXyzReadTests : FileTest
{
    /// <summary>As ASE writes atoms with momenta: atomistic, no masses, columns and keys of its own.</summary>
    [TestMethod]
    public void Ase_file_is_read_with_standard_weights()
    {
        Frame[] frames = Read(
            """
            2
            Lattice="5.0 0.0 0.0 0.0 5.0 0.0 0.0 0.0 5.0" Properties=species:S:1:pos:R:3:momenta:R:3:forces:R:3 energy=-3.25 stress="0.1 0 0 0 0.1 0 0 0 0.1" config_type=md pbc="T T T"
            Ge       0.00000000       0.00000000       0.10000000      -1.50000000       0.00000000       2.00000000       1.00000000       0.00000000      -0.00000000
            Te       2.50000000       2.50000000       2.50000000       0.50000000       0.25000000      -2.00000000      -1.00000000       0.00000000       0.00000000
            """);

        Frame frame = frames.Single();
        Assert.AreEqual(UnitSystem.Atomistic, frame.System.Units);
        Assert.AreEqual("made", frame.TrajectoryId);
        CollectionAssert.AreEqual(new[] { 72.63, 127.6 }, frame.System.Masses.ToArray());
        CollectionAssert.AreEqual(new[] { -1.5, 0, 2, 0.5, 0.25, -2 }, frame.State.Momenta);
        CollectionAssert.AreEqual(new[] { 5.0, 0, 0, 0, 5, 0, 0, 0, 5 }, frame.Cell);
    }

    [TestMethod]
    public void Columns_and_keys_may_come_in_any_order()
    {
        Frame frame = Read(
            """
            1
            units='dimensionless' TIME=2.5e-1 step=12 "trajectory"="my run" tags=[1,2,3] flag matrix=[[1,2],[3,4]] Properties=masses:R:1:id:I:1:momenta:R:3:fixed:L:1:pos:R:3:species:S:1
            0.5 7 1 2 3 F 4 5 6 Sun
            """).Single();

        Assert.AreEqual("my run", frame.TrajectoryId);
        Assert.AreEqual(12, frame.Step);
        Assert.AreEqual(0.25, frame.Time);
        Assert.AreEqual("Sun", frame.System.Kinds[0]);
        Assert.AreEqual(0.5, frame.System.Masses[0]);
        CollectionAssert.AreEqual(new[] { 4.0, 5, 6 }, frame.State.Positions);
        CollectionAssert.AreEqual(new[] { 1.0, 2, 3 }, frame.State.Momenta);
        Assert.IsNull(frame.Cell);
    }

    [TestMethod]
    public void Atomic_numbers_windows_line_ends_blank_lines_and_tabs_are_read()
    {
        string text = "\n 1 \r\nProperties=Z:I:1:pos:R:3:momenta:R:3\r\n8\t1 2  3 0 0 0 \r\n\r\n\r\n";
        Frame frame = ExtendedXyz.Read(new StringReader(text), "made").Single();

        Assert.AreEqual("O", frame.System.Kinds[0]);
        Assert.AreEqual(15.999, frame.System.Masses[0]);
    }

    [TestMethod]
    public void Velocities_become_momenta_without_units()
    {
        Frame frame = Read(
            """
            1
            Properties=species:S:1:pos:R:3:velocities:R:3:masses:R:1 units=dimensionless dimension=2
            Body 1 2 0 3 4 0 0.5
            """).Single();

        CollectionAssert.AreEqual(new[] { 1.5, 2 }, frame.State.Momenta);
    }

    [TestMethod]
    public void Time_is_converted_to_model_units()
    {
        const string text = "1\nProperties=species:S:1:pos:R:3:momenta:R:3 time=2 time_unit={0}\nH 0 0 0 0 0 0\n";
        double Time(string unit) => ExtendedXyz.Read(new StringReader(text.Replace("{0}", unit)), "made").Single().Time;

        Assert.AreEqual(TimeStep.FromFemtoseconds(2).Value, Time("fs"), 1e-15);
        Assert.AreEqual(TimeStep.FromFemtoseconds(2000).Value, Time("ps"), 1e-12);
    }

    [TestMethod]
    public void Options_fill_what_the_file_leaves_open()
    {
        const string frame = "1\nProperties=species:S:1:pos:R:3:momenta:R:3\nSun 1 2 0 3 4 0\n";
        Frame[] frames = [.. ExtendedXyz.Read(new StringReader(frame + frame + frame), "made", new ExtendedXyzReadOptions
        {
            Units = UnitSystem.Dimensionless,
            DefaultDimension = 2,
            FrameSpacing = TimeStep.Dimensionless(0.5),
            Masses = new Dictionary<string, double> { ["Sun"] = 3 },
        })];

        CollectionAssert.AreEqual(new[] { 0, 0.5, 1 }, frames.Select(f => f.Time).ToArray());
        CollectionAssert.AreEqual(new long[] { 0, 1, 2 }, frames.Select(f => f.Step).ToArray());
        Assert.AreEqual(3, frames[0].System.Masses[0]);
        Assert.AreEqual(2, frames[0].System.Dimension);
    }

    [TestMethod]
    public void One_file_holds_several_trajectories_of_several_sizes()
    {
        Frame[] frames = Read(
            """
            1
            trajectory=a units=dimensionless time=0 Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1
            Sun 1 2 0 3 4 0 1
            2
            trajectory=b units=dimensionless time=0 Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1
            Sun 1 2 0 3 4 0 1
            Moon 1 2 0 3 4 0 2
            """);

        CollectionAssert.AreEqual(new[] { 1, 2 }, frames.Select(f => f.System.Count).ToArray());
    }

    [TestMethod]
    public void Reading_is_lazy()
    {
        const string good = "1\nProperties=species:S:1:pos:R:3:momenta:R:3 time=0\nH 0 0 0 0 0 0\n";
        IEnumerable<Frame> frames = ExtendedXyz.Read(new StringReader(good + "nonsense\n"), "made");

        Assert.AreEqual("H", frames.First().System.Kinds[0]);
    }

    [TestMethod]
    public void Folders_stand_for_their_files()
    {
        foreach (string name in new[] { "b.xyz", "a.extxyz", "c.XYZ", "d.xyz.partial", "e.txt" })
        {
            File.WriteAllText(In(name), "");
        }

        CollectionAssert.AreEqual(new[] { "a.extxyz", "b.xyz", "c.XYZ" }, ExtendedXyz.Files(Folder).Select(Path.GetFileName).ToArray());
        CollectionAssert.AreEqual(new[] { In("b.xyz") }, ExtendedXyz.Files(In("b.xyz")).ToArray());
        Directory.CreateDirectory(In("empty"));
        AssertMentions(Assert.ThrowsExactly<FileException>(() => ExtendedXyz.Files(In("empty"))).Message, "no .xyz");
        AssertMentions(Assert.ThrowsExactly<FileException>(() => ExtendedXyz.Files(In("missing"))).Message, "does not exist");
    }

    [TestMethod]
    public void Wrapped_positions_are_noticed_and_unwrapped_on_request()
    {
        Random random = NewRandom();
        double[] cell = [4, 0, 0, 1, 5, 0, 0.5, -0.5, 6];
        double[] q = [1, 1, 1];
        List<double[]> path = [];
        var text = new System.Text.StringBuilder();
        for (int k = 0; k < 40; k++)
        {
            path.Add([.. q]);
            double[] wrapped = [.. q];
            for (int c = 0; c < 3; c++)
            {
                int images = random.Next(-1, 2);
                for (int d = 0; d < 3; d++)
                {
                    wrapped[d] += k == 0 ? 0 : images * cell[(3 * c) + d];
                }
            }

            text.Append(FormattableString.Invariant(
                $"1\nLattice=\"4 0 0 1 5 0 0.5 -0.5 6\" time={k} Properties=species:S:1:pos:R:3:momenta:R:3\nH {wrapped[0]:R} {wrapped[1]:R} {wrapped[2]:R} 0 0 0\n"));
            for (int d = 0; d < 3; d++)
            {
                q[d] += (2 * random.NextDouble()) - 1;
            }
        }

        AssertMentions(
            Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(new StringReader(text.ToString()), "made").Count()).Message,
            "half the cell", "Unwrap", "unwrapped=T");
        Frame[] frames = [.. ExtendedXyz.Read(new StringReader(text.ToString()), "made", new ExtendedXyzReadOptions { Unwrap = true })];
        for (int k = 0; k < 40; k++)
        {
            for (int d = 0; d < 3; d++)
            {
                Assert.AreEqual(path[k][d], frames[k].State.Positions[d], 1e-12);
            }
        }

        string trusted = text.ToString().Replace("time=", "unwrapped=T time=");
        Assert.AreEqual(40, ExtendedXyz.Read(new StringReader(trusted), "made").Count());
    }

    [TestMethod]
    public void Momenta_are_derived_from_positions_on_request()
    {
        // q = cos ωt: the error of p is (ωΔt)⁴/30 of the largest momentum.
        const double omega = 2, spacing = 0.05, mass = 1.5;
        var text = new System.Text.StringBuilder();
        for (int k = 0; k < 30; k++)
        {
            text.Append(FormattableString.Invariant(
                $"1\nunits=dimensionless dimension=2 time={k * spacing:R} Properties=species:S:1:pos:R:3:masses:R:1\nBody {Math.Cos(omega * k * spacing):R} 0.5 0 {mass:R}\n"));
        }

        Frame[] frames = [.. ExtendedXyz.Read(new StringReader(text.ToString()), "made", new ExtendedXyzReadOptions { DeriveMomenta = true })];
        Assert.HasCount(26, frames);
        Assert.AreEqual(2, frames[0].Step);
        double bound = 1.1 * mass * omega * Math.Pow(omega * spacing, 4) / 30;
        foreach (Frame frame in frames)
        {
            Assert.AreEqual(-mass * omega * Math.Sin(omega * frame.Time), frame.State.Momenta[0], bound);
            Assert.AreEqual(0, frame.State.Momenta[1], 1e-14);
        }
    }

    [TestMethod]
    public void Recorded_momenta_are_kept_when_deriving_is_allowed()
    {
        const string text = "1\nProperties=species:S:1:pos:R:3:momenta:R:3 time=0\nH 0 0 0 1 2 3\n";
        Frame frame = ExtendedXyz.Read(new StringReader(text), "made", new ExtendedXyzReadOptions { DeriveMomenta = true }).Single();

        CollectionAssert.AreEqual(new[] { 1.0, 2, 3 }, frame.State.Momenta);
    }

    [TestMethod]
    public void Atomic_weights_are_those_of_the_elements()
    {
        Assert.IsTrue(AtomicWeights.TryGet("O", out double oxygen));
        Assert.AreEqual(15.999, oxygen);
        Assert.IsFalse(AtomicWeights.TryGet("Body", out _));
        Assert.AreEqual("U", AtomicWeights.Symbol(92));
        Assert.AreEqual("Lr", AtomicWeights.Symbol(103));
        Assert.IsNull(AtomicWeights.Symbol(0));
        Assert.IsNull(AtomicWeights.Symbol(104));
    }

    private static Frame[] Read(string text) => [.. ExtendedXyz.Read(new StringReader(text + "\n"), "made")];
}

[TestClass]
public sealed class ExtendedXyzReadGermanTests : ExtendedXyzReadTests
{
    protected override string Culture => "de-DE";
}
