namespace ActionML.Runtime;

/// <summary>The smallest distance between two particles, per frame. Isolated systems only.</summary>
/// <param name="Smallest">Smallest over all frames, in model units.</param>
/// <param name="Percentile1">1 % of the frames have a closer pair.</param>
/// <param name="Median">Half of the frames have a closer pair.</param>
public sealed record CloseEncounters(double Smallest, double Percentile1, double Median)
{
    // All pairs of a frame: beyond this number of particles one pass over the data would no longer be cheap.
    private const int MostParticles = 64;

    internal static double? SmallestDistance(Frame frame)
    {
        ParticleSystem system = frame.System;
        if (frame.Cell is not null || system.Count is < 2 or > MostParticles)
        {
            return null;
        }

        double smallest = double.PositiveInfinity;
        double[] q = frame.State.Positions;
        for (int i = 0; i < system.Count; i++)
        {
            for (int j = i + 1; j < system.Count; j++)
            {
                double square = 0;
                for (int d = 0; d < system.Dimension; d++)
                {
                    double difference = q[(i * system.Dimension) + d] - q[(j * system.Dimension) + d];
                    square += difference * difference;
                }

                smallest = Math.Min(smallest, square);
            }
        }

        return Math.Sqrt(smallest);
    }

    internal static CloseEncounters? From(List<double> distances)
    {
        if (distances.Count == 0)
        {
            return null;
        }

        distances.Sort();
        return new CloseEncounters(distances[0], distances[(int)(0.01 * (distances.Count - 1))], distances[distances.Count / 2]);
    }
}
