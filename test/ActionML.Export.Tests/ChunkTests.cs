using ActionML.Export.Protobuf;
using ActionML.Runtime;
using ActionML.Testing;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Export.Tests;

/// <summary>A file that evaluates some particles at a time gives what the one gives that evaluates all at once.</summary>
[TestClass]
public sealed class ChunkTests
{
    public required TestContext TestContext { get; set; }

    public static IEnumerable<object[]> Cases =>
        from kind in new[] { ModelKind.Action, ModelKind.Direct }
        from precision in new[] { ModelPrecision.Double, ModelPrecision.Single }
        from dimension in new[] { 2, 3 }
        from chunk in new[] { 1, 3, 4, 12, 100 } // of 12: rows that fit, overlap, one chunk
        select new object[] { kind, precision, dimension, chunk };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void AFileInChunksGivesTheSame(ModelKind kind, ModelPrecision precision, int dimension, int chunk)
    {
        Random random = Chance.New(TestContext);
        var options = new NetworkOptions
        {
            Dimension = dimension,
            Cutoff = 2.5,
            SpeciesCount = 2,
            Width = 8,
            VectorWidth = 4,
            RadialFunctions = 5,
            Rounds = random.Next(1, 4),
            HarmonicDegree = random.Next(2, 4),
            HasRates = random.Next(2) == 1,
            PathPoint = random.Next(2) == 1 ? 0.25 : null,
            ParticleLayers = 2,
            ProductLimit = 1.5,
        };
        NetworkModel model = RandomModel.Create(kind, options, random);
        ModelCall call = ModelCall.Random(random, options, count: 12, padding: 1);
        double[][] expected = Run(model.ToOnnx(precision), call, precision);
        byte[] inChunks = model.ToOnnx(precision, chunk);
        Assert.IsGreaterThan(0, ModelProto.Parser.ParseFrom(inChunks).Graph.Node.Count(node => node.OpType == "Loop"));
        double[][] found = Run(inChunks, call, precision);
        double worst = found.Zip(expected, (a, b) => Compare.Relative(a, b)).Max();
        TestContext.WriteLine($"{options.Rounds} rounds, degree {options.HarmonicDegree}, {(options.HasRates ? "with" : "without")} rates, {(options.PathPoint is null ? "one point" : "two points")}, largest relative difference {worst:E1}");
        Assert.IsLessThan(precision == ModelPrecision.Double ? 1e-12 : 1e-4, worst);
    }

    [TestMethod]
    public void WhatSumsOverParticlesIsNotCut()
    {
        var graph = new Graph();
        Value x = graph.Input("x", Dimension.Particles, 3);
        Assert.IsNull(ChunkPlan.Of([graph.ReduceSum(x, 0)]));
        Assert.IsNull(ChunkPlan.Of([graph.Gemm(x, x, transposeA: true)]));
        Assert.IsNotNull(ChunkPlan.Of([graph.Square(x)]));
    }

    private static double[][] Run(byte[] content, ModelCall call, ModelPrecision precision)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(content, options);
        Dictionary<string, OrtValue> inputs = call.ToInputs().ToDictionary(input => input.Key, input => Tensor(input.Value, session.InputMetadata[input.Key].Dimensions, call));
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, inputs, session.OutputNames);
        double[][] values = [.. results.Select(result => precision == ModelPrecision.Double
            ? result.GetTensorDataAsSpan<double>().ToArray()
            : Array.ConvertAll(result.GetTensorDataAsSpan<float>().ToArray(), value => (double)value))];
        foreach (OrtValue value in inputs.Values)
        {
            value.Dispose();
        }

        return values;

        OrtValue Tensor(Array data, int[] dimensions, ModelCall of)
        {
            long[] shape = dimensions.Length == 1
                ? [data.Length]
                : [.. dimensions.Select((size, axis) => size > 0 ? size : (long)(axis == dimensions.Length - 1 ? of.List.Capacity : of.Count))];
            return data switch
            {
                long[] indices => OrtValue.CreateTensorValueFromMemory(indices, shape),
                _ when precision == ModelPrecision.Double => OrtValue.CreateTensorValueFromMemory((double[])data, shape),
                _ => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll((double[])data, value => (float)value), shape),
            };
        }
    }
}
