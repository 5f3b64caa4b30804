using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>Reverse mode on whole expressions, and what graphs share.</summary>
[TestClass]
public sealed class ReverseModeTests
{
    private static readonly Dimension N = Dimension.Particles;
    private static readonly Dimension K = Dimension.Neighbors;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void GradientsOfRandomExpressionsEqualFiniteDifferences()
    {
        Random random = Chance.New(TestContext);
        for (int trial = 0; trial < 20; trial++)
        {
            var graph = new Graph();
            Value[] variables = [graph.Input("x", N, 3), graph.Input("y", N, 1), graph.Parameter("w", 3)];
            List<Value> pool = [.. variables];
            for (int i = 0; i < 12; i++)
            {
                pool.Add(Combine(graph, random, pool));
            }

            var inputs = new Dictionary<string, Array> { ["x"] = random.Normals(12), ["y"] = random.Normals(4) };
            var parameters = new ParameterStore { ["w"] = random.Normals(3) };
            var chain = new DerivativeChain(graph, pool[^3..], variables, orders: 2);
            chain.Fill(inputs, random, 4, 1);
            foreach ((Value sum, Value?[] gradients) in chain.Levels)
            {
                foreach ((Value? gradient, double[] at) in gradients.Zip([(double[])inputs["x"], (double[])inputs["y"], parameters["w"]]))
                {
                    double[] expected = Differences.Gradient(at, () => new Interpreter([sum]).Run(inputs, parameters, 4, 1)[0][0]);
                    double[] found = gradient is null ? new double[at.Length] : new Interpreter([gradient]).Run(inputs, parameters, 4, 1)[0];
                    Assert.IsLessThan(1e-6, Compare.Relative(found, expected, floor: 1), $"trial {trial}: {string.Join("; ", pool)}");
                }
            }
        }
    }

    [TestMethod]
    public void WhatTheOutputDoesNotDependOnHasNoGradient()
    {
        var graph = new Graph();
        Value x = graph.Input("x", N, 3);
        Value unused = graph.Input("unused", N, 3);
        Value onlyShape = graph.Input("shape", N, K, 3);
        Value output = graph.Multiply(graph.Expand(graph.Reshape(x, new Shape(N, 1, 3)), onlyShape), graph.Constant(2));
        Value?[] gradients = ReverseMode.Gradients(graph, output, [x, unused, onlyShape]);
        Assert.IsNotNull(gradients[0]);
        Assert.IsNull(gradients[1]);
        Assert.IsNull(gradients[2]);
        Assert.IsNull(ReverseMode.Gradients(graph, gradients[0]!, [x])[0], "the gradient of a linear function is constant");
    }

    [TestMethod]
    public void AVariableMayBeTheOutputOrLieBetween()
    {
        var graph = new Graph();
        Value x = graph.Input("x", N);
        Value y = graph.Square(x);
        Value z = graph.Exp(y);
        Value?[] gradients = ReverseMode.Gradients(graph, z, [x, y, z]);
        var inputs = new Dictionary<string, Array> { ["x"] = new[] { 0.5, -0.25 } };
        double[][] values = new Interpreter([.. gradients.Select(gradient => gradient!), z]).Run(inputs, new ParameterStore(), 2, 1);
        Assert.AreEqual(2 * 0.5 * Math.Exp(0.25), values[0][0], 1e-15);
        Assert.AreEqual(-2 * 0.25 * Math.Exp(0.0625), values[0][1], 1e-15);
        CollectionAssert.AreEqual(values[3], values[1]);
        CollectionAssert.AreEqual(new[] { 1.0, 1.0 }, values[2]);
    }

    [TestMethod]
    public void EqualExpressionsAreOneValue()
    {
        var graph = new Graph();
        Value x = graph.Input("x", N, 3);
        Value y = graph.Input("y", N, 3);
        Assert.AreSame(graph.Silu(graph.Add(x, y)), graph.Silu(graph.Add(x, y)));
        Assert.AreNotSame(graph.Add(x, y), graph.Add(y, x));
        Assert.AreNotSame(graph.ReduceSum(x, 0), graph.ReduceSum(x, 1));
        Assert.AreSame(graph.Constant(0.1), graph.Constant(0.1));
        Assert.AreNotSame(graph.Constant(0.1), graph.Constant(0.1f));
        Assert.AreNotSame(graph.Constant([1, 2], 2), graph.Constant([1, 2], 1, 2));
        Assert.AreSame(graph.Split(x, 1, 1, 2)[1], graph.Split(x, 1, 1, 2)[1]);

        // A gradient that is asked for twice is the same nodes.
        Value energy = graph.Multiply(graph.Silu(x), y);
        Assert.AreSame(ReverseMode.Gradients(graph, energy, [x])[0], ReverseMode.Gradients(graph, energy, [x])[0]);
    }

    [TestMethod]
    public void TrivialOperationsVanish()
    {
        var graph = new Graph();
        Value x = graph.Input("x", N, 3);
        Assert.AreSame(x, graph.Multiply(1, x));
        Assert.AreSame(graph.Multiply(6, x), graph.Multiply(2, graph.Multiply(x, graph.Constant(3))));
        Assert.AreSame(x, graph.Transpose(graph.Transpose(x, 1, 0), 1, 0));
        Assert.AreSame(x, graph.Reshape(graph.Reshape(x, new Shape(N * 3)), new Shape(N, 3)));
        Assert.AreSame(x, graph.Expand(x, graph.Input("y", N, 3)));
        Assert.AreSame(x, graph.Concat(1, x));
        Assert.AreSame(x, graph.Split(x, 1, 3)[0]);
    }

    [TestMethod]
    public void SplitAndConcatAreAdjoint()
    {
        Random random = Chance.New(TestContext);
        var graph = new Graph();
        Value whole = graph.Input("whole", N, 6);
        Value[] parts = [graph.Input("a", N, 1), graph.Input("b", N, 2), graph.Input("c", N, 3)];

        // ⟨split(x), y⟩ = ⟨x, concat(y)⟩, and the gradients are the other operator.
        Value left = graph.Split(whole, 1, 1, 2, 3).Zip(parts, (x, y) => Sum(graph, graph.Multiply(x, y))).Aggregate(graph.Add);
        Value right = Sum(graph, graph.Multiply(whole, graph.Concat(1, parts)));
        Value gradient = ReverseMode.Gradients(graph, left, [whole])[0]!;
        Value?[] back = ReverseMode.Gradients(graph, right, parts);
        var inputs = new Dictionary<string, Array>
        {
            ["whole"] = random.Normals(24),
            ["a"] = random.Normals(4),
            ["b"] = random.Normals(8),
            ["c"] = random.Normals(12),
        };
        double[][] values = new Interpreter([left, right, gradient, graph.Concat(1, parts), .. back.OfType<Value>(), .. graph.Split(whole, 1, 1, 2, 3)])
            .Run(inputs, new ParameterStore(), 4, 1);
        Assert.AreEqual(values[0][0], values[1][0], 1e-13);
        CollectionAssert.AreEqual(values[3], values[2]);
        for (int i = 0; i < 3; i++)
        {
            CollectionAssert.AreEqual(values[7 + i], values[4 + i]);
        }
    }

    private static Value Sum(Graph graph, Value value) =>
        graph.Reshape(graph.ReduceSum(value, [.. Enumerable.Range(0, value.Shape.Count)]), Shape.Scalar);

    /// <summary>A random operation on values that broadcast to [N, 3], kept bounded so that differences stay exact.</summary>
    private static Value Combine(Graph graph, Random random, List<Value> pool)
    {
        Value a = pool[random.Next(pool.Count)];
        Value b = pool[random.Next(pool.Count)];
        return random.Next(10) switch
        {
            0 => graph.Add(a, b),
            1 => graph.Subtract(a, graph.Multiply(0.5, b)),
            2 => graph.Multiply(graph.Sigmoid(a), b),
            3 => graph.Divide(a, graph.Add(graph.Constant(1.5), graph.Square(b))),
            4 => graph.Silu(a),
            5 => graph.Exp(graph.Multiply(-0.5, graph.Square(a))),
            6 => graph.Sqrt(graph.Add(graph.Square(a), graph.Constant(1))),
            7 => graph.Log(graph.Add(graph.Square(graph.Sigmoid(b)), graph.Constant(0.5))),
            8 => graph.ReduceSum(graph.Add(a, graph.Input("x", N, 3)), 1),
            _ => graph.MatMul(
                graph.Add(graph.Sigmoid(a), graph.Input("x", N, 3)),
                graph.Constant([.. Enumerable.Range(0, 9).Select(_ => 0.3 * random.Normal())], 3, 3)),
        };
    }
}
