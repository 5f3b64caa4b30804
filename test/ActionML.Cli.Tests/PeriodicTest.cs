using ActionML.Testing;

namespace ActionML.Cli.Tests;

/// <summary>Runs of periodic systems, with models of random weights for germanium telluride.</summary>
public abstract class PeriodicTest : CliTest
{
    /// <summary>A model directory of <see cref="RandomGeTe"/>.</summary>
    protected string Model { get; private set; } = "";

    /// <summary>A crystal of 64 atoms at rest.</summary>
    protected string Crystal { get; private set; } = "";

    /// <summary>Writes both.</summary>
    [TestInitialize]
    public void MakeModel()
    {
        Model = RandomGeTe.WriteDirectory(File("model"), Chance.New(TestContext, usual: 5));
        Crystal = Save("crystal.xyz", RandomGeTe.Crystal(2));
    }

    /// <summary>Writes a frame in the test's folder and returns its path.</summary>
    internal string Save(string name, Frame frame)
    {
        ExtendedXyzWriter.WriteAll(File(name), [frame]);
        return File(name);
    }
}
