namespace ActionML.Cli.Tests;

[TestClass]
public sealed class GenerateGeTeTests : CliTest
{
    private const string Small =
        "--atoms 64 --temperatures 1500,1600 --crystal-temperatures none --replicas 1 --equilibration 0.1 --segments 2 --segment 16 --gap 10 --frame-spacing 8";

    [TestMethod]
    public void AnInterruptedGenerationGoesOnWithTheSameFiles()
    {
        string folder = File("gete");
        string[] line = ["generate", "gete", "--out", folder, .. Small.Split(' ')];
        Run(line).MustSucceed();
        string[] files = [.. Directory.GetFiles(folder, "*.xyz").Order()];
        Assert.HasCount(2, files);
        byte[] lost = System.IO.File.ReadAllBytes(files[1]);
        System.IO.File.Delete(files[1]);
        DateTime kept = System.IO.File.GetLastWriteTimeUtc(files[0]);

        CliResult again = Run([.. line, "--threads", "1"]).MustSucceed();

        StringAssert.Contains(again.Out, "2 preparations (1 were there), 4 segments, 12 frames");
        CollectionAssert.AreEqual(lost, System.IO.File.ReadAllBytes(files[1]));
        Assert.AreEqual(kept, System.IO.File.GetLastWriteTimeUtc(files[0]));
    }

    [TestMethod]
    public void OtherOptionsNeedAnotherFolder()
    {
        string folder = File("gete");
        Run(["generate", "gete", "--out", folder, .. Small.Split(' ')]).MustSucceed();

        Run(["generate", "gete", "--out", folder, .. Small.Split(' '), "--seed", "2"]).MustFail(2, "made with other options", "Choose another folder");
    }
}
