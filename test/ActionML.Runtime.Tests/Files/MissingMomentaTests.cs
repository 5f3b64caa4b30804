namespace ActionML.Runtime.Tests;

/// <summary>Frames without momenta, for states whose momenta are drawn afterward.</summary>
[TestClass]
public sealed class MissingMomentaTests
{
    private const string Xyz = "1\nProperties=species:S:1:pos:R:3\nGe 1 2 3\n";

    private const string Dump =
        "ITEM: UNITS\nmetal\nITEM: TIMESTEP\n0\nITEM: NUMBER OF ATOMS\n1\nITEM: BOX BOUNDS pp pp pp\n0 9\n0 9\n0 9\nITEM: ATOMS id element xu yu zu\n1 Ge 1 2 3\n";

    [TestMethod]
    public void AreZeroWhereThatIsAllowed()
    {
        Frame[] frames =
        [
            ExtendedXyz.Read(new StringReader(Xyz), "a", new() { AllowMissingMomenta = true }).Single(),
            LammpsDump.Read(new StringReader(Dump), "a", new() { AllowMissingMomenta = true }).Single(),
        ];
        foreach (Frame frame in frames)
        {
            CollectionAssert.AreEqual(new double[] { 1, 2, 3 }, frame.State.Positions);
            CollectionAssert.AreEqual(new double[3], frame.State.Momenta);
        }
    }

    [TestMethod]
    public void AreRefusedWhereItIsNot()
    {
        Assert.Contains("no column 'momenta'", Assert.ThrowsExactly<DataException>(() => ExtendedXyz.Read(new StringReader(Xyz), "a").Single()).Message);
        Assert.Contains("no velocities", Assert.ThrowsExactly<DataException>(() => LammpsDump.Read(new StringReader(Dump), "a").Single()).Message);
    }

    [TestMethod]
    public void MomentaThatAreThereAreRead()
    {
        string text = Xyz.Replace("pos:R:3", "pos:R:3:momenta:R:3").Replace("1 2 3", "1 2 3 4 5 6");
        CollectionAssert.AreEqual(
            new double[] { 4, 5, 6 }, ExtendedXyz.Read(new StringReader(text), "a", new() { AllowMissingMomenta = true }).Single().State.Momenta);
    }

    [TestMethod]
    public void DerivedAndMissingExcludeEachOther()
    {
        Assert.Contains("exclude", Assert.ThrowsExactly<UsageException>(
            () => ExtendedXyz.Read(new StringReader(Xyz), "a", new() { AllowMissingMomenta = true, DeriveMomenta = true }).Single()).Message);
        Assert.Contains("excludes", Assert.ThrowsExactly<UsageException>(
            () => LammpsDump.Read(new StringReader(Dump), "a", new() { AllowMissingMomenta = true, DeriveMomenta = true }).Single()).Message);
    }
}
