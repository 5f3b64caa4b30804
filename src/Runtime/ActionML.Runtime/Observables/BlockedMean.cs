namespace ActionML.Runtime;

/// <summary>
/// The mean of correlated samples and its standard error by blocking, sample by sample and in memory that grows as the
/// logarithm of their number.
/// </summary>
/// <remarks>
/// <para>
/// Level l holds the means of blocks of B = 2^l successive samples. Their standard error σ_l = √(Σ(x − x̄)²/(n(n − 1)))
/// grows with l and is right once blocks are longer than the correlation (H. Flyvbjerg, H. G. Petersen, J. Chem. Phys. 91,
/// 461 (1989)). The level taken is the first with B³ &gt; 2N(σ_l/σ_0)⁴, where the remaining bias is below the
/// statistical error of σ_l (R. M. Lee et al., Phys. Rev. E 83, 066706 (2011), eq. 1 and App. A).
/// </para>
/// <para>
/// Where the samples are too few for that, or leave fewer than sixteen blocks, the largest σ_l of the levels with at least four blocks is given and
/// <see cref="IsResolved"/> is false: the true error may be larger.
/// </para>
/// </remarks>
public sealed class BlockedMean : ICheckpointState
{
    private const int Levels = 48;
    private const int FewestBlocks = 4;
    private const int EnoughBlocks = 16; // for an error known to a fifth

    private readonly long[] _counts = new long[Levels];
    private readonly double[] _means = new double[Levels];
    private readonly double[] _squares = new double[Levels]; // Σ(x − mean)² (Welford)
    private readonly double[] _pending = new double[Levels]; // first half of the next block of the level above
    private long _hasPending; // bit per level

    /// <summary>The number of samples N.</summary>
    public long Samples => _counts[0];

    /// <summary>The mean of the samples; NaN without samples.</summary>
    public double Mean => _counts[0] > 0 ? _means[0] : double.NaN;

    /// <summary>The variance of a single sample, Σ(x − x̄)²/(N − 1); NaN with fewer than two samples.</summary>
    public double Variance => _counts[0] > 1 ? _squares[0] / (_counts[0] - 1) : double.NaN;

    /// <summary>The standard error of <see cref="Mean"/>; NaN with fewer than four samples.</summary>
    public double StandardError => Resolve().Error;

    /// <summary>Whether blocks much longer than the correlation were found, so that the error is reliable.</summary>
    public bool IsResolved => Resolve().IsResolved;

    /// <summary>Mean, standard error and number of samples.</summary>
    public MeanEstimate Estimate => new(Mean, StandardError, Samples);

    /// <summary>Adds the next sample of the series.</summary>
    public void Add(double sample)
    {
        double value = sample;
        for (int level = 0; level < Levels; level++)
        {
            long count = ++_counts[level];
            double before = value - _means[level];
            _means[level] += before / count;
            _squares[level] += before * (value - _means[level]);
            long bit = 1L << level;
            if ((_hasPending & bit) == 0)
            {
                _pending[level] = value;
                _hasPending |= bit;
                return;
            }

            _hasPending &= ~bit;
            value = 0.5 * (_pending[level] + value);
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_hasPending);
        writer.WriteCounts(_counts);
        writer.WriteNumbers(_means);
        writer.WriteNumbers(_squares);
        writer.WriteNumbers(_pending);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _hasPending = reader.ReadInt64();
        reader.ReadCounts(_counts);
        reader.ReadNumbers(_means);
        reader.ReadNumbers(_squares);
        reader.ReadNumbers(_pending);
    }

    private (double Error, bool IsResolved) Resolve()
    {
        if (_counts[0] < FewestBlocks)
        {
            return (double.NaN, false);
        }

        double plain = Error(0);
        double largest = 0;
        for (int level = 0; level < Levels && _counts[level] >= FewestBlocks; level++)
        {
            double error = Error(level);
            largest = Math.Max(largest, error);
            double block = 1L << level;
            double ratio = plain > 0 ? error / plain : 0;
            if (_counts[level] >= EnoughBlocks && block * block * block > 2 * _counts[0] * ratio * ratio * ratio * ratio)
            {
                return (error, true);
            }
        }

        return (largest, false);
    }

    private double Error(int level) => Math.Sqrt(_squares[level] / ((double)_counts[level] * (_counts[level] - 1)));
}
