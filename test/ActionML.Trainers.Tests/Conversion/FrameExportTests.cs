using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Transformers as frame files, and through them in ML.NET's own model files.</summary>
[TestClass]
public sealed class FrameExportTests : ConversionTest
{
    [TestMethod]
    public void AFrameFileDoesWhatTransformDoes()
    {
        using var folder = new TemporaryFolder();
        foreach (DynamicsTransformer transformer in new DynamicsTransformer[] { Action, Direct })
        {
            transformer.ExportFrame(folder["model"], 3);
            byte[] content = File.ReadAllBytes(folder["model/frame.onnx"]);
            using var stream = new MemoryStream();
            transformer.ExportFrame(stream, 3);
            CollectionAssert.AreEqual(content, stream.ToArray());
            using var frame = new ConvertedChain(content);
            DynamicsColumns columns = transformer.Columns;
            CollectionAssert.AreEqual(new[] { "Species", "Masses", "Positions", "Momenta" }, frame.Inputs);
            CollectionAssert.AreEqual(new[] { columns.DeltaPositions, columns.DeltaMomenta }, frame.Outputs);
            foreach (string column in frame.Outputs)
            {
                AssertClose(Views.Vectors(transformer.Transform(Rows), column), frame.Run(Frames, column), 1e-9);
            }
        }
    }

    [TestMethod]
    public void ALoadedModelKnowsItsNumberOfParticles()
    {
        using var stream = new MemoryStream();
        Context.Dynamics().SaveModel(Action, stream);
        stream.Position = 0;
        using DynamicsTransformer loaded = Context.Dynamics().LoadModel(stream);
        Assert.AreEqual(3, loaded.Manifest.Particles);
        using var frame = new MemoryStream();
        using var expected = new MemoryStream();
        loaded.ExportFrame(frame, 3);
        Action.ExportFrame(expected, 3);
        CollectionAssert.AreEqual(expected.ToArray(), frame.ToArray());
        Assert.IsNull((loaded.Manifest with { Cutoff = 2 }).Particles);
        Assert.IsNull((loaded.Manifest with { MeanNeighbors = 2.5 }).Particles);
    }

    [TestMethod]
    public void AFrameOfOneParticleIsRefused() =>
        StringAssert.Contains(Assert.ThrowsExactly<UsageException>(() => Action.ExportFrame(Stream.Null, 1)).Message, "at least 2");

    [TestMethod]
    public void ModelSaveNamesAWayThatWorks()
    {
        if (OptionalPackage.OnnxTransformer.IsThere)
        {
            Assert.Inconclusive("Microsoft.ML.OnnxTransformer is there, so Model.Save works.");
        }

        var chain = new TransformerChain<ITransformer>(Direct, Action);
        string message = Assert.ThrowsExactly<NotSupportedException>(() => Context.Model.Save(chain, Rows.Schema, Stream.Null)).Message;
        StringAssert.Contains(message, "mlContext.Dynamics().SaveModel");
        StringAssert.Contains(message, "Microsoft.ML.OnnxTransformer");
    }

    [TestMethod]
    public void ModelSaveAndLoadGiveTheSamePredictions()
    {
        RequireTransformer();
        ITransformer copy = Context.Transforms.CopyColumns("Q", "Positions").Fit(Rows);
        var chain = new TransformerChain<ITransformer>(copy, Direct, Action);
        using var stream = new MemoryStream();
        Context.Model.Save(chain, Rows.Schema, stream);
        stream.Position = 0;

        // The stand-in for Microsoft.ML has no Load; where this test runs there is the package.
        object?[] arguments = [stream, null];
        var loaded = (ITransformer)typeof(ModelOperationsCatalog)
            .GetMethod("Load", [typeof(Stream), typeof(DataViewSchema).MakeByRefType()])!
            .Invoke(new MLContext().Model, arguments)!;
        Assert.IsFalse(((IEnumerable<ITransformer>)loaded).Any(transformer => transformer is DynamicsTransformer), "nothing of ours is needed to load it");
        IDataView expected = chain.Transform(Rows);
        IDataView found = loaded.Transform(Rows);
        foreach (string column in new[] { "DeltaPositions", "DeltaMomenta", "GuessPositions", "GuessMomenta", "Q" })
        {
            AssertClose(Views.Vectors(expected, column), Views.Vectors(found, column), 1e-9);
        }

        // ML.NET's transformer wants vectors of known size: documented in docs/how-to/mlnet-onnx.md.
        IDataView open = Context.Dynamics().LoadTrajectory(Frames);
        Assert.Throws<Exception>(() => Views.Vectors(loaded.Transform(open), "DeltaMomenta"));
    }

    [TestMethod]
    public void AModelOfSeveralSizesIsRefusedWithTheWayThatWorks()
    {
        RequireTransformer();
        foreach (ModelManifest manifest in new[] { Toys.Manifest(ModelKind.Direct) with { MeanNeighbors = 2.4 }, Toys.Manifest(ModelKind.Direct) with { Cutoff = 3 } })
        {
            using var transformer = new DirectTransformer(((IHostEnvironment)Context).Register("Test"), new ToySource(manifest), new DynamicsColumns());
            StringAssert.Contains(
                Assert.ThrowsExactly<ModelMismatchException>(() => Context.Model.Save(transformer, Rows.Schema, Stream.Null)).Message,
                "mlContext.Dynamics().SaveModel");
        }
    }

    private static void AssertClose(List<double[]> expected, List<double[]> found, double tolerance)
    {
        Assert.HasCount(expected.Count, found);
        Assert.IsGreaterThan(20, expected.Count);
        double scale = expected.SelectMany(row => row).Max(Math.Abs);
        foreach ((double[] a, double[] b) in expected.Zip(found))
        {
            Assert.HasCount(a.Length, b);
            Assert.IsLessThan(tolerance * scale, a.Zip(b, (x, y) => Math.Abs(x - y)).Max());
        }
    }
}
