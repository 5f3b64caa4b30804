namespace ActionML.Cli;

/// <summary>Root-mean-square errors of Δq and Δp over all components, and how much of the spread they leave unexplained.</summary>
internal sealed class ErrorSum
{
    private double _positions;
    private double _momenta;
    private double _targetPositions;
    private double _targetMomenta;
    private long _count;

    /// <summary>RMS error of Δq.</summary>
    public double Positions => Math.Sqrt(_positions / Math.Max(_count, 1));

    /// <summary>RMS error of Δp.</summary>
    public double Momenta => Math.Sqrt(_momenta / Math.Max(_count, 1));

    /// <summary>RMS error of Δq over the RMS of Δq itself.</summary>
    public double RelativePositions => Math.Sqrt(_positions / _targetPositions);

    /// <summary>RMS error of Δp over the RMS of Δp itself.</summary>
    public double RelativeMomenta => Math.Sqrt(_momenta / _targetMomenta);

    /// <summary>Pairs added.</summary>
    public int Pairs { get; private set; }

    /// <summary>Pairs whose step did not converge; they are in none of the errors.</summary>
    public int Unconverged { get; set; }

    /// <summary>Adds all pairs of another sum.</summary>
    public void Add(ErrorSum other)
    {
        _positions += other._positions;
        _momenta += other._momenta;
        _targetPositions += other._targetPositions;
        _targetMomenta += other._targetMomenta;
        _count += other._count;
        Pairs += other.Pairs;
        Unconverged += other.Unconverged;
    }

    /// <summary>Adds one pair.</summary>
    public void Add(
        ReadOnlySpan<double> positions, ReadOnlySpan<double> targetPositions, ReadOnlySpan<double> momenta, ReadOnlySpan<double> targetMomenta)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            double q = positions[i] - targetPositions[i];
            double p = momenta[i] - targetMomenta[i];
            _positions += q * q;
            _momenta += p * p;
            _targetPositions += targetPositions[i] * targetPositions[i];
            _targetMomenta += targetMomenta[i] * targetMomenta[i];
        }

        _count += positions.Length;
        Pairs++;
    }
}
