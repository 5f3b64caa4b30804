using System.IO.Compression;
using System.Text;
using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class SavedModelTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly List<Frame> Frames = Toys.Trajectories(1);
    private static DynamicsTransformer _action = null!;
    private static DynamicsTransformer _direct = null!;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        var training = new TrainingOptions
        {
            Width = 4,
            VectorWidth = 4,
            Rounds = 1,
            RadialFunctions = 3,
            BatchSize = 8,
            MaxIterations = 5,
            ValidationInterval = 5,
        };
        IDataView data = Context.Dynamics().LoadTrajectory(Frames);
        _action = Context.Dynamics().Trainers.Action(new ActionTrainer.Options
        {
            Training = training,
            Columns = new DynamicsColumns { DeltaMomenta = "Kick" },
            Corrector = new CorrectorOptions { Tolerance = 1e-10 },
        }).Fit(data);
        _direct = Context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Training = training }).Fit(data);
    }

    [ClassCleanup]
    public static void Free()
    {
        _action.Dispose();
        _direct.Dispose();
    }

    [TestMethod]
    public void ALoadedModelPredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        Context.Dynamics().SaveModel(_action, folder["action.zip"]);
        using DynamicsTransformer loaded = new MLContext().Dynamics().LoadModel(folder["action.zip"]);

        Assert.AreEqual(1e-10, ((ActionTransformer)loaded).Corrector.Tolerance);
        Assert.AreEqual(_action.Columns, loaded.Columns);
        Assert.IsNull(loaded.Trained);
        Assert.AreEqual(_action.Manifest.DataSha256, loaded.Manifest.DataSha256);
        AssertSame(_action, loaded, "Kick");
    }

    [TestMethod]
    public void SavingAgainGivesTheSameBytes()
    {
        byte[] first = Save(_direct);
        using DynamicsTransformer loaded = Load(first);
        CollectionAssert.AreEqual(first, Save(loaded));
    }

    [TestMethod]
    public void ALoadedModelIsExportedAsItWas()
    {
        using var folder = new TemporaryFolder();
        using DynamicsTransformer loaded = Load(Save(_direct));
        _direct.ExportOnnx(folder["a"], ModelPrecision.Double);
        loaded.ExportOnnx(folder["b"], ModelPrecision.Double);
        CollectionAssert.AreEqual(File.ReadAllBytes(folder["a/direct.f64.onnx"]), File.ReadAllBytes(folder["b/direct.f64.onnx"]));
    }

    [TestMethod]
    public void AChainIsSavedWithAllItsModels()
    {
        using var folder = new TemporaryFolder();
        ITransformer copy = Context.Transforms.CopyColumns("Q", "Positions").Fit(Context.Dynamics().LoadTrajectory(Frames));
        var chain = new TransformerChain<ITransformer>(_direct, copy, _action);
        Context.Dynamics().SaveModel(chain, folder["chain.zip"]);

        IReadOnlyList<DynamicsTransformer> loaded = Context.Dynamics().LoadModels(folder["chain.zip"]);
        Assert.HasCount(2, loaded);
        AssertSame(_direct, loaded[0], "DeltaMomenta");
        AssertSame(_action, loaded[1], "Kick");
        foreach (DynamicsTransformer model in loaded)
        {
            model.Dispose();
        }

        string message = Assert.ThrowsExactly<ModelMismatchException>(() => Context.Dynamics().LoadModel(folder["chain.zip"])).Message;
        StringAssert.Contains(message, "holds 2 models");
        StringAssert.Contains(message, "LoadModels");
        message = Assert.ThrowsExactly<UsageException>(() => Context.Dynamics().SaveModel(copy, folder["none.zip"])).Message;
        StringAssert.Contains(message, "mlContext.Model.Save");
        Assert.IsFalse(File.Exists(folder["none.zip"]));
    }

    [TestMethod]
    public void AnAlteredEntryIsNoticed()
    {
        string message = Refused(Change(Save(_direct), (zip, entry) =>
        {
            if (entry.Name == "direct.f64.onnx")
            {
                Replace(zip, entry, content => content[^5] ^= 1);
            }
        }));
        StringAssert.Contains(message, "models/0/direct.f64.onnx");
        StringAssert.Contains(message, "SHA-256");
        StringAssert.Contains(message, "save the model again");
    }

    [TestMethod]
    public void AMissingEntryIsNoticed()
    {
        string message = Refused(Change(Save(_direct), (_, entry) =>
        {
            if (entry.Name == "direct.onnx")
            {
                entry.Delete();
            }
        }));
        StringAssert.Contains(message, "no entry 'models/0/direct.onnx'");

        message = Refused(Change(Save(_direct), (_, entry) =>
        {
            if (entry.Name == "manifest.json")
            {
                entry.Delete();
            }
        }));
        StringAssert.Contains(message, "no entry 'manifest.json'");
    }

    [TestMethod]
    public void AnEntryThatGrewIsNoticed()
    {
        string message = Refused(Change(Save(_direct), (zip, entry) =>
        {
            if (entry.Name == "direct.onnx")
            {
                entry.Delete();
                using Stream stream = zip.CreateEntry(entry.FullName).Open();
                stream.Write(new byte[10_000_000]);
            }
        }));
        StringAssert.Contains(message, "has 10000000 bytes");
    }

    [TestMethod]
    public void ANewerFormatIsRefused()
    {
        string message = Refused(ChangeManifest(json => json.Replace("\"format\": 1", "\"format\": 2, \"future\": true", StringComparison.Ordinal)));
        StringAssert.Contains(message, "format 2");
        StringAssert.Contains(message, "up to 1");
        StringAssert.Contains(message, "Update ActionML");
    }

    [TestMethod]
    [DataRow("{")]
    [DataRow("[]")]
    [DataRow("{\"format\": \"one\"}")]
    [DataRow("{\"format\": 1}")]
    [DataRow("{\"format\": 1, \"models\": []}")]
    [DataRow("{\"format\": 1, \"models\": [{}]}")]
    [DataRow("{\"format\": 1, \"models\": [{\"kind\": \"none\"}]}")]
    [DataRow("{\"format\": 1, \"models\": [{\"kind\": \"direct\", \"columns\": {}, \"files\": [null]}]}")]
    [DataRow("{\"format\": 1, \"models\": [null]}")]
    public void ADamagedManifestIsRefused(string manifest) =>
        StringAssert.Contains(Refused(ChangeManifest(_ => manifest)), "cannot be read as a saved model");

    [TestMethod]
    public void AModelOfTheOtherKindIsRefused() =>
        StringAssert.Contains(Refused(ChangeManifest(json => json.Replace("\"kind\": \"direct\"", "\"kind\": \"action\"", StringComparison.Ordinal))), "action.onnx");

    [TestMethod]
    public void SomethingElseIsRefused()
    {
        byte[] whole = Save(_direct);
        StringAssert.Contains(Refused(Encoding.ASCII.GetBytes("no zip at all")), "cannot be read as a saved model");
        StringAssert.Contains(Refused(whole[..(whole.Length / 2)]), "cannot be read as a saved model");
        StringAssert.Contains(Refused([]), "cannot be read as a saved model");
    }

    [TestMethod]
    public void AMissingFileIsNamed()
    {
        using var folder = new TemporaryFolder();
        string message = Assert.ThrowsExactly<FileException>(() => Context.Dynamics().LoadModel(folder["none.zip"])).Message;
        StringAssert.Contains(message, "none.zip");
        Assert.ThrowsExactly<FileException>(() => Context.Dynamics().LoadModel(folder.Path));
    }

    [TestMethod]
    public void ASavedFileAppearsWholeOrNotAtAll()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.zip"], "old");
        var source = new ToySource(Toys.Manifest(ModelKind.Direct)) { FilesFail = true };
        using var broken = new DirectTransformer(((Microsoft.ML.Runtime.IHostEnvironment)Context).Register("Test"), source, new DynamicsColumns());

        Assert.ThrowsExactly<IOException>(() => Context.Dynamics().SaveModel(broken, folder["model.zip"]));
        Assert.AreEqual("old", File.ReadAllText(folder["model.zip"]));
        Assert.HasCount(1, Directory.GetFiles(folder.Path));
    }

    private static void AssertSame(DynamicsTransformer expected, DynamicsTransformer actual, string column)
    {
        IDataView data = Context.Dynamics().LoadTrajectory(Frames);
        List<double[]> wanted = Views.Vectors(expected.Transform(data), column);
        List<double[]> found = Views.Vectors(actual.Transform(data), column);
        for (int i = 0; i < wanted.Count; i++)
        {
            CollectionAssert.AreEqual(wanted[i], found[i]);
        }
    }

    private static byte[] Save(ITransformer model)
    {
        using var stream = new MemoryStream();
        Context.Dynamics().SaveModel(model, stream);
        return stream.ToArray();
    }

    private static DynamicsTransformer Load(byte[] content) => Context.Dynamics().LoadModel(new MemoryStream(content));

    private static string Refused(byte[] content) => Assert.ThrowsExactly<ModelMismatchException>(() => Load(content)).Message;

    private static byte[] ChangeManifest(Func<string, string> change) => Change(Save(_direct), (zip, entry) =>
    {
        if (entry.Name == "manifest.json")
        {
            using var reader = new StreamReader(entry.Open());
            string json = change(reader.ReadToEnd());
            reader.Dispose();
            entry.Delete();
            using Stream stream = zip.CreateEntry("manifest.json").Open();
            stream.Write(Encoding.UTF8.GetBytes(json));
        }
    });

    private static byte[] Change(byte[] content, Action<ZipArchive, ZipArchiveEntry> change)
    {
        using var stream = new MemoryStream();
        stream.Write(content);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in zip.Entries.ToArray())
            {
                change(zip, entry);
            }
        }

        return stream.ToArray();
    }

    private static void Replace(ZipArchive zip, ZipArchiveEntry entry, Action<byte[]> change)
    {
        byte[] content;
        using (Stream stream = entry.Open())
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            content = copy.ToArray();
        }

        change(content);
        string name = entry.FullName;
        entry.Delete();
        using Stream written = zip.CreateEntry(name).Open();
        written.Write(content);
    }
}
