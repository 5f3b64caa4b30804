using ActionML.Export;
using static ActionML.Testing.Operand;

namespace ActionML.Testing;

/// <summary>The table: each admitted operator, with the shapes and attributes that it is used with.</summary>
internal static class OperatorCases
{
    private static readonly Dimension N = Dimension.Particles;
    private static readonly Dimension K = Dimension.Neighbors;

    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        .. Binary<AddOperator>("Add", (g, a, b) => g.Add(a, b), Real),
        .. Binary<SubtractOperator>("Subtract", (g, a, b) => g.Subtract(a, b), Real),
        .. Binary<MultiplyOperator>("Multiply", (g, a, b) => g.Multiply(a, b), Real),
        .. Binary<DivideOperator>("Divide", (g, a, b) => g.Divide(a, b), NonZero),

        Unary<ExpOperator>("Exp", (g, x) => g.Exp(x), Real(N, 3)),
        Unary<LogOperator>("Log", (g, x) => g.Log(x), Above(N, 3)),
        Unary<SqrtOperator>("Sqrt", (g, x) => g.Sqrt(x), Above(N, 3)),
        Unary<ReciprocalOperator>("Reciprocal", (g, x) => g.Reciprocal(x), NonZero(N, 3)),
        Unary<SigmoidOperator>("Sigmoid", (g, x) => g.Sigmoid(x), Real(N, 3)),
        Unary<ReluOperator>("Relu", (g, x) => g.Relu(x), NonZero(N, 3)),
        Unary<ReluOperator>("Relu, fourth power", (g, x) => g.Square(g.Square(g.Relu(x))), NonZero(N, 3)),
        Unary<ReluOperator>("Relu slope", (g, x) => g.Apply(new ReluOperator(isSlope: true), x), NonZero(N, 3)),
        Unary<SiluOperator>("Silu", (g, x) => g.Silu(x), Real(N, 3)),
        Unary<SiluOperator>("Silu, first derivative", (g, x) => SiluOperator.Build(g, x, 1), Real(N, 3)),
        Unary<SiluOperator>("Silu, second derivative", (g, x) => SiluOperator.Build(g, x, 2), Real(N, 3)),
        Unary<SaturateOperator>("Saturate", (g, x) => g.Saturate(x, 1.5), Real(N, 3)),

        Of<MatMulOperator>("MatMul, matrices", [Real(3, 4), Real(4, 2)], (g, x) => [g.MatMul(x[0], x[1])]),
        Of<MatMulOperator>("MatMul, batches", [Real(N, 3, K), Real(N, K, 2)], (g, x) => [g.MatMul(x[0], x[1])]),
        Of<MatMulOperator>("MatMul, with itself", [Real(2, 3, 3)], (g, x) => [g.MatMul(x[0], x[0])]),
        .. Gemms(),

        Of<TransposeOperator>("Transpose, matrix", [Real(N, 3)], (g, x) => [g.Transpose(x[0], 1, 0)]),
        Of<TransposeOperator>("Transpose, three axes", [Real(2, N, K)], (g, x) => [g.Square(g.Transpose(x[0], 1, 2, 0))]),
        Of<ReshapeOperator>("Reshape, merge", [Real(N, K, 3)], (g, x) => [g.Square(g.Reshape(x[0], new Shape(N * K, 3)))]),
        Of<ReshapeOperator>("Reshape, two open axes", [Real(N * K, 2)], (g, x) => [g.Reshape(x[0], new Shape(N, K, 2))]),
        Of<ReduceSumOperator>("ReduceSum, first", [Real(N, 3)], (g, x) => [g.Square(g.ReduceSum(x[0], 0))]),
        Of<ReduceSumOperator>("ReduceSum, two axes", [Real(2, N, K)], (g, x) => [g.Square(g.ReduceSum(x[0], 0, 2))]),
        Of<ExpandOperator>("Expand, scalar", [Real(), Real(N, 2)], (g, x) => [g.Square(g.Expand(x[0], x[1]))]),
        Of<ExpandOperator>("Expand, axis", [Real(N, 1, 2), Real(N, K, 2)], (g, x) => [g.Expand(x[0], x[1])]),
        Of<ConcatOperator>("Concat, first axis", [Real(2, N), Real(1, N), Real(3, N)], (g, x) => [g.Square(g.Concat(0, x))]),
        Of<ConcatOperator>("Concat, middle axis", [Real(N, 2, 3), Real(N, 1, 3)], (g, x) => [g.Concat(1, x[0], x[1], x[0])]),
        Of<SplitOperator>("Split, last axis", [Real(N, 6)], (g, x) => g.Split(x[0], 1, 1, 3, 2)),
        Of<SplitOperator>("Split, parts unused", [Real(5, N)], (g, x) => [g.Square(g.Split(x[0], 0, 2, 2, 1)[1])]),
        Of<SplitOperator>("Split, parts multiplied", [Real(N, 4, K)], (g, x) => [Product(g, g.Split(x[0], 1, 1, 1, 1, 1))]),

        Of<GatherNeighborsOperator>(
            "GatherNeighbors, rows", [Real(N, 3), Neighbors(), Reverse()], (g, x) => [g.Square(g.GatherNeighbors(x[0], x[1], x[2], 0))]),
        Of<GatherNeighborsOperator>(
            "GatherNeighbors, columns", [Real(2, N), Neighbors(), Reverse()], (g, x) => [g.Square(g.GatherNeighbors(x[0], x[1], x[2], 1))]),
        Of<ExchangeOperator>(
            "Exchange, rows", [Real(N * K, 3), Reverse()], (g, x) => [g.Multiply(x[0], g.Exchange(x[0], x[1], 0))]),
        Of<ExchangeOperator>(
            "Exchange, columns", [Real(2, N * K), Reverse()], (g, x) => [g.Square(g.Exchange(x[0], x[1], 1))]),
        Of<ReverseOfCopiesOperator>(
            "ReverseOfCopies", [Real(N * K * 3, 2), Neighbors(), Reverse()], (g, x) => [g.Multiply(x[0], g.Exchange(x[0], g.ReverseOfCopies(x[1], x[2], 3), 0))]),
        Of<OneHotOperator>("OneHot", [Species()], (g, x) => [g.OneHot(x[0], OperatorCase.SpeciesCount)]),
        Of<OneHotOperator>(
            "OneHot, times", [Real(N, OperatorCase.SpeciesCount), Species()], (g, x) => [g.Multiply(g.OneHot(x[1], OperatorCase.SpeciesCount), g.Square(x[0]))]),
        Of<ConstantOperator>("Constant", [], (g, _) => [g.Constant([1.5, -2, 1e-3, 4, 5, 1e20], 2, 3)]),
        Of<ConstantOperator>("Constant, times", [Real(N, 3)], (g, x) => [g.Multiply(g.Constant([1.5, -2, 0.25], 3), x[0])]),
        Of<InputOperator>("Input", [Real(N, 3)], (_, x) => [x[0]]),
        Of<ParameterOperator>("Parameter", [Parameter(2, 3)], (_, x) => [x[0]]),
        Of<ParameterOperator>("Parameter, times", [Parameter(3), Real(N, 3)], (g, x) => [g.Multiply(g.Square(x[0]), x[1])]),
    ];

    /// <summary>The names, as rows of a data-driven test.</summary>
    public static IEnumerable<object[]> Names => All.Select(item => new object[] { item.Name });

    public static OperatorCase Find(string name) => All.Single(item => item.Name == name);

    private static OperatorCase Of<T>(string name, Operand[] operands, Func<Graph, Value[], Value[]> build)
        where T : Operator => new(name, typeof(T), operands, build);

    private static OperatorCase Unary<T>(string name, Func<Graph, Value, Value> build, Operand operand)
        where T : Operator => Of<T>(name, [operand], (g, x) => [build(g, x[0])]);

    private static IEnumerable<OperatorCase> Binary<T>(
        string name, Func<Graph, Value, Value, Value> build, Func<Dimension[], Operand> second)
        where T : Operator
    {
        (string Name, Dimension[] A, Dimension[] B)[] shapes =
        [
            ("same", [N, 3], [N, 3]),
            ("row", [N, 3], [3]),
            ("rank", [2], [N, K, 2]),
            ("column", [N, 1], [N, 3]),
            ("outer", [N, 1], [1, K]),
            ("scalar", [], [N]),
            ("both sides", [1, N, 2], [K, 1, 2]),
        ];
        foreach ((string shape, Dimension[] a, Dimension[] b) in shapes)
        {
            yield return Of<T>($"{name}, {shape}", [Real(a), second(b)], (g, x) => [build(g, x[0], x[1])]);
        }

        yield return Of<T>($"{name}, swapped", [Real(N, 3), second([1])], (g, x) => [build(g, x[0], x[1])]);
        yield return Of<T>($"{name}, with itself", [second([N, 2])], (g, x) => [build(g, x[0], x[0])]);
    }

    private static IEnumerable<OperatorCase> Gemms()
    {
        foreach ((bool a, bool b) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            foreach ((string name, Operand[] term) in ((string, Operand[])[])[("", []), (" and a row", [Parameter(4)]), (" and a matrix", [Real(N, 4)])])
            {
                Operand[] operands = [a ? Real(3, N) : Real(N, 3), b ? Parameter(4, 3) : Parameter(3, 4), .. term];
                yield return Of<GemmOperator>(
                    $"Gemm, {(a ? "T" : "N")}{(b ? "T" : "N")}{name}", operands, (g, x) => [g.Gemm(x[0], x[1], x.ElementAtOrDefault(2), a, b)]);
            }
        }
    }

    private static Value Product(Graph graph, Value[] parts) => parts.Aggregate(graph.Multiply);
}
