namespace ActionML.Runtime;

/// <summary>The inverse Cayley transform of a small dense matrix.</summary>
internal static class CayleyTransform
{
    /// <summary>The spectral radius of A = (M − I)(M + I)⁻¹, the solution of M = (I − A)⁻¹(I + A).</summary>
    /// <param name="m">M, [size, size] row-major.</param>
    /// <param name="size">Rows and columns.</param>
    /// <returns>Infinity when M has an eigenvalue −1, a mode at its pole.</returns>
    public static double SpectralRadius(double[] m, int size)
    {
        // A (M + I) = M − I; both sides are polynomials in M, so A = (M + I)⁻¹(M − I) as well: one elimination.
        double[] left = [.. m];
        double[] power = [.. m];
        for (int i = 0; i < size; i++)
        {
            left[(i * size) + i] += 1;
            power[(i * size) + i] -= 1;
        }

        if (!SolveInPlace(left, power, size))
        {
            return double.PositiveInfinity;
        }

        // ρ(A) = lim |Aᵏ|^(1/k) with k = 2ⁿ by squaring; a Jordan block of size b leaves a factor k^((b−1)/k), which
        // n = 20 makes 1 to 1e-4.
        double logarithm = 0;
        for (int n = 0; n <= 20; n++)
        {
            double norm = Math.Sqrt(power.Sum(c => c * c));
            if (norm == 0)
            {
                return 0;
            }

            logarithm += Math.Log(norm) / (1L << n);
            power = Square([.. power.Select(c => c / norm)], size);
        }

        return Math.Exp(logarithm);
    }

    private static double[] Square(double[] a, int size)
    {
        var result = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int k = 0; k < size; k++)
            {
                double factor = a[(i * size) + k];
                for (int j = 0; j < size; j++)
                {
                    result[(i * size) + j] += factor * a[(k * size) + j];
                }
            }
        }

        return result;
    }

    // Gauss–Jordan elimination with partial pivoting: right ← left⁻¹ right.
    private static bool SolveInPlace(double[] left, double[] right, int size)
    {
        for (int column = 0; column < size; column++)
        {
            int pivot = column;
            for (int row = column + 1; row < size; row++)
            {
                pivot = Math.Abs(left[(row * size) + column]) > Math.Abs(left[(pivot * size) + column]) ? row : pivot;
            }

            double diagonal = left[(pivot * size) + column];
            if (diagonal == 0)
            {
                return false;
            }

            for (int k = 0; k < size; k++)
            {
                (left[(pivot * size) + k], left[(column * size) + k]) = (left[(column * size) + k], left[(pivot * size) + k] / diagonal);
                (right[(pivot * size) + k], right[(column * size) + k]) = (right[(column * size) + k], right[(pivot * size) + k] / diagonal);
            }

            for (int row = 0; row < size; row++)
            {
                double factor = left[(row * size) + column];
                if (row == column || factor == 0)
                {
                    continue;
                }

                for (int k = 0; k < size; k++)
                {
                    left[(row * size) + k] -= factor * left[(column * size) + k];
                    right[(row * size) + k] -= factor * right[(column * size) + k];
                }
            }
        }

        return true;
    }
}
