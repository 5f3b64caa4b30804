namespace ActionML.Runtime;

/// <summary>
/// Anderson mixing (type II) for a fixed point y = g(y), in the Euclidean inner product of y: the caller scales its
/// unknowns so that this is the product it means.
/// </summary>
/// <remarks>
/// <para>With f = g(y) − y, and ΔY, ΔF the differences of the last iterates and residuals:</para>
/// <para>γ = argmin |f − ΔF γ|², y⁺ = y + β f − (ΔY + β ΔF) γ.</para>
/// <para>
/// The columns of ΔF are scaled to unit length before the Gram matrix is formed. They shrink by orders of magnitude
/// within a solve, and a regularization relative to the largest would otherwise switch off the newest column, which
/// carries the most. After the scaling every diagonal entry is 1, the largest too.
/// </para>
/// <para>D. G. Anderson, J. ACM 12, 547 (1965); H. F. Walker, P. Ni, SIAM J. Numer. Anal. 49, 1715 (2011).</para>
/// </remarks>
internal sealed class AndersonMixer
{
    // Below this, relative to a unit diagonal, a pivot is rounding: its column repeats newer ones and is left out.
    internal const double SmallestPivot = 1e-14;

    private readonly int _depth;
    private readonly double _mixing;
    private readonly double _regularization;
    private readonly double[] _previousIterate;
    private readonly double[] _previousResidual;
    private readonly double[][] _iterateColumns;
    private readonly double[][] _residualColumns;
    private readonly double[] _products;
    private readonly double[] _factor;
    private readonly double[] _coefficients;
    private bool _hasPrevious;
    private int _columns;
    private int _newest = -1;

    public AndersonMixer(int length, int depth, double mixing, double regularization)
    {
        _depth = depth;
        _mixing = mixing;
        _regularization = regularization;
        _previousIterate = new double[length];
        _previousResidual = new double[length];
        _iterateColumns = new double[depth][];
        _residualColumns = new double[depth][];
        for (int c = 0; c < depth; c++)
        {
            _iterateColumns[c] = new double[length];
            _residualColumns[c] = new double[length];
        }

        _products = new double[depth * depth];
        _factor = new double[depth * depth];
        _coefficients = new double[depth];
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _columns = 0;
        _newest = -1;
        _hasPrevious = false;
    }

    /// <summary>Replaces an iterate by the next one.</summary>
    /// <param name="iterate">y on entry, y⁺ on return.</param>
    /// <param name="residual">f = g(y) − y.</param>
    public void Mix(Span<double> iterate, ReadOnlySpan<double> residual)
    {
        if (_depth > 0)
        {
            AddColumn(iterate, residual);
            SolveLeastSquares(residual);
        }

        for (int i = 0; i < iterate.Length; i++)
        {
            iterate[i] += _mixing * residual[i];
        }

        for (int age = 0; age < _columns; age++)
        {
            double coefficient = _coefficients[age];
            if (coefficient == 0)
            {
                continue;
            }

            int slot = Slot(age);
            double[] dy = _iterateColumns[slot];
            double[] df = _residualColumns[slot];
            for (int i = 0; i < iterate.Length; i++)
            {
                iterate[i] -= coefficient * (dy[i] + (_mixing * df[i]));
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    // The ring slot of the column that was added this many columns before the newest.
    private int Slot(int age) => (_newest - age + _depth) % _depth;

    private void AddColumn(ReadOnlySpan<double> iterate, ReadOnlySpan<double> residual)
    {
        if (_hasPrevious)
        {
            _newest = (_newest + 1) % _depth;
            _columns = Math.Min(_columns + 1, _depth);
            double[] dy = _iterateColumns[_newest];
            double[] df = _residualColumns[_newest];
            double length = 0;
            for (int i = 0; i < dy.Length; i++)
            {
                dy[i] = iterate[i] - _previousIterate[i];
                df[i] = residual[i] - _previousResidual[i];
                length += df[i] * df[i];
            }

            // Both columns are divided by |ΔF|: the pair keeps its meaning, and the Gram matrix a unit diagonal.
            double scale = length > 0 ? 1 / Math.Sqrt(length) : 0;
            for (int i = 0; i < dy.Length; i++)
            {
                dy[i] *= scale;
                df[i] *= scale;
            }

            UpdateProducts();
        }

        iterate.CopyTo(_previousIterate);
        residual.CopyTo(_previousResidual);
        _hasPrevious = true;
    }

    private void UpdateProducts()
    {
        for (int age = 0; age < _columns; age++)
        {
            int slot = Slot(age);
            double product = Dot(_residualColumns[_newest], _residualColumns[slot]);
            _products[(_newest * _depth) + slot] = product;
            _products[(slot * _depth) + _newest] = product;
        }
    }

    // Cholesky factor of the regularized Gram matrix, newest column first, so that where columns repeat each other
    // it is the older one that is left out.
    private void SolveLeastSquares(ReadOnlySpan<double> residual)
    {
        for (int row = 0; row < _columns; row++)
        {
            int rowSlot = Slot(row);
            for (int column = 0; column <= row; column++)
            {
                double sum = _products[(rowSlot * _depth) + Slot(column)];
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

            double value = Dot(_residualColumns[rowSlot], residual);
            for (int k = 0; k < row; k++)
            {
                value -= _factor[(row * _depth) + k] * _coefficients[k];
            }

            double diagonal = _factor[(row * _depth) + row];
            _coefficients[row] = diagonal > 0 ? value / diagonal : 0;
        }

        for (int row = _columns - 1; row >= 0; row--)
        {
            double value = _coefficients[row];
            for (int k = row + 1; k < _columns; k++)
            {
                value -= _factor[(k * _depth) + row] * _coefficients[k];
            }

            double diagonal = _factor[(row * _depth) + row];
            _coefficients[row] = diagonal > 0 ? value / diagonal : 0;
        }
    }
}
