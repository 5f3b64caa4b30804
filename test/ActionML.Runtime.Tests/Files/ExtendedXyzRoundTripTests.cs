using System.Globalization;

namespace ActionML.Runtime.Tests;

[TestClass]
public class ExtendedXyzRoundTripTests : FileTest
{
    [TestMethod]
    public void Culture_is_what_the_class_says() =>
        Assert.AreEqual(Culture == "de-DE" ? "1,5" : "1.5", (1.5).ToString(CultureInfo.CurrentCulture));

    [TestMethod]
    public void Random_frames_come_back_bit_for_bit()
    {
        Random random = NewRandom();
        for (int round = 0; round < 20; round++)
        {
            Frame[] frames = [.. RandomFrames(random)];
            ExtendedXyzWriter.WriteAll(In("a.xyz"), frames);
            Frame[] back = [.. ExtendedXyz.Read(In("a.xyz"))];

            Assert.HasCount(frames.Length, back);
            foreach ((Frame expected, Frame actual) in frames.Zip(back))
            {
                AssertSame(expected, actual);
            }

            // Writing what was read gives the same file: reading and writing are inverse to each other.
            string text = File.ReadAllText(In("a.xyz"));
            if (frames[0].System.Units == UnitSystem.Dimensionless)
            {
                ExtendedXyzWriter.WriteAll(In("b.xyz"), back);
                Assert.AreEqual(text, File.ReadAllText(In("b.xyz")));
            }
        }
    }

    [TestMethod]
    public void Frames_of_one_trajectory_share_their_system()
    {
        Frame[] frames = [.. RandomFrames(NewRandom())];
        ExtendedXyzWriter.WriteAll(In("a.xyz"), frames);

        foreach (IGrouping<string, Frame> trajectory in ExtendedXyz.Read(In("a.xyz")).GroupBy(f => f.TrajectoryId))
        {
            Assert.IsTrue(trajectory.All(f => ReferenceEquals(f.System, trajectory.First().System)));
        }
    }

    [TestMethod]
    public void File_has_three_columns_in_the_plane_and_decimal_points()
    {
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["Body"], [1.5]);
        ExtendedXyzWriter.WriteAll(In("a.xyz"), [new Frame("eight-1", 3, 0.25, system, new PhasePoint(1, 2, [0.1, -2], [1e-20, 3]))]);

        Assert.AreEqual(
            """
            1
            Properties=species:S:1:pos:R:3:momenta:R:3:masses:R:1 trajectory=eight-1 step=3 time=0.25 time_unit=1 units=dimensionless dimension=2 unwrapped=T pbc="F F F"
            Body 0.1 -2 0 1E-20 3 0 1.5

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(In("a.xyz")));
    }

    [TestMethod]
    public void Awkward_names_survive()
    {
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, ["Körper", "±x"], [1, 2]);
        foreach (string name in new[] { "a b", "say \"hi\"", "back\\slash", "x=y", "ünïcödé ☉", "", "{a}", "[b]" })
        {
            ExtendedXyzWriter.WriteAll(In("a.xyz"), [new Frame(name, 0, 0, system, new PhasePoint(2, 3))]);
            Frame back = ExtendedXyz.Read(In("a.xyz")).Single();
            Assert.AreEqual(name, back.TrajectoryId);
            CollectionAssert.AreEqual(system.Kinds.ToArray(), back.System.Kinds.ToArray());
        }
    }

    [TestMethod]
    public void Frames_that_no_reader_could_take_are_not_written()
    {
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["Body"], [1]);
        using var writer = new ExtendedXyzWriter(In("a.xyz"));
        string blown = Assert.ThrowsExactly<DataException>(
            () => writer.Write(new Frame("t", 7, 1.75, system, new PhasePoint(1, 2, [0, double.NaN], [0, 0])))).Message;
        AssertMentions(blown, "Frame 7", "'t'", "1.75", "not finite");
        Assert.ThrowsExactly<DataException>(() => writer.Write(new Frame("t", 0, double.PositiveInfinity, system, new PhasePoint(1, 2))));
        Assert.ThrowsExactly<DataException>(() => writer.Write(new Frame("t\n", 0, 0, system, new PhasePoint(1, 2))));
        var spaced = new ParticleSystem(2, UnitSystem.Dimensionless, ["two words"], [1]);
        Assert.ThrowsExactly<DataException>(() => writer.Write(new Frame("t", 0, 0, spaced, new PhasePoint(1, 2))));
        Assert.AreEqual(0, writer.Position);
    }

    private static IEnumerable<Frame> RandomFrames(Random random)
    {
        UnitSystem units = random.Next(2) == 0 ? UnitSystem.Dimensionless : UnitSystem.Atomistic;
        string[] known = units == UnitSystem.Atomistic ? ["Ge", "Te", "H"] : ["Body", "Sun", "Moon_2"];
        int trajectories = random.Next(1, 4);
        for (int t = 0; t < trajectories; t++)
        {
            int dimension = random.Next(2, 4);
            int count = random.Next(1, 6);
            string[] kinds = [.. Enumerable.Range(0, count).Select(_ => known[random.Next(3)])];
            var system = new ParticleSystem(dimension, units, kinds, [.. kinds.Select(_ => random.NextDouble() + 1e-3)]);
            double[]? cell = units == UnitSystem.Atomistic && random.Next(2) == 0
                ? [10 + random.NextDouble(), 0, 0, 0.1, 9, 0, 1, 2, 12]
                : null;
            double time = random.NextDouble();
            int frames = random.Next(1, 5);
            for (int k = 0; k < frames; k++)
            {
                double[] Numbers() => [.. Enumerable.Range(0, count * dimension).Select(_ => AnyDouble(random))];
                yield return new Frame($"run {t}", (10 * k) + 1, time, system, new PhasePoint(count, dimension, Numbers(), Numbers()), cell);
                time += 0.01 + random.NextDouble();
            }
        }
    }

    /// <summary>Any finite bit pattern: tiny, huge, subnormal, minus zero.</summary>
    private static double AnyDouble(Random random)
    {
        if (random.Next(10) == 0)
        {
            return random.Next(2) == 0 ? -0.0 : double.Epsilon;
        }

        double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return double.IsFinite(value) ? value : random.NextDouble();
    }

    private static void AssertSame(Frame expected, Frame actual)
    {
        Assert.AreEqual(expected.TrajectoryId, actual.TrajectoryId);
        Assert.AreEqual(expected.Step, actual.Step);
        Assert.AreEqual(expected.System.Units, actual.System.Units);
        Assert.AreEqual(expected.System.Dimension, actual.System.Dimension);
        CollectionAssert.AreEqual(expected.System.Kinds.ToArray(), actual.System.Kinds.ToArray());
        CollectionAssert.AreEqual(expected.System.Masses.ToArray(), actual.System.Masses.ToArray());
        CollectionAssert.AreEqual(Bits(expected.State.Positions), Bits(actual.State.Positions));
        CollectionAssert.AreEqual(Bits(expected.State.Momenta), Bits(actual.State.Momenta));
        CollectionAssert.AreEqual(expected.Cell, actual.Cell);
        double slack = expected.System.Units == UnitSystem.Atomistic ? 4e-16 * Math.Abs(expected.Time) : 0;
        Assert.AreEqual(expected.Time, actual.Time, slack);
    }

    private static long[] Bits(double[] values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];
}

[TestClass]
public sealed class ExtendedXyzRoundTripGermanTests : ExtendedXyzRoundTripTests
{
    protected override string Culture => "de-DE";
}
