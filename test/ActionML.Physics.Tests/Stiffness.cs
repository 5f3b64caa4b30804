using ActionML.Runtime;

namespace ActionML.Physics.Tests;

/// <summary>How hard the midpoint equation of an action is: the spectral radius of ½J∇²S, with which plain iteration contracts.</summary>
internal static class Stiffness
{
    /// <summary>The spectral radius at a phase point, by differences of evaluations.</summary>
    public static double SpectralRadius(IActionModel model, ParticleSystem system, PhasePoint state)
    {
        // ½J∇²S = ½ ∂Δ/∂x̄.
        const double Displacement = 1e-5;
        int n = system.Coordinates;
        NeighborList list = new AllPairs(system.Count, system.Dimension).Update(state.Positions);
        double[] x = [.. new double[n], .. state.Momenta];
        var derivative = new double[4 * n * n];
        for (int column = 0; column < 2 * n; column++)
        {
            double at = x[column];
            foreach (int sign in new[] { 1, -1 })
            {
                x[column] = at + (sign * Displacement);
                var delta = new double[2 * n];
                model.Evaluate(list, x.AsSpan(0, n), x.AsSpan(n), delta.AsSpan(0, n), delta.AsSpan(n));
                for (int row = 0; row < 2 * n; row++)
                {
                    derivative[(row * 2 * n) + column] += sign * delta[row] / (4 * Displacement);
                }
            }

            x[column] = at;
        }

        return SpectralRadius(derivative, 2 * n);
    }

    /// <summary>Power iteration on all directions at once: |A^(2^k)|^(1/2^k).</summary>
    private static double SpectralRadius(double[] matrix, int size)
    {
        const int Squarings = 10;
        double logarithm = 0;
        double[] power = matrix;
        for (int k = 0; k <= Squarings; k++)
        {
            double norm = Math.Sqrt(power.Sum(value => value * value));
            if (norm == 0)
            {
                return 0;
            }

            logarithm += Math.Log(norm) / (1 << k);
            power = Array.ConvertAll(power, value => value / norm);
            var square = new double[power.Length];
            for (int i = 0; i < size; i++)
            {
                for (int l = 0; l < size; l++)
                {
                    double factor = power[(i * size) + l];
                    for (int j = 0; j < size; j++)
                    {
                        square[(i * size) + j] += factor * power[(l * size) + j];
                    }
                }
            }

            power = square;
        }

        return Math.Exp(logarithm);
    }
}
