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
    private readonly int _depth;
    private readonly double _mixing;
    private readonly double[] _previousIterate;
    private readonly double[] _previousResidual;
    private readonly double[][] _iterateColumns;
    private readonly double[][] _residualColumns;
    private readonly AndersonCoefficients _coefficients;
    private readonly double[] _products; // of the newest residual column, or of the residual, with all columns
    private bool _hasPrevious;
    private int _columns;
    private int _newest = -1;

    public AndersonMixer(int length, int depth, double mixing, double regularization)
    {
        _depth = depth;
        _mixing = mixing;
        _previousIterate = new double[length];
        _previousResidual = new double[length];
        _iterateColumns = new double[depth][];
        _residualColumns = new double[depth][];
        for (int c = 0; c < depth; c++)
        {
            _iterateColumns[c] = new double[length];
            _residualColumns[c] = new double[length];
        }

        _products = new double[depth];
        _coefficients = new AndersonCoefficients(depth, regularization);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _coefficients.Clear();
        _columns = 0;
        _newest = -1;
        _hasPrevious = false;
    }

    /// <summary>Replaces an iterate by the next one.</summary>
    /// <param name="iterate">y on entry, y⁺ on return.</param>
    /// <param name="residual">f = g(y) − y.</param>
    public void Mix(Span<double> iterate, ReadOnlySpan<double> residual)
    {
        ReadOnlySpan<double> coefficients = default;
        if (_depth > 0)
        {
            AddColumn(iterate, residual);
            coefficients = _coefficients.Solve(Products(residual));
        }

        for (int i = 0; i < iterate.Length; i++)
        {
            iterate[i] += _mixing * residual[i];
        }

        for (int age = 0; age < coefficients.Length; age++)
        {
            double coefficient = coefficients[age];
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

            _columns = Math.Min(_columns + 1, _depth);
            _coefficients.Add(Products(df));
        }

        iterate.CopyTo(_previousIterate);
        residual.CopyTo(_previousResidual);
        _hasPrevious = true;
    }

    // With the columns of residuals, newest first.
    private ReadOnlySpan<double> Products(ReadOnlySpan<double> vector)
    {
        for (int age = 0; age < _columns; age++)
        {
            _products[age] = Dot(_residualColumns[Slot(age)], vector);
        }

        return _products.AsSpan(0, _columns);
    }
}
