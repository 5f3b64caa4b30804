using ActionML.Export.Protobuf;
using ActionML.Runtime;
using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>Frame files do for one row what the corrector and the direct model do for a state.</summary>
[TestClass]
public sealed class FrameTests
{
    private const int States = 6;

    public required TestContext TestContext { get; set; }

    public static IEnumerable<object[]> Systems =>
        from dimension in new[] { 2, 3 }
        from count in new[] { 2, 3, 4, 5 } // 4: ONNX Runtime would round 1/(N − 1) to float
        select new object[] { dimension, count };

    public static IEnumerable<object[]> Solves =>
        from system in Systems
        from depth in new[] { 0, 1, 5 }
        select new object[] { system[0], system[1], depth };

    [TestMethod]
    [DynamicData(nameof(Systems))]
    public void ADirectModelPredictsTheSame(int dimension, int count)
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, ModelKind.Direct, dimension, count);
        FrameOptions options = new() { Particles = count };
        using var frame = new FrameRun(FrameWriter.Write(model.ToOnnx(ModelPrecision.Double), options));
        using var direct = new InterpretedModel(model);
        double worst = 0;
        for (int i = 0; i < States; i++)
        {
            ParticleSystem system = RandomModel.System(random, count, dimension, kinds: 2);
            PhasePoint state = RandomModel.State(random, count, dimension);
            double[] deltaPositions = new double[system.Coordinates];
            double[] deltaMomenta = new double[system.Coordinates];
            direct.Bind(system);
            direct.Predict(new AllPairs(count, dimension).Update(state.Positions), new double[system.Coordinates], state.Momenta, deltaPositions, deltaMomenta);
            (double[] foundPositions, double[] foundMomenta) = frame.Step(system, state, options);
            worst = Math.Max(worst, Math.Max(Compare.Relative(foundPositions, deltaPositions), Compare.Relative(foundMomenta, deltaMomenta)));
        }

        // 3e-8 would mean that ONNX Runtime keeps a factor of a product as a float.
        TestContext.WriteLine($"largest relative difference {worst:E1}");
        Assert.IsLessThan(1e-12, worst);
    }

    [TestMethod]
    [DynamicData(nameof(Solves))]
    public void AStepIsSolvedTheSame(int dimension, int count, int depth)
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, ModelKind.Action, dimension, count);
        FrameOptions options = new() { Particles = count, Corrector = new CorrectorOptions { Tolerance = 1e-11, Depth = depth, Mixing = depth == 1 ? 0.8 : 1 } };
        using var frame = new FrameRun(FrameWriter.Write(model.ToOnnx(ModelPrecision.Double), options));
        using var action = new InterpretedModel(model);
        double worst = 0;
        int most = 0;
        int solved = 0;
        int drawn = 0;
        for (; solved < States && drawn < 20 * States; drawn++)
        {
            ParticleSystem system = RandomModel.System(random, count, dimension, kinds: 2);
            PhasePoint state = RandomModel.State(random, count, dimension);
            double[] deltaPositions = new double[system.Coordinates];
            double[] deltaMomenta = new double[system.Coordinates];
            CorrectorResult result = new Corrector(action, system, options.Corrector)
                .Solve(state, new AllPairs(count, dimension).Update(state.Positions), [], [], deltaPositions, deltaMomenta);
            if (result.Status != CorrectorStatus.Converged)
            {
                continue; // a close encounter
            }

            solved++;
            most = Math.Max(most, result.Evaluations);
            (double[] foundPositions, double[] foundMomenta) = frame.Step(system, state, options);
            worst = Math.Max(worst, Math.Max(Compare.Relative(foundPositions, deltaPositions), Compare.Relative(foundMomenta, deltaMomenta)));
        }

        TestContext.WriteLine($"{solved} steps of {drawn}, at most {most} evaluations; largest relative difference {worst:E1}");
        Assert.AreEqual(States, solved);
        Assert.IsGreaterThan(2, most, "a solve that ends at once tests nothing");
        Assert.IsLessThan(1e-9, worst);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    public void ASolveEndsWhenTheCorrectorEnds(int depth)
    {
        // From easy to hopeless, and with few evaluations: every row is solved by both or by none.
        Random random = Chance.New(TestContext, usual: 5);
        int solved = 0;
        int unsolved = 0;
        int doubtful = 0;
        foreach (double strength in new[] { 0.1, 1, 10, 100, 1000, 1e4 })
        {
            NetworkModel model = Create(random, ModelKind.Action, 2, 3).WithInteraction(strength);
            FrameOptions options = new() { Particles = 3, Corrector = new CorrectorOptions { Depth = depth, MaxEvaluations = 40 } };
            using var frame = new FrameRun(FrameWriter.Write(model.ToOnnx(ModelPrecision.Double), options));
            using var action = new InterpretedModel(model);
            for (int i = 0; i < States; i++)
            {
                ParticleSystem system = RandomModel.System(random, 3, 2, kinds: 2);
                PhasePoint state = RandomModel.State(random, 3, 2);
                double[] deltaPositions = new double[6];
                double[] deltaMomenta = new double[6];
                CorrectorResult result = new Corrector(action, system, options.Corrector)
                    .Solve(state, new AllPairs(3, 2).Update(state.Positions), [], [], deltaPositions, deltaMomenta);
                (double[] foundPositions, double[] foundMomenta) = frame.Step(system, state, options);
                bool found = foundPositions.Concat(foundMomenta).All(double.IsFinite);
                Assert.IsTrue(found || foundPositions.Concat(foundMomenta).All(double.IsNaN), "all or nothing");
                if (result.Status == CorrectorStatus.Converged != found)
                {
                    // A chaotic iteration amplifies rounding: the two may part after many evaluations.
                    Assert.IsGreaterThan(15, result.Evaluations, $"{result}");
                    doubtful++;
                }
                else if (found)
                {
                    solved++;
                    Assert.IsLessThan(1e-6, Compare.Relative(foundMomenta, deltaMomenta));
                }
                else
                {
                    unsolved++;
                }
            }
        }

        TestContext.WriteLine($"{solved} solved by both, {unsolved} by none, {doubtful} by one");
        Assert.IsGreaterThan(5, solved);
        Assert.IsGreaterThan(5, unsolved);
        Assert.IsLessThan(4, doubtful);
    }

    [TestMethod]
    [DataRow(ModelKind.Action)]
    [DataRow(ModelKind.Direct)]
    public void WhatCannotBeUsedGivesNaN(ModelKind kind)
    {
        Random random = Chance.New(TestContext);
        FrameOptions options = new() { Particles = 3 };
        using var frame = new FrameRun(FrameWriter.Write(Create(random, kind, 2, 3).ToOnnx(ModelPrecision.Double), options));
        string[] kinds = ["A", "B", "A"];
        double[] masses = [1, 1.2, 0.8];
        double[] positions = [1, 0, 0, -1, 0.1, 0, 0, 1, 0];
        double[] momenta = [0, 0.1, 0, 0, 0.2, 0, 0.3, 0, 0];
        Assert.IsTrue(Step(kinds, masses, positions, momenta).All(double.IsFinite));
        Assert.IsTrue(Step(["A", "unknown", "A"], masses, positions, momenta).All(double.IsNaN));
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            Assert.IsTrue(Step(kinds, [1, bad, 1], positions, momenta).All(double.IsNaN));
            Assert.IsTrue(Step(kinds, masses, [.. positions[..3], bad, .. positions[4..]], momenta).All(double.IsNaN));
            Assert.IsTrue(Step(kinds, masses, positions, [.. momenta[..7], bad, momenta[8]]).All(double.IsNaN));
        }

        // The third component is not read in two dimensions.
        CollectionAssert.AreEqual(
            Step(kinds, masses, positions, momenta), Step(kinds, masses, positions, [.. momenta[..8], 7]));

        double[] Step(string[] kinds, double[] masses, double[] positions, double[] momenta)
        {
            (double[] first, double[] second) = frame.Run(kinds, masses, positions, momenta, options);
            return [.. first.Chunk(3).Concat(second.Chunk(3)).SelectMany(components => components[..2])];
        }
    }

    [TestMethod]
    public void WeightsAreStoredOnceAndOutside()
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, ModelKind.Action, 3, 4);
        byte[] file = model.ToOnnx(ModelPrecision.Double);
        byte[] frame = FrameWriter.Write(file, new FrameOptions { Particles = 4 });
        ModelProto proto = ModelProto.Parser.ParseFrom(frame);
        Assert.AreEqual(8, proto.IrVersion);
        Assert.AreEqual(17, proto.OpsetImport.Single(import => import.Domain.Length == 0).Version);
        NodeProto loop = proto.Graph.Node.Single(node => node.OpType == "Loop");
        GraphProto body = loop.Attribute.Single().G;
        Assert.IsEmpty(body.Initializer);
        Assert.IsTrue(body.Node.Any(node => node.OpType == "MatMul"), "the network is in the loop");
        Assert.IsFalse(proto.Graph.Node.Any(node => node.OpType == "MatMul"));
        foreach (string name in model.Parameters.Names)
        {
            TensorProto weights = ModelProto.Parser.ParseFrom(file).Graph.Initializer.Single(tensor => tensor.Name == name);
            Assert.HasCount(1, proto.Graph.Initializer.Where(tensor => tensor.RawData.Equals(weights.RawData) && tensor.Dims.Equals(weights.Dims)), name);
        }

        CollectionAssert.AreEqual(frame, FrameWriter.Write(file, new FrameOptions { Particles = 4 }));
        Assert.AreEqual("4", proto.MetadataProps.Single(entry => entry.Key == "actionml.particles").Value);
    }

    [TestMethod]
    public void NamesAreTheCallersOwn()
    {
        Random random = Chance.New(TestContext);
        var options = new FrameOptions
        {
            Particles = 2,
            Species = "t0",
            Masses = "iterate",
            Positions = "Feature Q",
            Momenta = "p",
            DeltaPositions = "Δq",
            DeltaMomenta = "t7",
        };
        using var frame = new FrameRun(FrameWriter.Write(Create(random, ModelKind.Action, 3, 2).ToOnnx(ModelPrecision.Double), options));
        CollectionAssert.AreEqual(new[] { "t0", "iterate", "Feature Q", "p" }, frame.Session.InputNames.ToArray());
        CollectionAssert.AreEqual(new[] { "Δq", "t7" }, frame.Session.OutputNames.ToArray());
        ParticleSystem system = RandomModel.System(random, 2, 3);
        Assert.IsTrue(frame.Step(system, RandomModel.State(random, 2, 3), options).DeltaMomenta.All(double.IsFinite));
    }

    [TestMethod]
    public void WhatHasNoFrameIsRefused()
    {
        Random random = Chance.New(TestContext);
        NetworkModel model = Create(random, ModelKind.Action, 2, 3);
        byte[] file = model.ToOnnx(ModelPrecision.Double);
        Assert.Contains("at least 2", Assert.ThrowsExactly<UsageException>(() => FrameWriter.Write(file, new FrameOptions { Particles = 1 })).Message);
        Assert.Contains("six different names", Assert.ThrowsExactly<UsageException>(
            () => FrameWriter.Write(file, new FrameOptions { Particles = 3, DeltaMomenta = "momenta" })).Message);
        Assert.Contains("Tolerance", Assert.ThrowsExactly<UsageException>(
            () => FrameWriter.Write(file, new FrameOptions { Particles = 3, Corrector = new CorrectorOptions { Tolerance = -1 } })).Message);
        Assert.Contains("single precision", Refused(model.ToOnnx(ModelPrecision.Single)));
        Assert.Contains("cutoff of 2.5", Refused((model with { Manifest = model.Manifest with { Cutoff = 2.5 } }).ToOnnx(ModelPrecision.Double)));
        Assert.Contains("truncated", Refused(file[..(file.Length / 2)]));
        Assert.Contains("not a model that ActionML wrote", Refused([]));

        static string Refused(byte[] content) =>
            Assert.ThrowsExactly<ModelMismatchException>(() => FrameWriter.Write(content, new FrameOptions { Particles = 3 })).Message;
    }

    private static NetworkModel Create(Random random, ModelKind kind, int dimension, int count)
    {
        var options = new NetworkOptions { Dimension = dimension, SpeciesCount = 2, Width = 8, VectorWidth = 4, RadialFunctions = 3 };
        NetworkModel model = RandomModel.Create(kind, options, random, neighbors: count - 1);
        return kind == ModelKind.Action ? model.WithInteraction(0.3) : model;
    }
}
