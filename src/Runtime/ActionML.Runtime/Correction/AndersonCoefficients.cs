namespace ActionML.Runtime;

/// <summary>
/// The small least-squares problem of Anderson mixing, γ = argmin |f − ΔF γ|² + λ|γ|², by its normal equations: from products
/// of the columns of ΔF, each of unit length, with each other and with f. The newest column comes first.
/// </summary>
internal sealed class AndersonCoefficients
{
    // Below this, relative to a unit diagonal, a pivot is rounding: its column repeats newer ones and is left out.
    internal const double SmallestPivot = 1e-14;

    private readonly int _depth;
    private readonly double _regularization;
    private readonly double[] _gram; // [depth, depth], lower triangle
    private readonly double[] _factor;
    private readonly double[] _solution;

    public AndersonCoefficients(int depth, double regularization)
    {
        _depth = depth;
        _regularization = regularization;
        _gram = new double[depth * depth];
        _factor = new double[depth * depth];
        _solution = new double[depth];
    }

    /// <summary>The number of columns, at most the depth.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all columns.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a column; the oldest one goes where there are more than the depth.</summary>
    /// <param name="products">Of the new column with itself and with the older ones, newest first.</param>
    public void Add(ReadOnlySpan<double> products)
    {
        Count = Math.Min(Count + 1, _depth);
        for (int row = Count - 1; row > 0; row--)
        {
            for (int column = row; column > 0; column--)
            {
                _gram[(row * _depth) + column] = _gram[((row - 1) * _depth) + column - 1];
            }

            _gram[row * _depth] = products[row];
        }

        _gram[0] = products[0];
    }

    /// <summary>γ, [Count], newest first; valid until the next call.</summary>
    /// <param name="products">ΔFᵀf, newest first.</param>
    public ReadOnlySpan<double> Solve(ReadOnlySpan<double> products)
    {
        // Cholesky factor of the regularized Gram matrix, newest column first, so that where columns repeat each other
        // it is the older one that is left out.
        for (int row = 0; row < Count; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = _gram[(row * _depth) + column];
                for (int k = 0; k < column; k++)
                {
                    sum -= _factor[(row * _depth) + k] * _factor[(column * _depth) + k];
                }

                double pivot = _factor[(column * _depth) + column];
                if (column < row)
                {
                    _factor[(row * _depth) + column] = pivot > 0 ? sum / pivot : 0;
                }
                else
                {
                    sum += _regularization;
                    _factor[(row * _depth) + row] = sum > SmallestPivot ? Math.Sqrt(sum) : 0;
                }
            }

            double value = products[row];
            for (int k = 0; k < row; k++)
            {
                value -= _factor[(row * _depth) + k] * _solution[k];
            }

            double diagonal = _factor[(row * _depth) + row];
            _solution[row] = diagonal > 0 ? value / diagonal : 0;
        }

        for (int row = Count - 1; row >= 0; row--)
        {
            double value = _solution[row];
            for (int k = row + 1; k < Count; k++)
            {
                value -= _factor[(k * _depth) + row] * _solution[k];
            }

            double diagonal = _factor[(row * _depth) + row];
            _solution[row] = diagonal > 0 ? value / diagonal : 0;
        }

        return _solution.AsSpan(0, Count);
    }
}
