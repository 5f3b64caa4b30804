namespace ActionML.Runtime.Tests;

/// <summary>A trajectory that is written for long, killed, and continued.</summary>
[TestClass]
public sealed class ExtendedXyzWriterTests : FileTest
{
    private static readonly ParticleSystem System2 = new(2, UnitSystem.Dimensionless, ["Body", "Body"], [1, 2]);

    [TestMethod]
    public void Killed_at_any_moment_and_continued_equals_uninterrupted()
    {
        Random random = NewRandom();
        Frame[] frames = [.. Enumerable.Range(0, 50).Select(k => MakeFrame(random, k))];
        ExtendedXyzWriter.WriteAll(In("whole.xyz"), frames);
        byte[] whole = File.ReadAllBytes(In("whole.xyz"));

        for (int round = 0; round < 10; round++)
        {
            int saved = random.Next(1, 49);
            long position;
            using (var writer = new ExtendedXyzWriter(In("run.xyz")))
            {
                WriteRange(writer, frames, 0, saved);
                position = writer.Checkpoint();
            }

            // What a killed process leaves: the neighbor with any number of bytes beyond the checkpoint.
            byte[] torn = whole[..random.Next((int)position, whole.Length)];
            File.WriteAllBytes(In("run.xyz.partial"), torn);
            Assert.IsFalse(File.Exists(In("run.xyz")));

            using (ExtendedXyzWriter writer = ExtendedXyzWriter.Continue(In("run.xyz"), position))
            {
                Assert.AreEqual(position, writer.Position);
                WriteRange(writer, frames, saved, frames.Length);
                writer.Commit();
            }

            CollectionAssert.AreEqual(whole, File.ReadAllBytes(In("run.xyz")));
            Assert.IsFalse(File.Exists(In("run.xyz.partial")));
            File.Delete(In("run.xyz"));
        }
    }

    [TestMethod]
    public void Without_checkpoint_nothing_is_left_behind()
    {
        using (var writer = new ExtendedXyzWriter(In("run.xyz")))
        {
            writer.Write(MakeFrame(NewRandom(), 0));
        }

        Assert.IsEmpty(Directory.GetFileSystemEntries(Folder));
    }

    [TestMethod]
    public void Frames_up_to_a_checkpoint_are_whole_in_the_neighbor()
    {
        Random random = NewRandom();
        using (var writer = new ExtendedXyzWriter(In("run.xyz")))
        {
            writer.Write(MakeFrame(random, 0));
            writer.Write(MakeFrame(random, 1));
            Assert.AreEqual(writer.Position, writer.Checkpoint());
            Assert.AreEqual(2, writer.Frames);
        }

        Assert.AreEqual(2, ExtendedXyz.Read(In("run.xyz.partial")).Count());
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Full_disk_is_a_file_error()
    {
        Random random = NewRandom();
        File.CreateSymbolicLink(In("run.xyz.partial"), "/dev/full");
        using var writer = new ExtendedXyzWriter(In("run.xyz"));
        FileException error = Assert.ThrowsExactly<FileException>(() =>
        {
            for (int k = 0; k < 100_000; k++)
            {
                writer.Write(MakeFrame(random, k));
            }
        });
        AssertMentions(error.Message, "run.xyz", "disk is full");
    }

    private static void WriteRange(ExtendedXyzWriter writer, Frame[] frames, int from, int to)
    {
        for (int k = from; k < to; k++)
        {
            writer.Write(frames[k]);
        }
    }

    private static Frame MakeFrame(Random random, int k)
    {
        double[] Numbers() => [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())];
        return new Frame("run", k, 0.25 * k, System2, new PhasePoint(2, 2, Numbers(), Numbers()));
    }
}
