namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class AtomicFileTests : FileTest
{
    [TestMethod]
    public void A_file_appears_with_commit_only()
    {
        File.WriteAllText(In("a.txt"), "old");
        using (var file = new AtomicFile(In("a.txt")))
        {
            file.Stream.Write("new"u8);
            Assert.AreEqual("old", File.ReadAllText(In("a.txt")));
            file.Commit();
        }

        Assert.AreEqual("new", File.ReadAllText(In("a.txt")));
        AssertOnly("a.txt");
    }

    [TestMethod]
    public void Without_commit_nothing_is_left_and_nothing_is_lost()
    {
        File.WriteAllText(In("a.txt"), "old");
        Assert.ThrowsExactly<InvalidOperationException>(() => AtomicFile.Write(In("a.txt"), stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("simulated");
        }));

        Assert.AreEqual("old", File.ReadAllText(In("a.txt")));
        AssertOnly("a.txt");
    }

    [TestMethod]
    public void Leftover_of_a_killed_process_is_overwritten()
    {
        File.WriteAllText(In("a.txt" + AtomicFile.PartialSuffix), "a longer text that a killed process left behind");
        AtomicFile.WriteAllText(In("a.txt"), "short");

        Assert.AreEqual("short", File.ReadAllText(In("a.txt")));
        AssertOnly("a.txt");
    }

    [TestMethod]
    public void Folders_are_made_and_text_is_utf8()
    {
        AtomicFile.WriteAllText(In("x/y/a.txt"), "größer ☉");

        CollectionAssert.AreEqual(System.Text.Encoding.UTF8.GetBytes("größer ☉"), File.ReadAllBytes(In("x/y/a.txt")));
    }

    [TestMethod]
    public void Second_writer_of_the_same_file_is_refused()
    {
        using var first = new AtomicFile(In("a.txt"));
        first.Stream.Write("first"u8);
        first.Stream.Flush();
        FileException error = Assert.ThrowsExactly<FileException>(() => new AtomicFile(In("a.txt")));
        AssertMentions(error.Message, "a.txt", "another program");
        first.Commit();

        Assert.AreEqual("first", File.ReadAllText(In("a.txt")));
    }

    [TestMethod]
    public void Impossible_targets_are_file_errors()
    {
        Directory.CreateDirectory(In("folder"));
        AssertMentions(Assert.ThrowsExactly<FileException>(() => new AtomicFile(In("folder"))).Message, "a folder has that name");
        File.WriteAllText(In("file"), "");
        Assert.ThrowsExactly<FileException>(() => new AtomicFile(In("file/a.txt")));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Full_disk_is_a_file_error_and_keeps_the_old_file()
    {
        // The neighbor is a link to a device that is always full.
        File.WriteAllText(In("a.txt"), "old");
        File.CreateSymbolicLink(In("a.txt" + AtomicFile.PartialSuffix), "/dev/full");
        FileException error = Assert.ThrowsExactly<FileException>(() => AtomicFile.WriteAllText(In("a.txt"), new string('x', 1 << 20)));

        AssertMentions(error.Message, "a.txt", "disk is full", "unchanged");
        Assert.AreEqual(ErrorKind.InputOutput, error.Kind);
        Assert.AreEqual("old", File.ReadAllText(In("a.txt")));
        AssertOnly("a.txt");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Full_disk_is_noticed_by_commit_when_everything_fit_the_buffer()
    {
        File.CreateSymbolicLink(In("a.txt" + AtomicFile.PartialSuffix), "/dev/full");
        AssertMentions(Assert.ThrowsExactly<FileException>(() => AtomicFile.WriteAllText(In("a.txt"), "x")).Message, "disk is full");
        Assert.IsFalse(File.Exists(In("a.txt")));
    }

    [TestMethod]
    public void Continued_file_equals_the_uninterrupted_one()
    {
        long length;
        using (var file = new AtomicFile(In("a.txt")))
        {
            file.Stream.Write("one "u8);
            length = file.Checkpoint();
            file.Stream.Write("lost "u8);
        }

        Assert.IsFalse(File.Exists(In("a.txt")));
        using (AtomicFile file = AtomicFile.Continue(In("a.txt"), length))
        {
            file.Stream.Write("two"u8);
            file.Commit();
        }

        Assert.AreEqual("one two", File.ReadAllText(In("a.txt")));
        AssertOnly("a.txt");
    }

    [TestMethod]
    public void A_finished_file_can_be_continued_too()
    {
        AtomicFile.WriteAllText(In("a.txt"), "one two");
        using (AtomicFile file = AtomicFile.Continue(In("a.txt"), 4))
        {
            file.Stream.Write("three"u8);
            Assert.AreEqual("one two", File.ReadAllText(In("a.txt")));
            file.Commit();
        }

        Assert.AreEqual("one three", File.ReadAllText(In("a.txt")));
    }

    [TestMethod]
    public void Continuing_what_is_not_there_is_a_file_error()
    {
        AssertMentions(Assert.ThrowsExactly<FileException>(() => AtomicFile.Continue(In("a.txt"), 4)).Message, "neither", "start the run anew");
        File.WriteAllText(In("a.txt" + AtomicFile.PartialSuffix), "one");
        AssertMentions(Assert.ThrowsExactly<FileException>(() => AtomicFile.Continue(In("a.txt"), 4)).Message, "only 3", "not the file of this checkpoint");
        Assert.AreEqual("one", File.ReadAllText(In("a.txt" + AtomicFile.PartialSuffix)));
    }

    private void AssertOnly(params string[] names) =>
        CollectionAssert.AreEquivalent(names, Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName).ToArray());
}
