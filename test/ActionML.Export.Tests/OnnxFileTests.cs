using ActionML.Export.Protobuf;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Testing;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Export.Tests;

/// <summary>Files that the writer makes.</summary>
[TestClass]
public sealed class OnnxFileTests
{
    public required TestContext TestContext { get; set; }

    public static IEnumerable<object[]> Models =>
        from kind in new[] { ModelKind.Action, ModelKind.Direct }
        from precision in new[] { ModelPrecision.Single, ModelPrecision.Double }
        from dimension in new[] { 2, 3 }
        select new object[] { kind, precision, dimension };

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void ANetworkIsReadBackFromItsFile(ModelKind kind, ModelPrecision precision, int dimension)
    {
        NetworkModel model = Create(Chance.New(TestContext), kind, dimension);
        byte[] content = model.ToOnnx(precision);
        NetworkModel read = NetworkModel.FromOnnx(content, "a.onnx");
        Assert.AreEqual(model.Options, read.Options);
        Assert.AreEqual(model.Scales, read.Scales);
        CollectionAssert.AreEqual(content, read.ToOnnx(precision));
        if (kind == ModelKind.Action)
        {
            IEnumerable<string> inputs = ModelProto.Parser.ParseFrom(read.ToHessianOnnx(precision)).Graph.Input.Select(input => input.Name);
            Assert.Contains(TensorNames.DirectionMomenta, inputs);
        }
        else
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => read.ToHessianOnnx(precision));
        }
    }

    [TestMethod]
    public void AFileThatDoesNotSayHowItsNetworkIsBuiltIsRefused()
    {
        NetworkModel model = Create(Chance.New(TestContext), ModelKind.Action, 3);
        var file = ModelProto.Parser.ParseFrom(model.ToOnnx(ModelPrecision.Single));
        StringStringEntryProto entry = file.MetadataProps.Single(property => property.Key == "actionml.network");
        entry.Value = entry.Value[..^9];
        Assert.Contains("cannot be read", Refused());
        file.MetadataProps.Remove(entry);
        Assert.Contains("an earlier version wrote it", Refused());
        TensorProto weight = file.Graph.Initializer.Single(tensor => tensor.Name == "round0.near.weight");
        file.MetadataProps.Add(ModelProto.Parser.ParseFrom(model.ToOnnx(ModelPrecision.Single)).MetadataProps.Single(property => property.Key == "actionml.network"));
        weight.RawData = ByteString.CopyFrom(weight.RawData.Span[4..]);
        Assert.Contains("round0.near.weight", Refused());
        Assert.Contains("truncated", Assert.ThrowsExactly<FileException>(() => NetworkModel.FromOnnx([1, 2, 3], "a.onnx")).Message);

        string Refused() => Assert.ThrowsExactly<ModelMismatchException>(() => NetworkModel.FromOnnx(file.ToByteArray(), "a.onnx")).Message;
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void TheManifestRoundTripsThroughAFile(ModelKind kind, ModelPrecision precision, int dimension)
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, kind, dimension);
        ModelManifest manifest = model.Manifest with
        {
            Precision = precision,
            Training = "12 pairs, 50 % of \"them\" at ωh = 0.3; ünïcode",
            DataSha256 = "0123abcd",
            Cutoff = dimension == 2 ? null : 4.1,
            PairStiffness = dimension == 2 ? null : new PairStiffness(2.25, 0.2, [[30.5, 8, -0.125], [1, 2, 3], [0, 0, 1e-3]]),
            TimeStep = dimension == 2 ? TimeStep.Dimensionless(0.1 + 0.2) : TimeStep.FromFemtoseconds(16.3),
            Masses = [new MassRange(0.5, 2), new MassRange(15.999, 15.999)],
            ResidualScale = Math.PI,
        };
        byte[] content = (model with { Manifest = manifest }).ToOnnx(precision);
        ModelManifest read = Load(kind, content);
        CollectionAssert.AreEquivalent(manifest.ToMetadata().ToArray(), read.ToMetadata().ToArray());
        Assert.AreEqual(manifest.TimeStep.Value, read.TimeStep.Value, 1e-15);
        Assert.IsTrue(manifest.TimeStep.IsCloseTo(read.TimeStep));
        CollectionAssert.AreEqual(manifest.Masses.ToArray(), read.Masses.ToArray());
        Assert.AreEqual(manifest.ResidualScale, read.ResidualScale);
        Assert.AreEqual(manifest.Training, read.Training);
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void FilesLoadAndAgreeWithTheInterpreter(ModelKind kind, ModelPrecision precision, int dimension)
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, kind, dimension);
        byte[] content = model.ToOnnx(precision);
        ParticleSystem system = RandomModel.System(random, 4, dimension, kinds: 2);
        PhasePoint state = RandomModel.State(random, 4, dimension);
        NeighborList list = RandomLists.All(state.Positions, dimension);
        double[] zero = new double[state.Positions.Length];
        double[][] found = [[.. zero], [.. zero]];
        double[][] expected = [[.. zero], [.. zero]];
        using var reference = new InterpretedModel(model);
        reference.Bind(system);
        reference.Evaluate(list, zero, state.Momenta, expected[0], expected[1]);
        if (kind == ModelKind.Action)
        {
            using OnnxActionModel action = OnnxActionModel.Load(content, "test");
            action.Bind(system);
            action.Evaluate(list, zero, state.Momenta, found[0], found[1]);
        }
        else
        {
            using OnnxDirectModel direct = OnnxDirectModel.Load(content, "test");
            direct.Bind(system);
            direct.Predict(list, zero, state.Momenta, found[0], found[1]);
        }

        double error = Math.Max(Compare.Relative(found[0], expected[0]), Compare.Relative(found[1], expected[1]));
        TestContext.WriteLine($"{error:E1}");
        Assert.IsLessThan(precision == ModelPrecision.Double ? 1e-12 : 3e-5, error);
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void OtherProgramsCanLoadThem(ModelKind kind, ModelPrecision precision, int dimension)
    {
        // Without our session settings: as Python or another program of .NET would.
        Random random = Chance.New(TestContext);
        using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        foreach (int rounds in new[] { 1, 3 })
        {
            NetworkModel model = Create(random, kind, dimension);
            using var session = new InferenceSession((model with { Options = model.Options with { Rounds = rounds }, Parameters = new() }).ToOnnx(precision), settings);
            Assert.HasCount(7, session.InputNames);
        }
    }

    [TestMethod]
    public void ALoaderRefusesTheOtherKindAndWhatIsNoModel()
    {
        Random random = Chance.New(TestContext);
        byte[] content = Create(random, ModelKind.Action, 2).ToOnnx(ModelPrecision.Single);
        Assert.Contains("an action model", Assert.ThrowsExactly<ModelMismatchException>(() => OnnxDirectModel.Load(content, "it")).Message);
        Assert.Contains("truncated", Assert.ThrowsExactly<FileException>(() => OnnxActionModel.Load(content[..(content.Length / 2)], "it")).Message);
        Assert.Contains("truncated", Assert.ThrowsExactly<FileException>(() => OnnxActionModel.Load(random.Normals(9).Select(x => (byte)x).ToArray(), "it")).Message);

        var graph = new Graph();
        byte[] foreign = OnnxWriter.Write(graph, [("y", graph.Exp(graph.Input("x", 2)))], new OnnxOptions());
        Assert.Contains("metadata", Assert.ThrowsExactly<ModelMismatchException>(() => OnnxActionModel.Load(foreign, "it")).Message);
    }

    [TestMethod]
    public void TheHeaderIsWhatTheContractSays()
    {
        Random random = Chance.New(TestContext);
        ModelProto proto = ModelProto.Parser.ParseFrom(Create(random, ModelKind.Action, 3).ToOnnx(ModelPrecision.Double));
        Assert.AreEqual(8, proto.IrVersion);
        Assert.HasCount(1, proto.OpsetImport);
        Assert.AreEqual(17, proto.OpsetImport[0].Version);
        Assert.AreEqual("ActionML", proto.ProducerName);
        CollectionAssert.AreEqual(
            new[] { "positions", "momenta", "masses", "species", "neighbors", "reverse", "shifts" },
            proto.Graph.Input.Select(input => input.Name).ToArray());
        CollectionAssert.AreEqual(
            new[] { "delta_positions", "delta_momenta", "generating_function" }, proto.Graph.Output.Select(output => output.Name).ToArray());
        Assert.IsTrue(proto.MetadataProps.All(entry => entry.Key.StartsWith("actionml.", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void TheSameModelIsTheSameBytes(ModelKind kind, ModelPrecision precision, int dimension)
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, kind, dimension);
        byte[] first = model.ToOnnx(precision);
        CollectionAssert.AreEqual(first, model.ToOnnx(precision));
        CollectionAssert.AreEqual(first, (model with { Parameters = model.Parameters.Clone() }).ToOnnx(precision));

        // Writing a graph leaves it as it was, as far as files can tell.
        (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
        var options = new OnnxOptions { Precision = precision, Parameters = model.Parameters };
        CollectionAssert.AreEqual(OnnxWriter.Write(graph, outputs, options), OnnxWriter.Write(graph, outputs, options));
    }

    [TestMethod]
    [DataRow(ModelKind.Action)]
    [DataRow(ModelKind.Direct)]
    public void OpenAndFixedSizesAgree(ModelKind kind)
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, kind, 3);
        ModelCall call = ModelCall.Random(random, model.Options, 5);
        (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
        double[][] Run((int, int)? sizes)
        {
            byte[] content = OnnxWriter.Write(
                graph, outputs, new OnnxOptions { Precision = ModelPrecision.Double, Parameters = model.Parameters, Sizes = sizes });
            using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            OnnxSessionSettings.Apply(settings);
            using var session = new InferenceSession(content, settings);
            Dictionary<string, Array> inputs = call.ToInputs();
            string[] names = [.. graph.Inputs.Select(input => ((InputOperator)input.Node.Operator).Name)];
            OrtValue[] values = [.. graph.Inputs.Zip(names, (input, name) =>
            {
                long[] shape = [.. input.Shape.Resolve(5, 4).Select(size => (long)size)];
                return input.IsIndex
                    ? OrtValue.CreateTensorValueFromMemory((long[])inputs[name], shape)
                    : OrtValue.CreateTensorValueFromMemory((double[])inputs[name], shape);
            })];
            using var run = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, names, values, [.. outputs.Select(output => output.Name)]);
            foreach (OrtValue value in values)
            {
                value.Dispose();
            }

            return [.. results.Select(result => result.GetTensorDataAsSpan<double>().ToArray())];
        }

        foreach ((double[] open, double[] closed) in Run(null).Zip(Run((5, 4))))
        {
            Assert.IsLessThan(1e-13, Compare.Relative(open, closed));
        }
    }

    private static NetworkModel Create(Random random, ModelKind kind, int dimension) =>
        RandomModel.Create(kind, new NetworkOptions { Dimension = dimension, SpeciesCount = 2, Width = 8, VectorWidth = 4 }, random);

    private static ModelManifest Load(ModelKind kind, byte[] content)
    {
        if (kind == ModelKind.Action)
        {
            using OnnxActionModel action = OnnxActionModel.Load(content, "test");
            return action.Manifest;
        }

        using OnnxDirectModel direct = OnnxDirectModel.Load(content, "test");
        return direct.Manifest;
    }
}
