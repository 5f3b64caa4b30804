using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>
/// What holds by construction for any weights: invariance of S and equivariance of both heads. Run on models with
/// random weights in 2-D and 3-D, with and without a cutoff.
/// </summary>
public abstract class InvarianceTests<TEngine> : EngineTests<TEngine>
    where TEngine : IEngine, new()
{
    private const int Count = 5;

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void RotationAndReflection(ModelKind kind, int dimension, double cutoff)
    {
        (Random random, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        double[] rotation = Orthogonal(random, dimension);
        double[] turned = Turn(call.List.Reference, rotation, dimension);
        Expect(
            model,
            call,
            call.At(turned, Turn(call.Momenta, rotation, dimension)),
            (dq, dp, s) => (Turn(dq, rotation, dimension), Turn(dp, rotation, dimension), s));
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void Permutation(ModelKind kind, int dimension, double cutoff)
    {
        (Random random, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        int[] order = [.. Enumerable.Range(0, Count)];
        random.Shuffle(order);
        double[] Rows(double[] values) => [.. order.SelectMany(i => values[(i * values.Length / Count)..((i + 1) * values.Length / Count)])];
        double[] positions = Rows(call.List.Reference);
        Expect(
            model,
            call,
            new ModelCall(
                cutoff > 0 ? RandomLists.Within(positions, dimension, cutoff, 1) : RandomLists.All(positions, dimension),
                new double[positions.Length],
                Rows(call.Momenta),
                Rows(call.Masses),
                [.. order.Select(i => call.Species[i])]),
            (dq, dp, s) => (Rows(dq), Rows(dp), Rows(s)));
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void Translation(ModelKind kind, int dimension, double cutoff)
    {
        // By 1e4, with the reference moved along: displacements stay small, and float does not feel where the system is.
        (_, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        Expect(
            model,
            call,
            call.At([.. call.List.Reference.Select((q, i) => q + (i % dimension == 0 ? 1e4 : -1e4))], call.Momenta),
            (dq, dp, s) => (dq, dp, s),
            rounding: 1e-10); // 1e4 · 2⁻⁵³ over distances of order one, as gradients magnify it
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void DisplacementAndReferenceAreOnePosition(ModelKind kind, int dimension, double cutoff)
    {
        (Random random, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        double[] u = Array.ConvertAll(random.Normals(Count * dimension, 0.05), Engine.Round);
        ModelCall shifted = call.At([.. call.List.Reference.Zip(u, (q, v) => q - v)], call.Momenta);
        Expect(model, call, shifted with { Displacements = u }, (dq, dp, s) => (dq, dp, s));
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void Boost(ModelKind kind, int dimension, double cutoff)
    {
        (Random random, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        double[] velocity = random.Normals(dimension);
        double h = model.Scales.TimeStep;
        double[] momenta = [.. call.Momenta.Select((p, i) => p + (call.Masses[i / dimension] * velocity[i % dimension]))];
        Expect(
            model,
            call,
            call.At(call.List.Reference, momenta),
            (dq, dp, s) => (
                [.. dq.Select((value, i) => value + (h * velocity[i % dimension]))],
                dp,
                [.. s.Select((value, i) => value + (h * (Kinetic(momenta, call.Masses, i) - Kinetic(call.Momenta, call.Masses, i))))]));
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void TimeFlip(ModelKind kind, int dimension, double cutoff)
    {
        (_, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        double error = Error(
            model,
            call,
            call.At(call.List.Reference, [.. call.Momenta.Select(p => -p)]),
            (dq, dp, s) => ([.. dq.Select(value => -value)], dp, s));
        if (kind == ModelKind.Action)
        {
            Assert.IsLessThan(InvarianceTolerance, error);
        }
        else
        {
            // The prediction from the start of a step is not even: Δp = hF + ½h²Ḟ + …, and Ḟ is odd.
            Assert.IsGreaterThan(1e-3, error, "a direct model must not be even under time reversal");
        }
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void OrderOfNeighbors(ModelKind kind, int dimension, double cutoff)
    {
        (Random random, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        Expect(model, call, call with { List = RandomLists.Shuffled(call.List, random) }, (dq, dp, s) => (dq, dp, s));
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void Padding(ModelKind kind, int dimension, double cutoff)
    {
        (_, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        NeighborList list = call.List;
        int wider = list.Capacity + 3;
        int edges = Count * list.Capacity;
        var neighbors = new long[Count * wider];
        var reverse = new long[Count * wider];
        var shifts = new double[dimension * Count * wider];
        int Place(long e) => (int)(((e / list.Capacity) * wider) + (e % list.Capacity));
        for (int e = 0; e < Count * wider; e++)
        {
            (neighbors[e], reverse[e], shifts[e]) = (e / wider, e, cutoff > 0 ? 1.5 * cutoff : 10);
        }

        for (int e = 0; e < edges; e++)
        {
            neighbors[Place(e)] = list.Neighbors[e];
            reverse[Place(e)] = Place(list.Reverse[e]);
            for (int d = 0; d < dimension; d++)
            {
                shifts[(d * Count * wider) + Place(e)] = list.Shifts[(d * edges) + e];
            }
        }

        ModelCall padded = call with { List = new(Count, dimension, wider, neighbors, reverse, shifts, list.Reference) };
        double error = Error(model, call, padded, (dq, dp, s) => (dq, dp, s));
        if (cutoff > 0)
        {
            Assert.IsLessThan(InvarianceTolerance, error);
        }
        else
        {
            Assert.IsGreaterThan(1e-3, error, "without a cutoff nothing tells padding from a neighbor");
        }
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void BatchOfDisjointSystems(ModelKind kind, int dimension, double cutoff)
    {
        (Random random, NetworkModel model, ModelCall first) = Create(kind, dimension, cutoff);
        ModelCall second = ModelCall.Random(random, model.Options, Count);
        if (cutoff > 0)
        {
            // Both lists need the same width.
            double[] joined = [.. first.List.Reference, .. second.List.Reference.Select(q => q + 100)];
            NeighborList both = RandomLists.Within(joined, dimension, cutoff);
            ExpectBatch(new ModelCall(both, new double[joined.Length], [.. first.Momenta, .. second.Momenta], [.. first.Masses, .. second.Masses], [.. first.Species, .. second.Species]));
            return;
        }

        int edges = Count * (Count - 1);
        NeighborList a = first.List;
        NeighborList b = second.List;
        var shifts = new List<double>();
        for (int d = 0; d < dimension; d++)
        {
            shifts.AddRange(a.Shifts[(d * edges)..((d + 1) * edges)]);
            shifts.AddRange(b.Shifts[(d * edges)..((d + 1) * edges)]);
        }

        ExpectBatch(new ModelCall(
            new NeighborList(
                2 * Count,
                dimension,
                Count - 1,
                [.. a.Neighbors, .. b.Neighbors.Select(j => j + Count)],
                [.. a.Reverse, .. b.Reverse.Select(e => e + edges)],
                [.. shifts],
                [.. a.Reference, .. b.Reference]),
            new double[2 * Count * dimension],
            [.. first.Momenta, .. second.Momenta],
            [.. first.Masses, .. second.Masses],
            [.. first.Species, .. second.Species]));

        void ExpectBatch(ModelCall batch)
        {
            (double[] Dq, double[] Dp, double[] S) x = Run(model, first);
            (double[] Dq, double[] Dp, double[] S) y = Run(model, second);
            (double[] Dq, double[] Dp, double[] S) both = Run(model, batch);
            double error = Math.Max(Compare.Relative(both.Dq, [.. x.Dq, .. y.Dq]), Compare.Relative(both.Dp, [.. x.Dp, .. y.Dp]));
            TestContext.WriteLine($"{error:E1}");
            Assert.IsLessThan(InvarianceTolerance, error);
        }
    }

    [TestMethod]
    [DynamicData(nameof(InvarianceModels.All), typeof(InvarianceModels))]
    public void WhatIsNoSymmetryIsNoticed(ModelKind kind, int dimension, double cutoff)
    {
        // The same comparison on changes that models must feel: positions turned without momenta, masses exchanged.
        (_, NetworkModel model, ModelCall call) = Create(kind, dimension, cutoff);
        double[] rotation = dimension == 2 ? [0, -1, 1, 0] : [0, -1, 0, 1, 0, 0, 0, 0, 1];
        double[] turned = Turn(call.List.Reference, rotation, dimension);
        Assert.IsGreaterThan(1e-3, Error(
            model, call, call.At(turned, call.Momenta), (dq, dp, s) => (Turn(dq, rotation, dimension), Turn(dp, rotation, dimension), s)));
        Assert.IsGreaterThan(1e-3, Error(model, call, call with { Masses = [.. call.Masses.Reverse()] }, (dq, dp, s) => (dq, dp, s)));
        Assert.IsGreaterThan(1e-3, Error(
            model, call, call with { Species = [.. call.Species.Select(kind => 1 - kind)] }, (dq, dp, s) => (dq, dp, s)));
    }

    private static double Kinetic(double[] momenta, double[] masses, int i)
    {
        int dimension = momenta.Length / masses.Length;
        return momenta[(i * dimension)..((i + 1) * dimension)].Sum(p => p * p) / (2 * masses[i]);
    }

    private static double[] Turn(double[] vectors, double[] rotation, int dimension)
    {
        var result = new double[vectors.Length];
        for (int i = 0; i < vectors.Length; i++)
        {
            for (int d = 0; d < dimension; d++)
            {
                result[i] += rotation[(i % dimension * dimension) + d] * vectors[(i / dimension * dimension) + d];
            }
        }

        return result;
    }

    /// <summary>A random orthogonal matrix, a reflection half of the time, by Gram and Schmidt.</summary>
    private static double[] Orthogonal(Random random, int dimension)
    {
        double[] matrix = random.Normals(dimension * dimension);
        for (int row = 0; row < dimension; row++)
        {
            Span<double> own = matrix.AsSpan(row * dimension, dimension);
            for (int previous = 0; previous <= row; previous++)
            {
                Span<double> other = matrix.AsSpan(previous * dimension, dimension);
                double dot = 0;
                for (int d = 0; d < dimension; d++)
                {
                    dot += own[d] * other[d];
                }

                for (int d = 0; d < dimension; d++)
                {
                    own[d] = previous == row ? own[d] / Math.Sqrt(dot) : own[d] - (dot * other[d]);
                }
            }
        }

        return matrix;
    }

    private (Random Random, NetworkModel Model, ModelCall Call) Create(ModelKind kind, int dimension, double cutoff)
    {
        Random random = Chance.New(TestContext);
        var options = new NetworkOptions
        {
            Dimension = dimension,
            Cutoff = cutoff > 0 ? cutoff : null,
            SpeciesCount = 2,
            Width = 8,
            VectorWidth = 4,
            RadialFunctions = 5,
            HarmonicDegree = cutoff > 0 ? 3 : 2,
            HasRates = cutoff > 0 || dimension == 2,
            PathPoint = cutoff > 0 ? 0.25 : null,
            ParticleLayers = cutoff > 0 ? 2 : 1,
            ParticleWidth = 10,
            ProductLimit = cutoff > 0 ? 1.5 : null,
        };
        NetworkModel model = RandomModel.Create(kind, options, random);
        if (kind == ModelKind.Action)
        {
            model = model.WithInteraction(10);
        }

        return (random, model, ModelCall.Random(random, options, Count, padding: 1));
    }

    private (double[] Dq, double[] Dp, double[] S) Run(NetworkModel model, ModelCall call)
    {
        (Graph graph, IReadOnlyList<(string Name, Value Value)> outputs) = model.BuildGraph();
        Tensor[] results = Engine.Run(graph, outputs, call.ToInputs(), model.Parameters, call.Count, call.List.Capacity);
        return (results[0].Values, results[1].Values, results.Length > 2 ? results[2].Values : []);
    }

    private void Expect(
        NetworkModel model,
        ModelCall call,
        ModelCall transformed,
        Func<double[], double[], double[], (double[] Dq, double[] Dp, double[] S)> expected,
        double rounding = 0)
    {
        // A transformed state is rounded anew, and gradients at close pairs magnify that: by how much, a state moved a little shows.
        double tolerance = Math.Max(InvarianceTolerance, rounding);
        var signs = new Random(1);
        double[] moved = Array.ConvertAll(call.List.Reference, q => q + ((1 - (2 * signs.Next(2))) * 0.1 * tolerance));
        double sensitivity = Error(model, call, call.At(moved, call.Momenta), (dq, dp, s) => (dq, dp, s));
        Assert.IsLessThan(tolerance + sensitivity, Error(model, call, transformed, expected));
    }

    private double Error(
        NetworkModel model,
        ModelCall call,
        ModelCall transformed,
        Func<double[], double[], double[], (double[] Dq, double[] Dp, double[] S)> expected)
    {
        (double[] dq, double[] dp, double[] s) = Run(model, call);
        (double[] foundDq, double[] foundDp, double[] foundS) = Run(model, transformed);
        (dq, dp, s) = expected(dq, dp, s);
        double error = Math.Max(Compare.Relative(foundDq, dq), Math.Max(Compare.Relative(foundDp, dp), Compare.Relative(foundS, s)));
        TestContext.WriteLine($"{error:E1}");
        return error;
    }
}
