using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>How violent a pair is, in units of the median over the training pairs.</summary>
internal sealed class PairScores
{
    private readonly FrameStore _frames;
    private readonly double _step;
    private readonly double _kick;
    private readonly double _slip;

    /// <summary>Finds the medians of the training pairs.</summary>
    public PairScores(FrameStore frames, TimeStep step, List<FramePair> training)
    {
        _frames = frames;
        _step = step.Value;
        var kicks = new double[training.Count];
        var slips = new double[training.Count];
        for (int i = 0; i < training.Count; i++)
        {
            (kicks[i], slips[i]) = Sizes(training[i]);
        }

        _kick = Median(kicks);
        _slip = Median(slips);
    }

    /// <summary>max(A/median(A), B/median(B)); see <see cref="PairSamplerOptions.OutlierFraction"/>.</summary>
    public double Score(FramePair pair)
    {
        (double kick, double slip) = Sizes(pair);
        return Math.Max(Ratio(kick, _kick), Ratio(slip, _slip));
    }

    /// <summary>The pairs that are no outliers, in the same order, and the smallest score of an outlier.</summary>
    public (List<FramePair> Kept, double Threshold) WithoutOutliers(List<FramePair> pairs, PairSamplerOptions options)
    {
        double[] scores = [.. pairs.Select(Score)];
        int most = (int)(options.OutlierFraction * pairs.Count);
        double[] sorted = [.. scores];
        Array.Sort(sorted);
        double[] outliers = [.. sorted[(sorted.Length - most)..].Where(score => score > options.OutlierScore)];
        if (outliers.Length == 0)
        {
            return (pairs, double.PositiveInfinity);
        }

        // Pairs that tie with the smallest outlier go with it, so that the choice does not depend on the order.
        double threshold = outliers[0];
        return ([.. pairs.Where((_, i) => scores[i] < threshold)], threshold);
    }

    private static double Ratio(double size, double median) =>
        median > 0 ? size / median : size > 0 ? double.PositiveInfinity : 0;

    private static double Median(double[] values)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        Array.Sort(values);
        return values[values.Length / 2];
    }

    private (double Kick, double Slip) Sizes(FramePair pair)
    {
        Frame first = _frames[pair.Start];
        PhasePoint start = first.State;
        PhasePoint end = _frames[pair.End].State;
        ReadOnlySpan<double> masses = first.System.Masses;
        int dimension = start.Dimension;
        double kick = 0;
        double slip = 0;
        for (int i = 0; i < masses.Length; i++)
        {
            double momenta = 0;
            double reduced = 0;
            for (int d = 0; d < dimension; d++)
            {
                int c = (i * dimension) + d;
                double deltaMomentum = end.Momenta[c] - start.Momenta[c];
                double flight = _step * 0.5 * (end.Momenta[c] + start.Momenta[c]) / masses[i];
                double rho = end.Positions[c] - start.Positions[c] - flight;
                momenta += deltaMomentum * deltaMomentum;
                reduced += rho * rho;
            }

            kick = Math.Max(kick, momenta / masses[i]);
            slip = Math.Max(slip, reduced * masses[i]);
        }

        return (Math.Sqrt(kick), Math.Sqrt(slip) / _step);
    }
}
