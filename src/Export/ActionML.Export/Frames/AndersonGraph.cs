using ActionML.Runtime;

namespace ActionML.Export;

/// <summary>
/// One update of Anderson mixing as a graph: what ActionML.Runtime's AndersonMixer does, with rows of length L for
/// vectors and the newest column first.
/// </summary>
internal sealed class AndersonGraph
{
    private readonly Graph _graph;
    private readonly CorrectorOptions _options;

    /// <summary>An update.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Depth above 0, mixing and regularization.</param>
    /// <param name="hasPrevious">1 where there was an iterate before this one, else 0.</param>
    /// <param name="iterate">y and the one before it, [1, L].</param>
    /// <param name="residual">f = g(y) − y and the one before it, [1, L].</param>
    /// <param name="columns">Differences of iterates and of residuals so far, [depth, L]; zero where there is none yet.</param>
    public AndersonGraph(
        Graph graph,
        CorrectorOptions options,
        Value hasPrevious,
        (Value Now, Value Before) iterate,
        (Value Now, Value Before) residual,
        (Value Iterates, Value Residuals) columns)
    {
        _graph = graph;
        _options = options;
        Value dy = graph.Subtract(iterate.Now, iterate.Before);
        Value df = graph.Subtract(residual.Now, residual.Before);
        Value square = graph.ReduceSum(graph.Square(df), 1);
        Value scale = graph.Multiply(hasPrevious, graph.Divide(IsPositive(square), graph.Sqrt(graph.Add(square, IsNotPositive(square)))));
        IterateColumns = Push(graph.Multiply(dy, scale), columns.Iterates);
        ResidualColumns = Push(graph.Multiply(df, scale), columns.Residuals);
        Value combined = graph.Gemm(
            Coefficients(residual.Now),
            graph.Add(IterateColumns, graph.Multiply(options.Mixing, ResidualColumns)),
            transposeA: true);
        Next = graph.Subtract(graph.Add(iterate.Now, graph.Multiply(options.Mixing, residual.Now)), combined);
    }

    /// <summary>y⁺, [1, L].</summary>
    public Value Next { get; }

    /// <summary>ΔY with the newest column, [depth, L].</summary>
    public Value IterateColumns { get; }

    /// <summary>ΔF with the newest column, [depth, L].</summary>
    public Value ResidualColumns { get; }

    private Value Push(Value newest, Value columns) => _options.Depth == 1
        ? newest
        : _graph.Concat(0, newest, _graph.Split(columns, 0, _options.Depth - 1, 1)[0]);

    /// <summary>
    /// γ of the regularized normal equations, [depth, 1], by Gauss and Jordan's elimination: its pivots are the squares
    /// of Cholesky's. A column that is not there yet is zero; with a one on the diagonal its coefficient is zero too.
    /// </summary>
    private Value Coefficients(Value residual)
    {
        int depth = _options.Depth;
        double[] offDiagonal = new double[depth * depth];
        Array.Fill(offDiagonal, 1);
        double[] diagonal = new double[depth * depth];
        for (int k = 0; k < depth; k++)
        {
            offDiagonal[(k * depth) + k] = 0;
            diagonal[(k * depth) + k] = 1 + _options.Regularization;
        }

        Value gram = _graph.Gemm(ResidualColumns, ResidualColumns, transposeB: true);
        Value left = _graph.Add(_graph.Multiply(gram, _graph.Constant(offDiagonal, depth, depth)), _graph.Constant(diagonal, depth, depth));
        Value matrix = _graph.Concat(1, left, _graph.Gemm(ResidualColumns, residual, transposeB: true));
        for (int k = 0; k < depth; k++)
        {
            matrix = Eliminate(matrix, k);
        }

        return _graph.Split(matrix, 1, depth, 1)[1];
    }

    private Value Eliminate(Value matrix, int k)
    {
        int depth = _options.Depth;
        Value unit = Unit(depth, k);
        Value pick = Unit(depth + 1, k);
        Value row = _graph.Gemm(unit, matrix, transposeA: true);
        Value pivot = _graph.Gemm(row, pick);

        // A pivot that is rounding belongs to a column that repeats newer ones: its row becomes zero.
        Value excess = _graph.Subtract(pivot, _graph.Constant(AndersonCoefficients.SmallestPivot));
        Value usable = IsPositive(excess);
        Value inverse = _graph.Divide(usable, _graph.Add(_graph.Multiply(usable, pivot), IsNotPositive(excess)));
        Value others = _graph.Multiply(_graph.Subtract(_graph.Constant(1), unit), matrix);
        Value column = _graph.Subtract(_graph.Gemm(others, pick), unit);
        return _graph.Subtract(others, _graph.Multiply(column, _graph.Multiply(row, inverse)));
    }

    private Value Unit(int size, int k)
    {
        double[] values = new double[size];
        values[k] = 1;
        return _graph.Constant(values, size, 1);
    }

    private Value IsPositive(Value value) => _graph.Apply(new ReluOperator(isSlope: true), value);

    private Value IsNotPositive(Value value) => _graph.Subtract(_graph.Constant(1), IsPositive(value));
}
