namespace ActionML.Runtime.Tests;

/// <summary>Dumps that are refused, in a sentence with file and line.</summary>
[TestClass]
public class LammpsDumpBadInputTests : FileTest
{
    private const string Header = "ITEM: TIMESTEP\n{0}\nITEM: NUMBER OF ATOMS\n2\nITEM: BOX BOUNDS pp pp pp\n0 10\n0 10\n0 10\n";
    private const string Atoms = "ITEM: ATOMS id element xu yu zu vx vy vz\n2 Te 5 5 5 1 0 0\n1 Ge 1 1 1 -1 0 0\n";

    private static readonly LammpsDumpReadOptions Metal = new() { Units = LammpsUnits.Metal, TimeStep = TimeStep.FromFemtoseconds(2) };

    [TestMethod]
    [DataRow("NUMBER OF ATOMS\n2", "NUMBER OF ATOMS\n3", "line 11", "after 2 of 3 atoms", "cut off")]
    [DataRow("NUMBER OF ATOMS\n2", "NUMBER OF ATOMS\n1", "line 11", "'1 Ge 1 1 1 -1 0 0'", "more atoms than it says")]
    [DataRow("NUMBER OF ATOMS\n2", "NUMBER OF ATOMS\n0", "line 4", "'0'", "from 1 to")]
    [DataRow("NUMBER OF ATOMS\n2", "NUMBER OF ATOMS\nmany", "line 4", "'many'")]
    [DataRow("TIMESTEP\n0", "TIMESTEP\n0.5", "line 2", "timestep", "'0.5'")]
    [DataRow("ITEM: TIMESTEP", "ITEM: ENTRIES", "line 1", "ITEM: ENTRIES", "not a LAMMPS text dump")]
    [DataRow("ITEM: BOX BOUNDS pp pp pp\n0 10\n0 10\n0 10\n", "", "line 5", "BOX BOUNDS", "missing")]
    [DataRow("pp pp pp", "pp pp ff", "line 5", "pp pp ff", "some directions only")]
    [DataRow("pp pp pp", "xy yz pp pp pp", "line 5", "three boundaries")]
    [DataRow("0 10\n0 10\n0 10\n", "0 10\n0 10 3\n0 10\n", "line 7", "more than 2 numbers", "row 2")]
    [DataRow("0 10\n0 10\n0 10\n", "0 10\n5 5\n0 10\n", "line 5", "no volume")]
    [DataRow("0 10\n0 10\n0 10\n", "0 10\n0 nan\n0 10\n", "line 7", "finite", "box")]
    [DataRow("ATOMS id", "ATOMS ix", "line 9", "'id' is missing", "any order")]
    [DataRow("element", "mol", "line 9", "kinds", "type or element")]
    [DataRow("xu yu zu", "c1 c2 c3", "line 9", "no positions", "xu yu zu")]
    [DataRow("xu yu zu", "xu yu q", "line 9", "xu, yu, zu", "only xu and yu are there")]
    [DataRow("vx vy vz", "vx fy fz", "line 9", "only vx is there")]
    [DataRow("vx vy vz", "fx fy fz", "line 9", "no velocities", "DeriveMomenta", "--derive-momenta")]
    [DataRow("vx vy vz", "vx vy vx", "line 9", "'vx'", "twice")]
    [DataRow("1 Ge 1 1 1", "1 Ge 1 inf 1", "line 11, column 8", "position", "finite")]
    [DataRow("-1 0 0", "-1 0 -nan", "line 11, column 17", "velocity", "finite")]
    [DataRow("1 Ge 1 1 1", "1 Ge 1,5 1 1", "line 11, column 6", "'1,5'", "decimal point")]
    [DataRow("1 Ge 1 1 1", "1 Ge 1 1", "line 11", "7 columns, expected 8")]
    [DataRow("1 Ge 1 1 1", "1.0 Ge 1 1 1", "line 11, column 1", "'1.0'", "atom id")]
    [DataRow("1 Ge 1 1 1", "2 Ge 1 1 1", "line 9", "two atoms", "id 2")]
    [DataRow("1 Ge 1 1 1", "1 Xx 1 1 1", "line 11", "'Xx'", "mass", "--masses Xx=1")]
    public void Malformed_frames_are_refused_with_their_line(string part, string damage, params string[] expected)
    {
        Assert.AreEqual(1, Read(Frame(0)).Length);
        Assert.AreNotEqual(Frame(0), Frame(0).Replace(part, damage));
        string message = Message(Frame(0).Replace(part, damage));
        StringAssert.StartsWith(message, "'made', line ");
        AssertMentions(message, expected);
    }

    [TestMethod]
    public void A_type_that_is_a_label_is_the_kind() =>
        Assert.AreEqual("Te", Read(Frame(0).Replace("element", "type"))[0].System.Kinds[1]);

    [TestMethod]
    public void A_cut_anywhere_is_noticed()
    {
        string text = Frame(0) + Frame(5);
        for (int cut = 1; cut < text.Length; cut++)
        {
            if (cut == Frame(0).Length)
            {
                Assert.AreEqual(1, Read(text[..cut]).Length);
                continue;
            }

            Assert.ThrowsExactly<DataException>(() => Read(text[..cut]), $"cut after {cut} characters: nothing was noticed");
        }

        Assert.AreEqual(2, Read(text + "\n \n").Length);
        AssertMentions(Message(""), "'made' is empty");
    }

    [TestMethod]
    public void Frames_that_do_not_continue_each_other_are_refused()
    {
        AssertMentions(Message(Frame(5) + Frame(5)), "line 12", "timestep 5 follows timestep 5");
        AssertMentions(Message(Frame(5) + Frame(0)), "line 12", "timesteps must grow");
        AssertMentions(Message(Frame(0) + Frame(5).Replace("ATOMS\n2", "ATOMS\n1").Replace("1 Ge 1 1 1 -1 0 0\n", "")), "line 12", "1 atoms", "have 2");
        AssertMentions(Message(Frame(0) + Frame(5).Replace("1 Ge", "7 Ge")), "line 12", "atom 2 where atom 1 was");
        AssertMentions(Message(Frame(0) + Frame(5).Replace("1 Ge", "1 Te")), "line 12", "other kinds");
        AssertMentions(Message(Frame(0) + Frame(5).Replace("pp pp pp", "ff ff ff")), "line 12", "other boundaries");
        AssertMentions(Message(Frame(0) + Frame(5).Replace("vx vy vz", "fx fy fz"), Metal with { DeriveMomenta = true }), "line 12", "velocities");
        AssertMentions(Message(Frame(0) + "ITEM: TIME\n1\n" + Frame(5)), "line 12", "ITEM: TIME");
        AssertMentions(Message("ITEM: TIME\n1\n" + Frame(0) + "ITEM: TIME\n0.5\n" + Frame(5)), "line 14", "time 0.5 and the one before 1");
    }

    [TestMethod]
    public void What_the_dump_does_not_say_must_be_given()
    {
        string types = (Frame(0) + Frame(5)).Replace("element", "type").Replace("Te", "2").Replace("Ge", "1");
        AssertMentions(Message(types), "line 10, column 3", "type 2", "Types", "--type-map 1=Ge,2=Te");
        var half = new Dictionary<int, string> { [1] = "Ge" };
        AssertMentions(Message(types, Metal with { Types = half }), "line 10, column 3", "type 2", "not in the given map 1=Ge");
        Assert.AreEqual("Ge", Read(types, Metal with { Types = new Dictionary<int, string> { [1] = "Ge", [2] = "Te" } })[0].System.Kinds[0]);

        AssertMentions(Message(Frame(0), new LammpsDumpReadOptions()), "line 1", "units", "--lammps-units", "metal, real or lj");
        AssertMentions(Message("ITEM: UNITS\nreal\n" + Frame(0)), "line 2", "real", "metal was asked for");
        AssertMentions(Message("ITEM: UNITS\nsi\n" + Frame(0)), "line 2", "'si'", "metal, real or lj");
        AssertMentions(Message(Frame(0) + Frame(5), Metal with { TimeStep = null }), "line 12", "timestep 5", "TimeStep", "--lammps-step");
        AssertMentions(Message(Frame(0), Metal with { TimeStep = TimeStep.Dimensionless(1) }), "line 1", "metal", "dimensionless");
        AssertMentions(Message(Frame(0), Metal with { Units = LammpsUnits.Lj, TimeStep = null }), "line 10", "'Te'", "units lj", "--masses");
        var masses = new Dictionary<string, double> { ["Ge"] = 2, ["Te"] = 3 };
        Frame reduced = Read(Frame(0), Metal with { Units = LammpsUnits.Lj, TimeStep = null, Masses = masses }).Single();
        CollectionAssert.AreEqual(new double[] { -2, 0, 0, 3, 0, 0 }, reduced.State.Momenta);
    }

    [TestMethod]
    public void Wrapped_positions_are_refused_or_unwrapped_naming_frame_and_atom()
    {
        string first = Frame(0).Replace("xu yu zu", "x y z");
        string second = Frame(5).Replace("xu yu zu", "x y z").Replace("1 Ge 1 1 1", "1 Ge 9.5 1 1");
        AssertMentions(Message(first + second), "line 20", "atom 1 of timestep 5", "ix iy iz", "--unwrap");
        Assert.AreEqual(-0.5, Read(first + second, Metal with { Unwrap = true })[1].State.Positions[0], 1e-12);
        AssertMentions(
            Message(first + second.Replace("9.5 1 1", "5.5 1 1"), Metal with { Unwrap = true }), "line 20", "atom 1 of timestep 5", "nearly half the cell");
        Assert.AreEqual(9.5, Read((first + second).Replace("x y z", "xu yu zu"))[1].State.Positions[0]);
        Assert.AreEqual(9.5, Read((first + second).Replace("pp pp pp", "ff ff ff"))[1].State.Positions[0]);
    }

    [TestMethod]
    public void Files_that_are_no_dumps_are_refused()
    {
        FileException missing = Assert.ThrowsExactly<FileException>(() => LammpsDump.Read(In("none.dump")));
        AssertMentions(missing.Message, "none.dump", "does not exist");
        File.WriteAllText(In("damaged.dump"), Frame(0).Replace("OF ATOMS\n2", "OF ATOMS\n9000000"));
        AssertMentions(Assert.ThrowsExactly<DataException>(() => LammpsDump.Read(In("damaged.dump"), Metal).Count()).Message, "9000000 atoms", "bytes");
        File.WriteAllText(In("plain.xyz.gz"), "1\n\nH 0 0 0\n");
        AssertMentions(Assert.ThrowsExactly<DataException>(() => TrajectoryFile.Read(In("plain.xyz.gz")).Count()).Message, "plain.xyz.gz", "compressed data are damaged");
    }

    [TestMethod]
    public void A_compressed_file_that_is_cut_off_is_noticed()
    {
        byte[] bytes = File.ReadAllBytes(LammpsDumpReadTests.Data("lj.lammpstrj.gz"));
        var options = new LammpsDumpReadOptions { Types = new Dictionary<int, string> { [1] = "Bead" } };
        for (int cut = 1; cut < bytes.Length - 8; cut += 7) // the last 8 bytes are a checksum and the length
        {
            File.WriteAllBytes(In("cut.lammpstrj.gz"), bytes[..cut]);
            string message = Assert.ThrowsExactly<DataException>(
                () => LammpsDump.Read(In("cut.lammpstrj.gz"), options).Count(), $"cut after {cut} of {bytes.Length} bytes: nothing was noticed").Message;
            AssertMentions(message, "cut.lammpstrj.gz");
        }
    }

    [TestMethod]
    public void Damaged_text_never_ends_in_another_exception()
    {
        Random random = NewRandom();
        string text = Frame(0) + Frame(5);
        for (int trial = 0; trial < 3000; trial++)
        {
            char[] damaged = text.ToCharArray();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = " \n\t-.09eE:xIZ\0"[random.Next(14)];
            }

            try
            {
                _ = Read(new string(damaged));
            }
            catch (DataException e)
            {
                StringAssert.Contains(e.Message, "'made'");
            }
        }
    }

    [TestMethod]
    public void Options_are_checked_together()
    {
        var options = new LammpsDumpReadOptions
        {
            MaxParticles = 0,
            Types = new Dictionary<int, string> { [0] = "Ge" },
            Masses = new Dictionary<string, double> { ["Te"] = -1 },
        };
        AssertMentions(Assert.ThrowsExactly<UsageException>(() => LammpsDump.Read("any.dump", options)).Message, "MaxParticles", "Types is 0", "'Te' is -1");
    }

    private static string Frame(int step) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Header, step) + Atoms;

    private static Frame[] Read(string text, LammpsDumpReadOptions? options = null) => [.. LammpsDump.Read(new StringReader(text), "made", options ?? Metal)];

    private static string Message(string text, LammpsDumpReadOptions? options = null) => Assert.ThrowsExactly<DataException>(() => Read(text, options)).Message;
}

[TestClass]
public sealed class LammpsDumpBadInputGermanTests : LammpsDumpBadInputTests
{
    protected override string Culture => "de-DE";
}
