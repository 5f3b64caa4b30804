namespace ActionML.Runtime.Tests;

/// <summary>Trajectories of several files are different ones, whatever they are called in them.</summary>
[TestClass]
public sealed class SeveralFilesTests : FileTest
{
    [TestMethod]
    public void Same_names_in_two_files_are_two_trajectories()
    {
        string first = Save("first.xyz", [.. Frames("melt", 3), .. Frames("glass", 2)]);
        string second = Save("second.xyz", Frames("melt", 4));
        string[] expected =
            ["melt", "melt", "melt", "glass", "glass", "melt (file 2)", "melt (file 2)", "melt (file 2)", "melt (file 2)"];
        CollectionAssert.AreEqual(expected, Names(first, second));
    }

    [TestMethod]
    public void Different_names_stay()
    {
        string[] expected = ["melt", "glass"];
        CollectionAssert.AreEqual(expected, Names(Save("first.xyz", Frames("melt", 1)), Save("second.xyz", Frames("glass", 1))));
    }

    private static string[] Names(params string[] files) => [.. TrajectoryFile.Read(files).Select(frame => frame.TrajectoryId)];

    private static Frame[] Frames(string name, int count)
    {
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, ["A"], [1.0]);
        return [.. Enumerable.Range(0, count).Select(i => new Frame(name, i, i, system, new PhasePoint(1, 3)))];
    }

    private string Save(string name, Frame[] frames)
    {
        ExtendedXyzWriter.WriteAll(In(name), frames);
        return In(name);
    }
}
