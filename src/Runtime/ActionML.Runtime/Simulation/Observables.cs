namespace ActionML.Runtime;

/// <summary>Quantities of a state. All of an isolated system; positions are unwrapped.</summary>
public static class Observables
{
    /// <summary>The kinetic energy Σ|pᵢ|²/(2mᵢ).</summary>
    public static double KineticEnergy(ParticleSystem system, PhasePoint state)
    {
        double sum = 0;
        for (int i = 0; i < state.Momenta.Length; i++)
        {
            sum += state.Momenta[i] * state.Momenta[i] / system.Masses[i / system.Dimension];
        }

        return 0.5 * sum;
    }

    /// <summary>Writes the total momentum Σpᵢ, [D].</summary>
    public static void LinearMomentum(ParticleSystem system, PhasePoint state, Span<double> momentum)
    {
        momentum.Clear();
        for (int i = 0; i < state.Momenta.Length; i++)
        {
            momentum[i % system.Dimension] += state.Momenta[i];
        }
    }

    /// <summary>Writes the center of mass Σmᵢqᵢ/Σmᵢ, [D].</summary>
    public static void CenterOfMass(ParticleSystem system, PhasePoint state, Span<double> center)
    {
        center.Clear();
        for (int i = 0; i < state.Positions.Length; i++)
        {
            center[i % system.Dimension] += system.Masses[i / system.Dimension] * state.Positions[i];
        }

        for (int d = 0; d < system.Dimension; d++)
        {
            center[d] /= system.TotalMass;
        }
    }

    /// <summary>The number of components of the angular momentum: 1 in two dimensions, 3 in three.</summary>
    public static int AngularMomentumComponents(int dimension) => dimension == 2 ? 1 : 3;

    /// <summary>
    /// Writes the angular momentum about the center of mass, Σ(qᵢ − Q) × pᵢ: [1], out of the plane, in two
    /// dimensions; [3] in three.
    /// </summary>
    public static void AngularMomentum(ParticleSystem system, PhasePoint state, Span<double> angularMomentum)
    {
        Span<double> center = stackalloc double[system.Dimension];
        CenterOfMass(system, state, center);
        angularMomentum.Clear();
        double[] q = state.Positions;
        double[] p = state.Momenta;
        for (int i = 0; i < q.Length; i += system.Dimension)
        {
            double x = q[i] - center[0];
            double y = q[i + 1] - center[1];
            if (system.Dimension == 2)
            {
                angularMomentum[0] += (x * p[i + 1]) - (y * p[i]);
                continue;
            }

            double z = q[i + 2] - center[2];
            angularMomentum[0] += (y * p[i + 2]) - (z * p[i + 1]);
            angularMomentum[1] += (z * p[i]) - (x * p[i + 2]);
            angularMomentum[2] += (x * p[i + 1]) - (y * p[i]);
        }
    }

    /// <summary>The smallest and the largest distance between two particles, over all pairs; (∞, 0) for one particle.</summary>
    public static (double Smallest, double Largest) PairDistances(PhasePoint state)
    {
        double smallest = double.PositiveInfinity;
        double largest = 0;
        for (int i = 0; i < state.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int d = 0; d < state.Dimension; d++)
                {
                    double difference = state.Positions[(i * state.Dimension) + d] - state.Positions[(j * state.Dimension) + d];
                    square += difference * difference;
                }

                smallest = Math.Min(smallest, square);
                largest = Math.Max(largest, square);
            }
        }

        return (Math.Sqrt(smallest), Math.Sqrt(largest));
    }

    /// <summary>Whether every position and momentum is a finite number.</summary>
    public static bool IsFinite(PhasePoint state)
    {
        // A sum is not finite as soon as one term is not; an overflow of finite terms is no state to go on from either.
        double sum = 0;
        for (int i = 0; i < state.Positions.Length; i++)
        {
            sum += Math.Abs(state.Positions[i]) + Math.Abs(state.Momenta[i]);
        }

        return double.IsFinite(sum);
    }
}
