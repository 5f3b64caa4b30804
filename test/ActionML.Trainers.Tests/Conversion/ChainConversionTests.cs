using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Chains of ML.NET's transformers and ours as one ONNX model.</summary>
[TestClass]
public sealed class ChainConversionTests : ConversionTest
{
    [TestMethod]
    public void AChainOfOursNeedsNoPackage()
    {
        var chain = new TransformerChain<ITransformer>(Direct, Action);
        using var converted = new ConvertedChain(Convert(chain, Rows));
        CollectionAssert.AreEqual(new[] { "Species", "Masses", "Positions", "Momenta" }, converted.Inputs);
        CollectionAssert.AreEqual(
            new[] { "GuessPositions.output", "GuessMomenta.output", "DeltaPositions.output", "DeltaMomenta.output" }, converted.Outputs);
        AssertAgrees(chain, converted);
    }

    [TestMethod]
    public void TrajectoriesOfVariableLengthGiveTheModelsOwnSizes()
    {
        using var converted = new ConvertedChain(Convert(Action, Context.Dynamics().LoadTrajectory(Frames)));
        AssertAgrees(Action, converted);
    }

    [TestMethod]
    public void OneModelMayReadWhatAnotherMade()
    {
        // Not mechanics, but it can tell whether the second reads the first's output or the input.
        using DirectTransformer second = Reading("GuessPositions");
        var chain = new TransformerChain<ITransformer>(Direct, second);
        using var converted = new ConvertedChain(Convert(chain, Rows));
        AssertAgrees(chain, converted);
    }

    [TestMethod]
    public void StandardTransformsStandInFront()
    {
        RequireConverter();
        TransformerChain<ITransformer> front = Context.Transforms.CopyColumns("Copy", "Positions")
            .Append(MinMax("Scaled", "Copy")).Append(MinMax("Masses", "Masses")).Fit(Rows);
        using DirectTransformer own = Reading("Scaled");
        var chain = new TransformerChain<ITransformer>(front, own);
        using var converted = new ConvertedChain(Convert(chain, Rows));
        CollectionAssert.AreEquivalent(new[] { "Species", "Masses", "Positions", "Momenta" }, converted.Inputs);
        CollectionAssert.Contains(converted.Outputs, "Scaled.output");
        CollectionAssert.Contains(converted.Outputs, "Masses.output");
        CollectionAssert.DoesNotContain(converted.Outputs, "Note.output");
        AssertAgrees(chain, converted);
    }

    [TestMethod]
    public void StandardTransformsStandBehind()
    {
        RequireConverter();
        ITransformer together = Concatenate("Step", "DeltaPositions", "DeltaMomenta").Fit(Action.Transform(Rows));
        ITransformer copy = Context.Transforms.CopyColumns("Kick", "DeltaMomenta").Fit(Action.Transform(Rows));
        var chain = new TransformerChain<ITransformer>(Action, copy, together);
        using var converted = new ConvertedChain(Convert(chain, Rows));
        CollectionAssert.Contains(converted.Outputs, "Kick.output");
        AssertClose(Views.Vectors(chain.Transform(Rows), "Step"), converted.Run(Frames, "Step.output"));
    }

    [TestMethod]
    public void StandardTransformsStandAside()
    {
        RequireConverter();
        ITransformer aside = Concatenate("Extra", "Temperature", "Temperature").Fit(Rows);
        var chain = new TransformerChain<ITransformer>(aside, Action);
        byte[] content = Convert(chain, Rows);
        using var converted = new ConvertedChain(content);
        CollectionAssert.Contains(converted.Inputs, "Temperature");
        CollectionAssert.Contains(converted.Outputs, "Extra.output");
        AssertClose(Views.Vectors(chain.Transform(Rows), "DeltaMomenta"), converted.Run(Frames, "DeltaMomenta.output"));
    }

    [TestMethod]
    public void TheConvertedChainScoresInMLNet()
    {
        RequireTransformer();
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["chain.onnx"], Convert(Action, Rows));
        ITransformer scorer = OnnxPackages.Apply(
            Context, folder["chain.onnx"], ["DeltaPositions.output", "DeltaMomenta.output"], ["Species", "Masses", "Positions", "Momenta"], Rows.Schema);
        using var scope = scorer as IDisposable;
        foreach (string column in new[] { "DeltaPositions", "DeltaMomenta" })
        {
            AssertClose(Views.Vectors(Action.Transform(Rows), column), Views.Vectors(scorer.Transform(Rows), column));
        }
    }

    [TestMethod]
    public void WithoutTheConverterTheSentenceNamesIt()
    {
        if (OptionalPackage.OnnxConverter.IsThere)
        {
            Assert.Inconclusive("Microsoft.ML.OnnxConverter is there.");
        }

        ITransformer copy = Context.Transforms.CopyColumns("Q", "Positions").Fit(Rows);
        string message = Assert.ThrowsExactly<UsageException>(() => Convert(new TransformerChain<ITransformer>(copy, Action), Rows)).Message;
        StringAssert.Contains(message, "dotnet add package Microsoft.ML.OnnxConverter");
    }

    [TestMethod]
    public void AForeignTransformerIsRefusedByName()
    {
        RequireConverter();
        foreach (string replaced in new[] { "Positions", "New" })
        {
            var foreign = new ForeignTransformer("Positions", replaced);
            string message = Refused<ModelMismatchException>(new TransformerChain<ITransformer>(foreign, Action), Rows);
            StringAssert.Contains(message, nameof(ForeignTransformer));
        }
    }

    [TestMethod]
    public void VariableLengthIsRefusedWhereAStandardTransformReadsIt()
    {
        RequireConverter();
        IDataView data = Context.Dynamics().LoadTrajectory(Frames);
        ITransformer together = Concatenate("Both", "Positions", "Momenta").Fit(data);
        string message = Refused<ModelMismatchException>(new TransformerChain<ITransformer>(together, Action), data);
        StringAssert.Contains(message, "variable length");

        // To pass it on is fine.
        ITransformer copy = Context.Transforms.CopyColumns("Q", "Positions").Fit(data);
        using DirectTransformer own = Reading("Q");
        var chain = new TransformerChain<ITransformer>(copy, own);
        using var converted = new ConvertedChain(Convert(chain, data));
        AssertClose(Views.Vectors(chain.Transform(data), "DeltaMomenta"), converted.Run(Frames, "DeltaMomenta.output"));
    }

    [TestMethod]
    public void WhatIsNoChainOfOursIsRefused()
    {
        ITransformer copy = Context.Transforms.CopyColumns("Q", "Positions").Fit(Rows);
        StringAssert.Contains(Refused<UsageException>(copy, Rows), "mlContext.Model.ConvertToOnnx");
        StringAssert.Contains(Refused<UsageException>(Action, Context.Data.LoadFromEnumerable(Array.Empty<IsolatedRow>())), "no rows");
        IDataView others = Context.Dynamics().LoadTrajectory(Toys.Trajectories(1, count: 4));
        StringAssert.Contains(Refused<ModelMismatchException>(Action, others), "takes 3, for a model of its number of particles");
    }

    private static DirectTransformer Reading(string positions)
    {
        var source = new ModelFiles(ModelKind.Direct, Direct.Files, "the test");
        return new DirectTransformer(((IHostEnvironment)Context).Register("Test"), source, new DynamicsColumns { Positions = positions });
    }

    private static byte[] Convert(ITransformer chain, IDataView data)
    {
        using var stream = new MemoryStream();
        Context.Dynamics().ConvertToOnnx(chain, data, stream);
        return stream.ToArray();
    }

    private static string Refused<TException>(ITransformer chain, IDataView data)
        where TException : Exception
    {
        using var stream = new MemoryStream();
        string message = Assert.ThrowsExactly<TException>(() => Context.Dynamics().ConvertToOnnx(chain, data, stream)).Message;
        Assert.AreEqual(0, stream.Length, "nothing is written");
        return message;
    }

    private static void AssertAgrees(ITransformer chain, ConvertedChain converted)
    {
        IDataView expected = chain.Transform(Rows);
        foreach (string output in converted.Outputs)
        {
            AssertClose(Views.Vectors(expected, output[..^".output".Length]), converted.Run(Frames, output));
        }
    }

    private static void AssertClose(List<double[]> expected, List<double[]> found)
    {
        double scale = expected.SelectMany(row => row).Max(Math.Abs);
        Assert.HasCount(expected.Count, found);
        foreach ((double[] a, double[] b) in expected.Zip(found))
        {
            Assert.HasCount(a.Length, b);
            Assert.IsLessThan(ConversionCheck.Tolerance * scale, a.Zip(b, (x, y) => Math.Abs(x - y)).Max());
        }
    }
}
