using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Samples.Tests;

/// <summary>Each sample does what its folder says, on small data.</summary>
[TestClass]
public sealed class ProgramTests
{
    private string _folder = "";

    public required TestContext TestContext { get; set; }

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("actionml-samples-").FullName;

    [TestCleanup]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Pipeline()
    {
        var sample = new Sample("Pipeline", "pipeline");
        (int code, _, string errors) = sample.Run(_folder, "12", "30");
        if (errors.Contains("needs the package Microsoft.ML.OnnxConverter", StringComparison.Ordinal))
        {
            // Everything before the conversion was done; it is the last step.
            Assert.AreEqual((int)ErrorKind.Usage, code);
            Assert.IsTrue(File.Exists(Path.Combine(_folder, "action.zip")));
            Assert.Inconclusive("The sample ends with a conversion, for which Microsoft.ML.OnnxConverter is not there.");
        }

        sample.CheckOutput(_folder, "12", "30");
    }

    [TestMethod]
    public void TrainAndExport() =>
        new Sample("TrainAndExport", "train-and-export").CheckOutput(Path.Combine(_folder, "model"), "12", "30");

    [TestMethod]
    public void Edge()
    {
        string start = Path.Combine(_folder, "start.xyz");
        var frame = new Frame("figure-eight", 0, 0, ThreeBodyStates.UnitMasses(), ThreeBodyStates.FigureEight());
        ExtendedXyzWriter.WriteAll(start, [frame]);
        new Sample("Edge", "edge").CheckOutput(Path.Combine(Sample.Root, "models", "three-body"), start, "100");
    }

    [TestMethod]
    public void GeTeQuench()
    {
        string model = Path.Combine(Sample.Root, "models", "gete");
        string path = Path.Combine(_folder, "quench.xyz");
        var sample = new Sample("GeTeQuench", "gete-quench");
        sample.CheckOutput(model, "crystal", "0.96", path);
        List<Frame> frames = [.. ExtendedXyz.Read(path)];
        Assert.HasCount(5, frames);
        Assert.HasCount(216, frames[0].System.Kinds);

        // Its last frame starts another quench.
        sample.CheckOutput(model, path, "0.48");
        string isolated = Path.Combine(_folder, "isolated.xyz");
        ExtendedXyzWriter.WriteAll(isolated, [frames[0] with { Cell = null }]);
        (int code, _, string errors) = sample.Run(model, isolated, "1");
        Assert.AreEqual((int)ErrorKind.Data, code);
        StringAssert.Contains(errors, "has no cell");
    }
}
