namespace ActionML.Runtime.Tests;

/// <summary>Every message says where, what was found, what was expected and what to do.</summary>
[TestClass]
public class ExtendedXyzBadInputTests : FileTest
{
    private const string Head = "units=dimensionless dimension=2 Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1";

    /// <summary>Lines of two good frames of two bodies; the tests damage one of them.</summary>
    private static readonly string[] Good =
    [
        "2",
        Head + " time=0 step=0",
        "Body 1 2 0 0.5 0.25 0 1",
        "Body 3 4 0 -0.5 -0.25 0 2",
        "2",
        Head + " time=0.5 step=1",
        "Body 1.5 2 0 0.5 0.25 0 1",
        "Body 3.5 4 0 -0.5 -0.25 0 2",
    ];

    [TestMethod]
    public void Undamaged_lines_are_read() => Assert.AreEqual(2, Read(Good).Length);

    [TestMethod]
    [DataRow(3, "Body 3 4 0 -0.5 -0.25 0", "line 4, column 23", "found 7 columns, expected 8", DisplayName = "too few columns")]
    [DataRow(3, "Body 3 4 0 -0.5 -0.25 0 2 9", "line 4, column 27", "more than 8 columns", DisplayName = "too many columns")]
    [DataRow(3, "", "line 4", "found 0 columns", DisplayName = "blank line in a frame")]
    [DataRow(3, "Body 3 4,5 0 -0.5 -0.25 0 2", "line 4, column 8", "'4,5', expected a number with a decimal point", DisplayName = "decimal comma")]
    [DataRow(3, "Body 3 4 0 NaN -0.25 0 2", "line 4, column 12", "momentum is 'NaN', expected a finite number", DisplayName = "NaN")]
    [DataRow(3, "Body 3 -inf 0 0 -0.25 0 2", "line 4, column 8", "'-inf'", DisplayName = "minus inf")]
    [DataRow(3, "Body 3 1e999 0 0 -0.25 0 2", "line 4, column 8", "position is '1e999', expected a finite number", DisplayName = "overflow")]
    [DataRow(3, "Body 3 4 0.1 -0.5 -0.25 0 2", "line 4, column 10", "third component of the position is 0.1, expected 0", DisplayName = "z in the plane")]
    [DataRow(3, "Body 3 4 0 -0.5 -0.25 0 0", "line 4, column 25", "mass is 0, expected a positive number", DisplayName = "mass zero")]
    [DataRow(0, "two", "line 1, column 1", "'two', expected the number of particles", DisplayName = "count is a word")]
    [DataRow(0, "-2", "line 1, column 1", "claims to have -2 particles", DisplayName = "negative count")]
    [DataRow(0, "  0", "line 1, column 3", "claims to have 0 particles, expected 1", DisplayName = "zero count")]
    [DataRow(0, "99999999999", "line 1, column 1", "claims to have 99999999999 particles", DisplayName = "absurd count")]
    [DataRow(0, "99999999999999999999999", "line 1, column 1", "expected the number of particles", DisplayName = "count beyond 64 bits")]
    [DataRow(0, "3", "line 5, column 1", "found 1 columns, expected 8", DisplayName = "count too large for its frame")]
    [DataRow(0, "1", "line 4, column 1", "expected the number of particles of a frame. The frame before has more lines", DisplayName = "count too small")]
    [DataRow(5, Head + " time=0.5 step=1 units=atomistic", "line 6, column", "'units' appears twice", DisplayName = "key twice")]
    [DataRow(5, Head + " time=0 step=1", "line 6, column 92", "time 0 of this frame is the same as", DisplayName = "repeated time")]
    [DataRow(5, Head + " time=-1 step=1", "line 6, column 92", "earlier than that of the frame before, 0", DisplayName = "time goes back")]
    [DataRow(5, Head + " time=0.5 step=0", "line 6, column", "step 0 of trajectory 'made' follows step 0", DisplayName = "repeated step")]
    [DataRow(5, Head + " step=1", "line 6", "'time' is missing", "frame spacing", DisplayName = "time missing")]
    [DataRow(5, Head + " time=0,5", "line 6, column", "'time' is '0,5', expected a finite number with a decimal point", DisplayName = "time with comma")]
    [DataRow(5, Head + " time=0.5 step=1.5", "line 6, column", "'step' is '1.5', expected a whole number", DisplayName = "step not whole")]
    [DataRow(5, Head + " time=0.5 time_unit=fs", "line 6, column", "'time_unit' is 'fs', expected 1 in dimensionless", DisplayName = "time unit")]
    [DataRow(5, Head + " time=0.5 trajectory=\"x", "line 6, column", "does not end", DisplayName = "quote left open")]
    [DataRow(5, Head + " time=0.5 pbc=\"T T T\"", "line 6, column", "'Lattice' is missing", DisplayName = "periodic without lattice")]
    [DataRow(5, Head + " time=0.5 Lattice=\"1 0 0 0 1 0 0 0\"", "line 6, column", "8 numbers, expected 9", DisplayName = "lattice too short")]
    [DataRow(5, Head + " time=0.5 Lattice=\"1 0 0 2 0 0 0 0 1\"", "line 6, column", "no volume", DisplayName = "flat lattice")]
    [DataRow(5, Head + " time=0.5 pbc=\"T F F\"", "line 6, column", "some directions only", DisplayName = "half periodic")]
    [DataRow(5, Head + " time=0.5 pbc=maybe", "line 6, column", "'pbc' is 'maybe', expected T or F", DisplayName = "pbc unreadable")]
    public void Damaged_line_is_named(int line, string text, params string[] expected)
    {
        string[] lines = [.. Good];
        lines[line] = text;
        string message = Message(lines);

        AssertMentions(message, ["'made'", .. expected]);
    }

    [TestMethod]
    [DataRow("units=metric dimension=2 Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1", "'units' is 'metric', expected atomistic", "dimensionless", DisplayName = "unknown units")]
    [DataRow("dimension=2 Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1", "'units' is missing", "'Body' is not a chemical symbol", "units=dimensionless", DisplayName = "no units")]
    [DataRow("units=dimensionless dimension=4 Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1", "'dimension' is '4', expected 2 or 3", DisplayName = "dimension")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R:2:x:R:1:momenta:R:3:masses:R:1", "'pos' in 'Properties' has 2 columns, expected 3", "dimension=2", DisplayName = "two components")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R", "5 fields, expected triplets", DisplayName = "not triplets")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R:many", "'many' columns, expected a whole number", DisplayName = "count not a number")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:Q:3", "the type 'Q', expected S", DisplayName = "unknown type")]
    [DataRow("units=dimensionless Properties=pos:R:3:momenta:R:3:a:R:2", "names no kinds", "species:S:1", DisplayName = "no kinds")]
    [DataRow("units=dimensionless Properties=species:S:1:momenta:R:3:a:R:4", "names no positions", "pos:R:3", DisplayName = "no positions")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R:3:pos:R:3:a:R:1", "names 'pos' twice", DisplayName = "positions twice")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R:3:momenta:R:3:a:R:1", "no column 'masses'", "'Body'", "masses:R:1", DisplayName = "no masses")]
    [DataRow("units=atomistic Properties=species:S:1:pos:R:3:momenta:R:3:a:R:1", "'Body' is not an element", "masses:R:1", DisplayName = "no weight known")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R:3:a:R:3:masses:R:1", "no column 'momenta'", "central differences", "DeriveMomenta", "--derive-momenta", "dropped", DisplayName = "no momenta")]
    [DataRow("units=dimensionless Properties=species:S:1:pos:R:3:velocities:R:3:a:R:1", "velocities but no column 'masses'", DisplayName = "velocities without masses")]
    [DataRow("units=atomistic Properties=species:S:1:pos:R:3:velo:R:3:masses:R:1", "no column 'momenta'", "dimensionless units only", DisplayName = "velocities in unknown units")]
    public void Damaged_header_is_named(string head, params string[] expected)
    {
        string message = Message(["1", head, "Body 1 2 0 0.5 0.25 0 1"]);

        AssertMentions(message, ["'made', line 2", .. expected]);
    }

    [TestMethod]
    public void Every_cut_is_noticed()
    {
        // Cut the text after every character: either whole frames remain, or the error says that the file is cut off.
        string text = string.Join('\n', Good) + "\n";
        int frame = text.IndexOf("\n2\n", StringComparison.Ordinal) + 1;
        for (int cut = 1; cut < text.Length; cut++)
        {
            string part = text[..cut];
            if (cut == frame)
            {
                Assert.AreEqual(1, ExtendedXyz.Read(new StringReader(part), "made").Count());
                continue;
            }

            DataException error = Assert.ThrowsExactly<DataException>(
                () => ExtendedXyz.Read(new StringReader(part), "made").Count(), $"cut after {cut} characters: nothing was noticed");
            AssertMentions(error.Message, "line ");
        }

        AssertMentions(Message(Good[..3]), "line 3", "ends after 1 of 2 particles of the frame that starts on line 1", "cut off");
        AssertMentions(Message(Good[..1]), "line 1", "ends before the second line");
        AssertMentions(
            Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(new StringReader(text[..^1]), "made").Count()).Message,
            "line 8", "line break", "inside a number");
        AssertMentions(
            Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(new StringReader(text[..^2]), "made").Count()).Message,
            "line 8", "ends inside particle 2 of 2, after 7 of 8 columns", "cut off");
    }

    [TestMethod]
    public void Count_beyond_the_size_of_the_file_is_refused_before_memory_is_taken()
    {
        File.WriteAllText(In("big.xyz"), "9999999\n" + Head + "\nBody 1 2 0 0 0 0 1\n");
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(In("big.xyz")).Count()).Message;

        AssertMentions(message, "line 1, column 1", "9999999 particles", "bytes");
        Assert.IsLessThan(10_000_000, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void Frames_of_one_trajectory_are_one_system()
    {
        string[] longer = [.. Good[..4], "3", .. Good[5..], "Body 7 7 0 0 0 0 1"];
        AssertMentions(Message(longer), "line 5", "has 3 particles and the frames before have 2", "trajectory=NAME");
        AssertMentions(Message([.. Good[..7], Good[7].Replace("Body", "Moon")]), "line 5", "other kinds");
        AssertMentions(Message([.. Good[..7], "Body 3.5 4 0 -0.5 -0.25 0 3"]), "line 5", "other masses");
        AssertMentions(
            Message([.. Good[..5], Good[5].Replace("dimensionless", "atomistic"), .. Good[6..]]), "line 5", "atomistic units and the frames before are in dimensionless");
        AssertMentions(Message([.. Good[..5], Good[5].Replace("dimension=2", "dimension=3"), .. Good[6..]]), "line 5", "3 dimensions");
    }

    [TestMethod]
    public void Trajectories_may_not_interleave()
    {
        string[] Frame(string name, int time) => ["1", $"{Head} time={time} trajectory={name}", "Body 1 2 0 0.5 0.25 0 1"];
        AssertMentions(Message([.. Frame("a", 0), .. Frame("b", 0), .. Frame("a", 1)]), "line 8", "'a' goes on here after frames of 'b'");
    }

    [TestMethod]
    public void Momenta_in_some_frames_only_are_an_error()
    {
        string[] lines =
        [
            .. Good[..4], "2", "units=dimensionless dimension=2 time=0.5 Properties=species:S:1:pos:R:3:masses:R:1", "Body 1 2 0 1", "Body 3 4 0 2",
        ];
        AssertMentions(Message(lines, new ExtendedXyzReadOptions { DeriveMomenta = true }), "line 6", "some frames");
    }

    [TestMethod]
    public void Deriving_momenta_needs_five_equally_spaced_frames()
    {
        IEnumerable<string> Frames(params double[] times) => times.SelectMany(time => new[]
        {
            "1", FormattableString.Invariant($"units=dimensionless time={time} Properties=species:S:1:pos:R:3:masses:R:1"), "Body 1 2 0 1",
        });
        var derive = new ExtendedXyzReadOptions { DeriveMomenta = true };
        AssertMentions(Message([.. Frames(0, 1, 2, 3)], derive), "'made' has 4 frames", "at least 5");
        AssertMentions(Message([.. Frames(0, 1, 2, 3, 4.5)], derive), "not equally spaced", "record momenta");
    }

    [TestMethod]
    public void Units_that_contradict_the_request_are_an_error()
    {
        AssertMentions(
            Message(Good, new ExtendedXyzReadOptions { Units = UnitSystem.Atomistic }), "line 2", "dimensionless units, and atomistic ones were asked for");
        AssertMentions(
            Message([.. Good[..4].Select(l => l.Replace("time=0 ", ""))], new ExtendedXyzReadOptions { FrameSpacing = TimeStep.FromFemtoseconds(1) }),
            "frame spacing 1 fs is atomistic");
    }

    [TestMethod]
    public void Empty_and_blank_files_are_an_error()
    {
        AssertMentions(Message([]), "'made' is empty", "extended XYZ");
        AssertMentions(Message(["", "  ", ""]), "'made' is empty");
    }

    [TestMethod]
    public void Binary_files_are_an_error_and_do_not_fill_the_memory()
    {
        Random random = NewRandom();
        var bytes = new byte[5_000_000];
        random.NextBytes(bytes);
        File.WriteAllBytes(In("noise.xyz"), bytes);
        Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(In("noise.xyz")).Count());

        Array.Fill(bytes, (byte)'7');
        File.WriteAllBytes(In("one-line.xyz"), bytes);
        AssertMentions(
            Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(In("one-line.xyz")).Count()).Message, "longer than", "not a text trajectory");
    }

    [TestMethod]
    public void Random_damage_never_ends_in_another_exception()
    {
        Random random = NewRandom();
        string text = string.Join('\n', Good) + "\n";
        const string alphabet = "0123456789.,-+eENan \"'=[]{}\\\n\t:TF\0é";
        for (int round = 0; round < 3000; round++)
        {
            char[] damaged = text.ToCharArray();
            for (int hit = random.Next(1, 4); hit > 0; hit--)
            {
                damaged[random.Next(damaged.Length)] = alphabet[random.Next(alphabet.Length)];
            }

            try
            {
                _ = ExtendedXyz.Read(new StringReader(new string(damaged)), "made").Count();
            }
            catch (DataException e)
            {
                Assert.IsTrue(e.Message.StartsWith("'made'", StringComparison.Ordinal), e.Message);
                Assert.IsTrue(e.Message.EndsWith('.'), e.Message);
            }
        }
    }

    [TestMethod]
    public void Missing_files_and_folders_are_file_errors()
    {
        FileException missing = Assert.ThrowsExactly<FileException>(() => ExtendedXyz.Read(In("none.xyz")));
        AssertMentions(missing.Message, "none.xyz", "does not exist");
        Assert.AreEqual(ErrorKind.InputOutput, missing.Kind);
        AssertMentions(Assert.ThrowsExactly<FileException>(() => ExtendedXyz.Read(Folder)).Message, "is a folder");
    }

    [TestMethod]
    public void Bad_options_are_listed_together()
    {
        var options = new ExtendedXyzReadOptions
        {
            DefaultDimension = 1,
            MaxParticles = 0,
            Masses = new Dictionary<string, double> { ["Sun"] = double.NaN },
        };
        AssertMentions(
            Assert.ThrowsExactly<UsageException>(() => ExtendedXyz.Read("any.xyz", options)).Message, "DefaultDimension", "MaxParticles", "'Sun'");
    }

    private static Frame[] Read(string[] lines, ExtendedXyzReadOptions? options = null) =>
        [.. ExtendedXyz.Read(new StringReader(string.Concat(lines.Select(l => l + "\n"))), "made", options)];

    private static string Message(string[] lines, ExtendedXyzReadOptions? options = null)
    {
        DataException error = Assert.ThrowsExactly<DataException>(() => Read(lines, options));
        Assert.AreEqual(ErrorKind.Data, error.Kind);
        return error.Message;
    }
}

[TestClass]
public sealed class ExtendedXyzBadInputGermanTests : ExtendedXyzBadInputTests
{
    protected override string Culture => "de-DE";
}
