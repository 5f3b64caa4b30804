using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>Rotations of whole states, uniform over SO(2) or SO(3).</summary>
public static class RandomRotation
{
    /// <summary>Rotates positions and momenta about the origin by one random rotation, in place.</summary>
    public static void Apply(Random random, PhasePoint state)
    {
        double[] matrix = state.Dimension == 2 ? Plane(random) : Space(random);
        Rotate(matrix, state.Dimension, state.Positions);
        Rotate(matrix, state.Dimension, state.Momenta);
    }

    /// <summary>A draw from N(0, 1), by the polar method of Marsaglia and Bray.</summary>
    public static double NextGaussian(Random random)
    {
        while (true)
        {
            double x = (2 * random.NextDouble()) - 1;
            double y = (2 * random.NextDouble()) - 1;
            double s = (x * x) + (y * y);
            if (s is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    private static double[] Plane(Random random)
    {
        (double sin, double cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
        return [cos, -sin, sin, cos];
    }

    private static double[] Space(Random random)
    {
        // A normalized Gaussian quaternion is uniform on the sphere S³, hence the rotation uniform on SO(3).
        Span<double> u = stackalloc double[4];
        double norm = 0;
        foreach (ref double component in u)
        {
            component = NextGaussian(random);
            norm += component * component;
        }

        double scale = 1 / Math.Sqrt(norm);
        (double w, double x, double y, double z) = (u[0] * scale, u[1] * scale, u[2] * scale, u[3] * scale);
        return
        [
            1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (z * w)), 2 * ((x * z) + (y * w)),
            2 * ((x * y) + (z * w)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (x * w)),
            2 * ((x * z) - (y * w)), 2 * ((y * z) + (x * w)), 1 - (2 * ((x * x) + (y * y))),
        ];
    }

    private static void Rotate(double[] matrix, int dimension, double[] vectors)
    {
        Span<double> rotated = stackalloc double[dimension];
        for (int at = 0; at < vectors.Length; at += dimension)
        {
            rotated.Clear();
            for (int row = 0; row < dimension; row++)
            {
                for (int column = 0; column < dimension; column++)
                {
                    rotated[row] += matrix[(row * dimension) + column] * vectors[at + column];
                }
            }

            rotated.CopyTo(vectors.AsSpan(at, dimension));
        }
    }
}
