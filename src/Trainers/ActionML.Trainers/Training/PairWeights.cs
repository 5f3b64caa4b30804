using ActionML.Runtime;

namespace ActionML.Trainers;

/// <summary>
/// Weights of pairs in the loss, 1/(1 + (a/a₀)²) with a = maxᵢ |Δpᵢ|/√mᵢ and a₀ a multiple of its median. Changes of
/// momentum of three bodies spread over two decades; without weights the few close encounters are all that a squared
/// error sees, with them a violent pair counts by its relative error and a quiet one by its absolute error.
/// </summary>
internal sealed class PairWeights
{
    private readonly double _scale;

    /// <param name="pairs">Training pairs, from which the median is taken.</param>
    /// <param name="threshold">a₀ in medians; infinite for equal weights.</param>
    public PairWeights(PairSet pairs, double threshold)
    {
        double[] changes = [.. pairs.Training.Select(pair => LargestChange(pairs.Frames[pair.Start], pairs.Frames[pair.End]))];
        Array.Sort(changes);
        _scale = threshold * changes[changes.Length / 2];
    }

    public double Of(Frame start, Frame end)
    {
        double relative = LargestChange(start, end) / _scale;
        return 1 / (1 + (relative * relative));
    }

    private static double LargestChange(Frame start, Frame end)
    {
        ReadOnlySpan<double> masses = start.System.Masses;
        int d = start.System.Dimension;
        double largest = 0;
        for (int i = 0; i < masses.Length; i++)
        {
            double square = 0;
            for (int c = i * d; c < (i + 1) * d; c++)
            {
                double change = end.State.Momenta[c] - start.State.Momenta[c];
                square += change * change;
            }

            largest = Math.Max(largest, square / masses[i]);
        }

        return Math.Sqrt(largest);
    }
}
