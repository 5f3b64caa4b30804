namespace ActionML.Runtime;

/// <summary>Positions that were wrapped into a periodic cell, taken back to their paths.</summary>
internal static class Unwrapping
{
    // Beyond this share of a cell vector the nearest image may be the wrong one: a particle that moves 0.4 between two
    // frames soon moves more than 0.5, and that would go unnoticed.
    private const double LargestStep = 0.4;

    /// <summary>Takes positions to the images nearest to the previous frame.</summary>
    /// <param name="cell">The cell of this frame.</param>
    /// <param name="previous">Unwrapped positions of the frame before, [N, D].</param>
    /// <param name="positions">Positions to unwrap in place, [N, D].</param>
    /// <param name="dimension">D.</param>
    /// <param name="allowed">Whether positions may be changed.</param>
    /// <returns>
    /// The first particle that cannot be placed, from 0: not allowed and nearer to another image, or allowed and moved
    /// so far that the nearest image may be the wrong one; −1 when there is none.
    /// </returns>
    public static int Unwrap(double[] cell, double[] previous, double[] positions, int dimension, bool allowed)
    {
        ReadOnlySpan<double> inverse = new Cell(cell).Inverse;
        Span<double> shift = stackalloc double[3];
        for (int i = 0; i < positions.Length / dimension; i++)
        {
            shift.Clear();
            bool wrapped = false;
            bool far = false;
            for (int c = 0; c < 3; c++)
            {
                double fraction = 0;
                for (int d = 0; d < dimension; d++)
                {
                    fraction += (positions[(i * dimension) + d] - previous[(i * dimension) + d]) * inverse[(3 * d) + c];
                }

                double images = Math.Round(fraction);
                wrapped |= images != 0;
                far |= Math.Abs(fraction - images) > LargestStep;
                for (int d = 0; d < dimension; d++)
                {
                    shift[d] += images * cell[(3 * c) + d];
                }
            }

            if (allowed ? far : wrapped)
            {
                return i;
            }

            for (int d = 0; d < dimension; d++)
            {
                positions[(i * dimension) + d] -= shift[d];
            }
        }

        return -1;
    }
}
