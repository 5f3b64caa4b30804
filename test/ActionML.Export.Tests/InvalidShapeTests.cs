namespace ActionML.Export.Tests;

/// <summary>Operands that do not fit are refused when the graph is built, in a sentence that names the shapes.</summary>
[TestClass]
public sealed class InvalidShapeTests
{
    private static readonly Dimension N = Dimension.Particles;
    private static readonly Dimension K = Dimension.Neighbors;

    private readonly Graph _graph = new();

    [TestMethod]
    public void BroadcastingNeedsEqualAxesOrOne()
    {
        Refuses("[N, 3]", "[N, 2]", () => _graph.Add(Real(N, 3), Real(N, 2)));
        Refuses("[N, 2]", "[K, 2]", () => _graph.Multiply(Real(N, 2), Real(K, 2)));
        Refuses("[N]", "[3]", () => _graph.Subtract(Real(N), Real(3)));
        Refuses("[2N]", "[N]", () => _graph.Divide(Real(2 * N), Real(N)));
    }

    [TestMethod]
    public void MatricesNeedEqualInnerAxes()
    {
        Refuses("[N, 3]", "[2, 4]", () => _graph.MatMul(Real(N, 3), Real(2, 4)));
        Refuses("[N, 2, 3]", "[3, 4]", () => _graph.MatMul(Real(N, 2, 3), Real(3, 4)));
        Refuses("[N, 2, 3]", "[K, 3, 4]", () => _graph.MatMul(Real(N, 2, 3), Real(K, 3, 4)));
        Refuses("[3]", "[3]", () => _graph.MatMul(Real(3), Real(3)));
        Refuses("[N, 3]", "[4, 3]", () => _graph.Gemm(Real(N, 3), Real(4, 3)));
        Refuses("[N, 3]", "[3, 4]", () => _graph.Gemm(Real(N, 3), Real(3, 4), transposeA: true));
        Refuses("[N, 3]", "[3, 4]", () => _graph.Gemm(Real(N, 3), Real(3, 4), transposeB: true));
        Refuses("[N, 4]", "[3]", () => _graph.Gemm(Real(N, 3), Real(3, 4), Real(3)));
        Refuses("[N, 4]", "[1, 4]", () => _graph.Gemm(Real(N, 3), Real(3, 4), Real(1, 4)));
    }

    [TestMethod]
    public void ReshapeKeepsTheNumberOfElements()
    {
        Refuses("[N, 3]", "[N, 4]", () => _graph.Reshape(Real(N, 3), new Shape(N, 4)));
        Refuses("[N, K]", "[N, N]", () => _graph.Reshape(Real(N, K), new Shape(N, N)));
    }

    [TestMethod]
    public void ExpandReachesItsTarget()
    {
        Refuses("[N, 3]", "[N, 1]", () => _graph.Expand(Real(N, 3), Real(N, 1)));
        Refuses("[2]", "[N, 3]", () => _graph.Expand(Real(2), Real(N, 3)));
    }

    [TestMethod]
    public void ConcatenationAndSplitFit()
    {
        Refuses("[N, 3]", "[K, 3]", () => _graph.Concat(1, Real(N, 3), Real(K, 3)));
        Refuses("[N, 3]", "[N, 3]", () => _graph.Concat(0, Real(N, 3), Real(N, 3)));
        Refuses("[N, 3]", "[N, 3, 1]", () => _graph.Concat(1, Real(N, 3), Real(N, 3, 1)));
        Refuses("[N, 3]", "axis 2", () => _graph.Concat(2, Real(N, 3), Real(N, 3)));
        Refuses("[N, 3]", "1 + 1", () => _graph.Split(Real(N, 3), 1, 1, 1));
        Refuses("[N, 3]", "1 + 2", () => _graph.Split(Real(N, 3), 0, 1, 2));
        Refuses("[N, 3]", "4 + -1", () => _graph.Split(Real(N, 3), 1, 4, -1));
        Refuses("[N, 3]", "Axis 2", () => _graph.Split(Real(N, 3), 2, 1, 2));
    }

    [TestMethod]
    public void AxesExist()
    {
        Refuses("[N, 3]", "0, 0", () => _graph.Transpose(Real(N, 3), 0, 0));
        Refuses("[N, 3]", "0", () => _graph.Transpose(Real(N, 3), 0));
        Refuses("[N, 3]", "1, 2", () => _graph.Transpose(Real(N, 3), 1, 2));
        Refuses("[N, 3]", "2", () => _graph.ReduceSum(Real(N, 3), 2));
        Refuses("[N, 3]", "-1", () => _graph.ReduceSum(Real(N, 3), -1));
    }

    [TestMethod]
    public void NeighborsAreIndicesOfEdges()
    {
        Value neighbors = _graph.IndexInput("neighbors", N, K);
        Value reverse = _graph.IndexInput("reverse", N * K);
        Refuses("[N, 3]", "axis 1", () => _graph.GatherNeighbors(Real(N, 3), neighbors, reverse, 1));
        Refuses("[K, 3]", "axis 0", () => _graph.GatherNeighbors(Real(K, 3), neighbors, reverse, 0));
        Refuses("[N, 3]", "axis 2", () => _graph.GatherNeighbors(Real(N, 3), neighbors, reverse, 2));
        Refuses("[N, K]", "[NK]", () => _graph.GatherNeighbors(Real(N, 3), reverse, neighbors, 0));
        Refuses("[N, 3]", "[NK]", () => _graph.Exchange(Real(N, 3), reverse, 0));
        Refuses("[N, 3]", "axis 2", () => _graph.Exchange(Real(N, 3), reverse, 2));
        Refuses("[NK]", "[N, K]", () => _graph.Exchange(Real(N * K, 3), neighbors, 0));
    }

    [TestMethod]
    public void IndicesAreNotNumbers()
    {
        Value species = _graph.IndexInput("species", N);
        Refuses("integers", "Exp", () => _graph.Exp(species));
        Refuses("integers", "Add", () => _graph.Add(species, Real(N)));
        Refuses("integers", "OneHot", () => _graph.OneHot(Real(N), 3));
        Refuses("integers", "Exchange", () => _graph.Exchange(Real(N * K), Real(N * K), 0));
    }

    [TestMethod]
    public void ANameMeansOneThing()
    {
        Value first = _graph.Input("x", N, 3);
        Assert.AreSame(first, _graph.Input("x", N, 3));
        Refuses("'x'", "[N, 2]", () => _graph.Input("x", N, 2));
        Refuses("'x'", "[N, 3]", () => _graph.IndexInput("x", N, 3));
        Refuses("'x'", "[3]", () => _graph.Parameter("x", 3));
        _graph.Parameter("w", 3, 2);
        Refuses("'w'", "[2, 3]", () => _graph.Parameter("w", 2, 3));
    }

    [TestMethod]
    public void ConstantsHaveAsManyValuesAsTheirShape() => Refuses("5", "[2, 3]", () => _graph.Constant([1, 2, 3, 4, 5], 2, 3));

    private static void Refuses(string first, string second, Action build)
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(build);
        Assert.Contains(first, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(second, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    private Value Real(params Dimension[] shape) => _graph.Input("of shape " + new Shape(shape), shape);
}
