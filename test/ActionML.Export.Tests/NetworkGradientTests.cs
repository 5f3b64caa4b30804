using ActionML.Runtime;
using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>The exported derivative of a network is that of its generating function.</summary>
[TestClass]
public sealed class NetworkGradientTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(2, 1, null)]
    [DataRow(2, 2, null)]
    [DataRow(2, 3, 3.0)]
    [DataRow(3, 1, 3.5)]
    [DataRow(3, 2, 3.5)]
    [DataRow(3, 3, null)]
    public void DeltasAreTheDerivativesOfS(int dimension, int rounds, double? cutoff)
    {
        Random random = Chance.New(TestContext);
        var options = new NetworkOptions
        {
            Dimension = dimension,
            Rounds = rounds,
            Cutoff = cutoff,
            SpeciesCount = 3,
            Width = 6,
            VectorWidth = 3,
            RadialFunctions = 4,
            HarmonicDegree = cutoff is null ? 2 : 3,
            HasRates = rounds > 1,
            PathPoint = rounds > 1 ? 0.3 : null,
            ParticleLayers = rounds,
            ParticleWidth = 7,
            ProductLimit = cutoff is null ? null : 1.5,
        };
        NetworkModel model = RandomModel.Create(ModelKind.Action, options, random).WithInteraction(10);
        ModelCall call = ModelCall.Random(random, options, count: 4, padding: 1);
        Dictionary<string, Array> inputs = call.ToInputs();
        (_, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
        double[][] deltas = new Interpreter([outputs[0].Value, outputs[1].Value]).Run(inputs, model.Parameters, 4, call.List.Capacity);
        var generating = new Interpreter([outputs[2].Value]);
        double S() => generating.Run(inputs, model.Parameters, 4, call.List.Capacity)[0].Sum();
        double[] byPositions = Differences.Gradient(call.Displacements, S, 2e-4);
        double[] byMomenta = Differences.Gradient(call.Momenta, S, 2e-4);
        double positions = Compare.Relative(deltas[0], byMomenta, floor: 1e-2);
        double momenta = Compare.Relative(deltas[1], [.. byPositions.Select(value => -value)], floor: 1e-2);
        TestContext.WriteLine($"Δq {positions:E1} of {Compare.Largest(deltas[0]):F2}, Δp {momenta:E1} of {Compare.Largest(deltas[1]):F2}");
        Assert.IsGreaterThan(1e-6, Compare.Largest(deltas[1]));
        Assert.IsLessThan(1e-6, positions);
        Assert.IsLessThan(1e-6, momenta);

        // What remains of Δq is beyond the free flight, so the network sees velocities at all.
        double[] free = [.. call.Momenta.Select((p, i) => 0.25 * p / call.Masses[i / dimension])];
        Assert.IsGreaterThan(1e-8, Compare.Relative(deltas[0], free));
    }

    [TestMethod]
    public void ParticlesBeyondTheCutoffDoNotMatter()
    {
        Random random = Chance.New(TestContext);
        var options = new NetworkOptions { Dimension = 2, Cutoff = 2, Width = 6, VectorWidth = 3, RadialFunctions = 4 };
        NetworkModel model = RandomModel.Create(ModelKind.Action, options, random).WithInteraction(10);
        var far = new ModelCall(
            RandomLists.All([0, 0, 2.0001, 0], 2), new double[4], random.Normals(4), [1, 1.5], [0, 0]);
        using var interpreted = new InterpretedModel(model);
        interpreted.Bind(new ParticleSystem(2, UnitSystem.Dimensionless, ["A", "A"], far.Masses));
        double[] dq = new double[4];
        double[] dp = new double[4];
        interpreted.Evaluate(far.List, far.Displacements, far.Momenta, dq, dp);
        CollectionAssert.AreEqual(new double[4], dp.Select(Math.Abs).ToArray());
        far.List.MoveReference([0, 0, 1.5, 0]);
        interpreted.Evaluate(far.List, far.Displacements, far.Momenta, dq, dp);
        Assert.IsGreaterThan(1e-6, Compare.Largest(dp));
    }

    /// <summary>However fast two particles that a neighbor list leaves out fly towards each other.</summary>
    [TestMethod]
    public void ParticlesBeyondTheCutoffDoNotMatterOnThePathEither()
    {
        Random random = Chance.New(TestContext);
        var options = new NetworkOptions { Dimension = 3, Cutoff = 2, Width = 6, VectorWidth = 3, RadialFunctions = 4, PathPoint = 0.5 };
        NetworkModel model = RandomModel.Create(ModelKind.Action, options, random).WithInteraction(10);
        using var interpreted = new InterpretedModel(model);
        double[] dp = new double[6];
        for (int trial = 0; trial < 20; trial++)
        {
            double speed = Math.Pow(10, (5 * random.NextDouble()) - 2);
            Evaluate(speed, distance: 2.0001);
            CollectionAssert.AreEqual(new double[6], dp.Select(Math.Abs).ToArray());
            Evaluate(speed, distance: 1);
            Assert.IsGreaterThan(1e-9, Compare.Largest(dp));
        }

        void Evaluate(double speed, double distance)
        {
            var call = new ModelCall(RandomLists.All([0, 0, 0, distance, 0, 0], 3), new double[6], [speed, 0, 0, -speed, 0, 0], [1, 1.5], [0, 0]);
            interpreted.Bind(new ParticleSystem(3, UnitSystem.Dimensionless, ["A", "A"], call.Masses));
            interpreted.Evaluate(call.List, call.Displacements, call.Momenta, new double[6], dp);
        }
    }

    [TestMethod]
    public void APathBeyondTheCutoffIsRefused()
    {
        var options = new NetworkOptions { Cutoff = 2, Width = 6, VectorWidth = 3, RadialFunctions = 4, PathPoint = 0.25 };
        NetworkModel model = RandomModel.Create(ModelKind.Action, options, Chance.New(TestContext));
        NetworkModel fast = model with { Scales = model.Scales with { Velocity = 8 / model.Scales.TimeStep } };
        Assert.Contains("for the 2 that a fast pair moves", Assert.ThrowsExactly<UsageException>(() => fast.BuildGraph()).Message);
    }

    /// <summary>While particles fly straight on, S is the mean of what the same weights, with a cutoff as much shorter, say at two points of their path.</summary>
    [TestMethod]
    [DataRow(null)]
    [DataRow(3.0)]
    public void SIsTheMeanOfTwoPointsOfThePath(double? cutoff)
    {
        Random random = Chance.New(TestContext);
        double point = 0.2 + (0.3 * random.NextDouble());
        var options = new NetworkOptions { Dimension = 3, SpeciesCount = 2, Width = 6, VectorWidth = 3, RadialFunctions = 4, Cutoff = cutoff };
        NetworkModel model = RandomModel.Create(ModelKind.Action, options, random).WithInteraction(10);
        NetworkModel path = model with { Options = options with { PathPoint = point } };
        NetworkModel midpoint = model with { Options = options with { Cutoff = cutoff - (point * model.Scales.TimeStep * model.Scales.Velocity) } };
        ModelCall call = ModelCall.Random(random, options, count: 4, padding: 1);
        double slow = 3e-3 * midpoint.Scales.Velocity;
        for (int i = 0; i < call.Momenta.Length; i++)
        {
            call.Momenta[i] *= slow;
        }

        double[] start = [.. call.Displacements];
        double apart = ((S(midpoint, point) + S(midpoint, -point)) / 2) - S(midpoint, 0);
        double found = S(path, 0) - S(midpoint, 0);
        TestContext.WriteLine($"at ± {point:F3} h less at the midpoint: {found:E8} and {apart:E8}");
        Assert.AreEqual(apart, found, 1e-5 * Math.Abs(apart));

        double S(NetworkModel model, double time)
        {
            for (int i = 0; i < start.Length; i++)
            {
                call.Displacements[i] = start[i] + (time * model.Scales.TimeStep * call.Momenta[i] / call.Masses[i / 3]);
            }

            (_, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
            return new Interpreter([outputs[2].Value]).Run(call.ToInputs(), model.Parameters, 4, call.List.Capacity)[0].Sum();
        }
    }

    [TestMethod]
    public void OptionsAreCheckedTogether()
    {
        var options = new NetworkOptions { Dimension = 4, Width = 1, Rounds = 0, Cutoff = -1 };
        string message = Assert.ThrowsExactly<UsageException>(options.Validate).Message;
        foreach (string name in new[] { "Dimension", "Width", "Rounds", "Cutoff" })
        {
            Assert.Contains(name, message);
        }
    }
}
