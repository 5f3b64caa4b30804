using System.Reflection;
using ActionML.Export.Protobuf;
using ActionML.Runtime;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Export.Tests;

/// <summary>Models of other converters, lifted to our opset and joined by the names of their columns.</summary>
[TestClass]
public sealed class OnnxMergerTests
{
    private static readonly string[] FixtureColumns = ["Label", "X", "Three", "Singles"];

    [TestMethod]
    public void AttributesThatBecameInputsAreLifted()
    {
        // y = Σ over the second axis of x, squeezed, unsqueezed and cut in two: every attribute of its kind.
        byte[] old = Model(
            12,
            [("x", [-1, 3])],
            [("first.output", [-1, 1]), ("second.output", [-1, 2])],
            Node("ReduceSum", ["x"], ["sum"], ("axes", new long[] { 1 }), ("keepdims", 1)),
            Node("Squeeze", ["sum"], ["flat"], ("axes", new long[] { 1 })),
            Node("Unsqueeze", ["flat"], ["column"], ("axes", new long[] { 1 })),
            Node("Sub", ["x", "column"], ["centered"]),
            Node("Split", ["centered"], ["first", "second"], ("axis", 1), ("split", new long[] { 1, 2 })),
            Node("Identity", ["first"], ["first.output"]),
            Node("Identity", ["second"], ["second.output"]));
        double[] x = [1, 2, 4];
        byte[] merged = Merge(["first", "second"], ["x"], old);
        Assert.IsTrue(ModelProto.Parser.ParseFrom(merged).Graph.Node.All(node => node.Attribute.All(attribute => attribute.Name is not ("axes" or "split"))));
        Assert.AreEqual(17, ModelProto.Parser.ParseFrom(merged).OpsetImport.Single().Version);
        foreach (string output in new[] { "first.output", "second.output" })
        {
            CollectionAssert.AreEqual(Run(old, x, output), Run(merged, x, output));
        }

        CollectionAssert.AreEqual(new double[] { -5, -3 }, Run(merged, x, "second.output"));
    }

    [TestMethod]
    public void PartsAreJoinedByColumns()
    {
        // Both parts use the same names inside, and the second replaces a column that the first made.
        byte[] first = Model(12, [("x", [-1, 3])], [("x.output", [-1, 3]), ("y.output", [-1, 3])],
            Node("Identity", ["x"], ["x.output"]), Node("Neg", ["x"], ["t"]), Node("Identity", ["t"], ["y.output"]));
        byte[] second = Model(11, [("x", [-1, 3]), ("y", [-1, 3])], [("y.output", [-1, 3])],
            Node("Mul", ["x", "y"], ["t"]), Node("Identity", ["t"], ["y.output"]));
        var merger = new OnnxMerger();
        CollectionAssert.AreEquivalent(new[] { "y" }, merger.Append(first, "first", ["x"]).ToArray());
        CollectionAssert.AreEquivalent(new[] { "y" }, merger.Append(second, "second", ["x", "y"]).ToArray());
        byte[] merged = merger.Write(["y"], "");
        CollectionAssert.AreEqual(new[] { "x" }, ModelProto.Parser.ParseFrom(merged).Graph.Input.Select(input => input.Name).ToArray());
        CollectionAssert.AreEqual(new double[] { -1, -4, -16 }, Run(merged, [1, 2, 4], "y.output"));
    }

    [TestMethod]
    public void WhatIsPassedOnHasTheSizeOfWhoeverReadsIt()
    {
        byte[] copy = Model(12, [("x", [-1, -1])], [("copy.output", [-1, -1])], Node("Identity", ["x"], ["copy"]), Node("Identity", ["copy"], ["copy.output"]));
        byte[] reader = Model(12, [("copy", [-1, 3])], [("y.output", [-1, 3])], Node("Neg", ["copy"], ["y"]), Node("Identity", ["y"], ["y.output"]));
        CollectionAssert.AreEqual(new double[] { -1, -2, -4 }, Run(Merge(["y"], ["x", "copy"], copy, reader), [1, 2, 4], "y.output"));

        byte[] open = Model(12, [("x", [-1, -1])], [("y.output", [-1, 3])], Node("Neg", ["x"], ["y"]), Node("Identity", ["y"], ["y.output"]));
        Assert.Contains("'x' is a vector of variable length", Refused(() => Merge(["y"], ["x"], open)));
    }

    [TestMethod]
    public void WhatIsNotInTheTableIsRefusedByName()
    {
        Assert.Contains("ONNX operator Softmax", Refused(() => Merge(["y"], ["x"], Simple(12, "Softmax"))));
        Assert.Contains("ONNX operator com.example.Neg", Refused(() => Merge(["y"], ["x"], Simple(12, "Neg", "com.example"))));
        Assert.Contains("ONNX operator ai.onnx.ml.Neg", Refused(() => Merge(["y"], ["x"], Simple(12, "Neg", "ai.onnx.ml"))));
        string message = Refused(() => Merge(["y"], ["x"], Simple(10, "Clip")));
        Assert.Contains("Clip of opset 10", message);
        Assert.Contains("opset 11", message);
        Assert.Contains("opset 8", Refused(() => Merge(["y"], ["x"], Simple(8, "Neg"))));
        Assert.Contains("opset 18", Refused(() => Merge(["y"], ["x"], Simple(18, "Neg"))));
        Assert.Contains("cannot be read as ONNX", Refused(() => Merge(["y"], ["x"], [0xff, 1, 2])));
        Assert.Contains("does not make the column 'z'", Refused(() => Merge(["z"], ["x"], Simple(12, "Neg"))));
        Assert.Contains("reads 'x'", Refused(() => Merge(["y"], ["other"], Simple(12, "Neg"))));
    }

    [TestMethod]
    [DataRow("copy_columns", "Copy", new double[] { 2, -1, 0.5 })]
    [DataRow("normalize_min_max", "Three", new[] { 2 / 19.0, -1 / 9.5, 0.5000048968 })]
    [DataRow("concatenate", "All", new[] { 7.0, 3, 4 })]
    [DataRow("one_hot", "Hot", new[] { 0.0, 1 })]
    [DataRow("global_contrast", "Out", new[] { -0.70710678, 0.70710678 })]
    public void WhatMLNetWritesIsLifted(string name, string column, double[] expected)
    {
        byte[] merged = Merge([column], FixtureColumns, Fixture(name));
        ModelProto proto = ModelProto.Parser.ParseFrom(merged);
        Assert.AreEqual(8, proto.IrVersion);
        Assert.AreEqual(17, proto.OpsetImport.Single(import => import.Domain.Length == 0).Version);
        Assert.IsFalse(proto.Graph.Output.Any(output => output.Name.Contains("unused", StringComparison.Ordinal)));
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(merged, options);
        using OrtValue label = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, [1, 1]);
        label.StringTensorSetElementAt("odd", 0);
        using OrtValue x = OrtValue.CreateTensorValueFromMemory(new[] { 7f }, [1, 1]);
        using OrtValue three = OrtValue.CreateTensorValueFromMemory(new[] { 2, -1, 0.5 }, [1, 3]);
        using OrtValue singles = OrtValue.CreateTensorValueFromMemory(new[] { 3f, 4f }, [1, 2]);
        var all = new Dictionary<string, OrtValue> { ["Label"] = label, ["X"] = x, ["Three"] = three, ["Singles"] = singles };
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(
            run, session.InputNames, [.. session.InputNames.Select(input => all[input])], [column + ".output"]);
        double[] found = results[0].GetTensorTypeAndShape().ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Double
            ? [.. results[0].GetTensorDataAsSpan<double>()]
            : [.. results[0].GetTensorDataAsSpan<float>().ToArray().Select(value => (double)value)];
        Assert.HasCount(expected.Length, found);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], found[i], 1e-6);
        }
    }

    [TestMethod]
    public void ASilentIdentityIsSeen()
    {
        IReadOnlySet<string> changed = new OnnxMerger().Append(Fixture("custom_in_place"), "CustomMapping", FixtureColumns);
        Assert.IsEmpty(changed);
        Assert.HasCount(1, new OnnxMerger().Append(Fixture("normalize_min_max"), "Normalizing", FixtureColumns));
    }

    private static byte[] Fixture(string name)
    {
        string root = typeof(OnnxMergerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        return File.ReadAllBytes(Path.Combine(root, "test/data/onnx", name + ".onnx"));
    }

    private static byte[] Merge(string[] outputs, string[] columns, params byte[][] parts)
    {
        var merger = new OnnxMerger();
        foreach (byte[] part in parts)
        {
            merger.Append(part, "The part", columns);
        }

        return merger.Write(outputs, "A test.");
    }

    private static string Refused(Func<byte[]> merge) => Assert.ThrowsExactly<ModelMismatchException>(merge).Message;

    private static byte[] Simple(long opset, string type, string domain = "")
    {
        NodeProto node = Node(type, ["x"], ["t"]);
        node.Domain = domain;
        return Model(opset, [("x", [-1, 3])], [("y.output", [-1, 3])], node, Node("Identity", ["t"], ["y.output"]));
    }

    private static NodeProto Node(string type, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new NodeProto { OpType = type, Name = type + " " + outputs[0] };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.Select(attribute => OnnxAttributes.Create(attribute.Name, attribute.Value)));
        return node;
    }

    private static byte[] Model(long opset, (string Name, long[] Shape)[] inputs, (string Name, long[] Shape)[] outputs, params NodeProto[] nodes)
    {
        var graph = new GraphProto { Name = "test" };
        graph.Node.AddRange(nodes);
        graph.Input.AddRange(inputs.Select(input => OnnxGraphs.Info(input.Name, OnnxTypes.Double, input.Shape)));
        graph.Output.AddRange(outputs.Select(output => OnnxGraphs.Info(output.Name, OnnxTypes.Double, output.Shape)));
        var model = new ModelProto { IrVersion = 6, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return model.ToByteArray();
    }

    private static double[] Run(byte[] content, double[] x, string output)
    {
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(content, options);
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(x, [1, x.Length]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, ["x"], [value], [output]);
        return [.. results[0].GetTensorDataAsSpan<double>()];
    }
}
