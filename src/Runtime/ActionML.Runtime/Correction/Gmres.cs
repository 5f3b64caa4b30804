namespace ActionML.Runtime;

/// <summary>
/// The generalized minimal residual method: solves A x = b for a matrix that is known by its products alone, from x = 0.
/// </summary>
/// <remarks>
/// Arnoldi's basis by modified Gram–Schmidt, Givens rotations for the least-squares problem. Not restarted: the basis is as
/// large as the solve may be long. Y. Saad, M. H. Schultz, SIAM J. Sci. Stat. Comput. 7, 856 (1986).
/// </remarks>
internal sealed class Gmres
{
    private readonly int _size;
    private readonly double[][] _basis; // Arnoldi's vectors, made when first needed
    private readonly double[] _hessenberg; // by columns, triangular after the rotations
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly double[] _rightSide;

    /// <summary>Prepares for systems of a size.</summary>
    /// <param name="length">The length of x and b.</param>
    /// <param name="size">The largest number of products of a solve.</param>
    public Gmres(int length, int size)
    {
        Length = length;
        _size = size;
        _basis = new double[size + 1][];
        _hessenberg = new double[(size + 1) * size];
        _cosines = new double[size];
        _sines = new double[size];
        _rightSide = new double[size + 1];
    }

    /// <summary>The length of x and b.</summary>
    public int Length { get; }

    /// <summary>Solves until |b − A x| ≤ tolerance·|b|, or the products are spent; x is then the best of their span.</summary>
    /// <param name="multiply">Writes A v of its first argument into its second.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="x">Receives the solution.</param>
    /// <param name="tolerance">Relative to |b|.</param>
    /// <returns>The number of products.</returns>
    public int Solve(Action<double[], double[]> multiply, ReadOnlySpan<double> b, Span<double> x, double tolerance)
    {
        x.Clear();
        double norm = Norm(b);
        if (!(norm > 0))
        {
            return 0;
        }

        double[] first = _basis[0] ??= new double[Length];
        for (int i = 0; i < Length; i++)
        {
            first[i] = b[i] / norm;
        }

        Array.Clear(_rightSide);
        _rightSide[0] = norm;
        int columns = 0;
        while (columns < _size)
        {
            double[] next = _basis[columns + 1] ??= new double[Length];
            multiply(_basis[columns], next);
            bool isLast = !Orthogonalize(columns, next);
            Rotate(columns);
            columns++;
            if (isLast || Math.Abs(_rightSide[columns]) <= tolerance * norm)
            {
                break;
            }
        }

        Substitute(columns, x);
        return columns;
    }

    private static double Norm(ReadOnlySpan<double> a)
    {
        double sum = 0;
        foreach (double value in a)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }

    private int At(int row, int column) => (column * (_size + 1)) + row;

    // Returns whether the basis goes on: a vector that is nothing but rounding ends it.
    private bool Orthogonalize(int column, double[] next)
    {
        double before = Norm(next);
        for (int row = 0; row <= column; row++)
        {
            double[] other = _basis[row];
            double product = 0;
            for (int i = 0; i < next.Length; i++)
            {
                product += next[i] * other[i];
            }

            _hessenberg[At(row, column)] = product;
            for (int i = 0; i < next.Length; i++)
            {
                next[i] -= product * other[i];
            }
        }

        double length = Norm(next);
        _hessenberg[At(column + 1, column)] = length;
        if (!(length > 1e-14 * before))
        {
            return false;
        }

        for (int i = 0; i < next.Length; i++)
        {
            next[i] /= length;
        }

        return true;
    }

    private void Rotate(int column)
    {
        for (int row = 0; row < column; row++)
        {
            double upper = _hessenberg[At(row, column)];
            double lower = _hessenberg[At(row + 1, column)];
            _hessenberg[At(row, column)] = (_cosines[row] * upper) + (_sines[row] * lower);
            _hessenberg[At(row + 1, column)] = (_cosines[row] * lower) - (_sines[row] * upper);
        }

        double diagonal = _hessenberg[At(column, column)];
        double below = _hessenberg[At(column + 1, column)];
        double length = Math.Sqrt((diagonal * diagonal) + (below * below));
        (_cosines[column], _sines[column]) = length > 0 ? (diagonal / length, below / length) : (1, 0);
        _hessenberg[At(column, column)] = length;
        _rightSide[column + 1] = -_sines[column] * _rightSide[column];
        _rightSide[column] *= _cosines[column];
    }

    private void Substitute(int columns, Span<double> x)
    {
        for (int row = columns - 1; row >= 0; row--)
        {
            double value = _rightSide[row];
            for (int column = row + 1; column < columns; column++)
            {
                value -= _hessenberg[At(row, column)] * _rightSide[column];
            }

            double diagonal = _hessenberg[At(row, row)];
            _rightSide[row] = diagonal != 0 ? value / diagonal : 0;
            double[] basis = _basis[row];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] += _rightSide[row] * basis[i];
            }
        }
    }
}
