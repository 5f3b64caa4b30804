using ActionML.Runtime;
using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>Neighbor lists, and the operators that read them.</summary>
[TestClass]
public sealed class NeighborTests
{
    private static readonly Dimension N = Dimension.Particles;
    private static readonly Dimension K = Dimension.Neighbors;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(7)]
    public void AllPairsIsFullAndItsReverseIsAnInvolution(int count)
    {
        Random random = Chance.New(TestContext);
        double[] positions = random.Normals(count * 3);
        NeighborList list = RandomLists.All(positions, 3);
        RequireSymmetric(list);
        for (int i = 0; i < count; i++)
        {
            long[] expected = [.. Enumerable.Range(0, count).Where(j => j != i).Select(j => (long)j)];
            CollectionAssert.AreEqual(expected, list.Neighbors[(i * (count - 1))..((i + 1) * (count - 1))]);
        }

        for (int e = 0; e < list.Neighbors.Length; e++)
        {
            for (int d = 0; d < 3; d++)
            {
                double expected = positions[(list.Neighbors[e] * 3) + d] - positions[(e / (count - 1) * 3) + d];
                Assert.AreEqual(expected, list.Shifts[(d * list.Neighbors.Length) + e]);
            }
        }
    }

    [TestMethod]
    public void ListsOfTheTestsAreSymmetric()
    {
        Random random = Chance.New(TestContext);
        NeighborList list = RandomLists.Within(random.Normals(30), 3, 1.5, extra: 2);
        RequireSymmetric(list);
        RequireSymmetric(RandomLists.Shuffled(list, random));
        RequireSymmetric(RandomLists.Pairs(random, 6, 2, 4));
    }

    [TestMethod]
    public void GatherAndItsGradientAreAdjoint()
    {
        Random random = Chance.New(TestContext);
        var graph = new Graph();
        Value x = graph.Input("x", N, 2);
        Value y = graph.Input("y", N, K, 2);
        Value neighbors = graph.IndexInput("neighbors", N, K);
        Value reverse = graph.IndexInput("reverse", N * K);
        Value gathered = graph.Multiply(y, graph.GatherNeighbors(x, neighbors, reverse, 0));
        Value scattered = ReverseMode.Gradients(graph, gathered, [x])[0]!;
        NeighborList list = RandomLists.Pairs(random, 6, 2, 4);
        var inputs = new Dictionary<string, Array>
        {
            ["x"] = random.Normals(12),
            ["y"] = random.Normals(48),
            ["neighbors"] = list.Neighbors,
            ["reverse"] = list.Reverse,
        };
        double[][] values = new Interpreter([gathered, scattered]).Run(inputs, new ParameterStore(), 6, 4);

        // The gradient by plain scattering, which the graph avoids.
        var expected = new double[12];
        for (int e = 0; e < 24; e++)
        {
            for (int c = 0; c < 2; c++)
            {
                expected[(list.Neighbors[e] * 2) + c] += ((double[])inputs["y"])[(e * 2) + c];
            }
        }

        Assert.IsLessThan(1e-14, Compare.Relative(values[1], expected));
        Assert.AreEqual(values[0].Sum(), ((double[])inputs["x"]).Zip(values[1], (a, b) => a * b).Sum(), 1e-12);
    }

    [TestMethod]
    public void ExchangeIsItsOwnInverseAndAdjoint()
    {
        Random random = Chance.New(TestContext);
        var graph = new Graph();
        Value x = graph.Input("x", 3, N * K);
        Value y = graph.Input("y", 3, N * K);
        Value reverse = graph.IndexInput("reverse", N * K);
        Value twice = graph.Exchange(graph.Exchange(x, reverse, 1), reverse, 1);
        Value left = graph.Multiply(graph.Exchange(x, reverse, 1), y);
        Value right = graph.Multiply(x, graph.Exchange(y, reverse, 1));
        NeighborList list = RandomLists.Pairs(random, 5, 2, 3);
        var inputs = new Dictionary<string, Array> { ["x"] = random.Normals(45), ["y"] = random.Normals(45), ["reverse"] = list.Reverse };
        double[][] values = new Interpreter([twice, left, right]).Run(inputs, new ParameterStore(), 5, 3);
        CollectionAssert.AreEqual((double[])inputs["x"], values[0]);
        Assert.AreEqual(values[1].Sum(), values[2].Sum(), 1e-12);
    }

    private static void RequireSymmetric(NeighborList list)
    {
        int edges = list.Count * list.Capacity;
        for (int e = 0; e < edges; e++)
        {
            long back = list.Reverse[e];
            Assert.AreEqual(e, list.Reverse[back]);
            Assert.AreEqual(e / list.Capacity, list.Neighbors[back]);
            Assert.AreEqual(list.Neighbors[e], back / list.Capacity);
            if (back != e)
            {
                for (int d = 0; d < list.Dimension; d++)
                {
                    Assert.AreEqual(-list.Shifts[(d * edges) + e], list.Shifts[(d * edges) + back]);
                }
            }
        }
    }
}
