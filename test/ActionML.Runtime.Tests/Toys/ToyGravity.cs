namespace ActionML.Runtime.Tests;

/// <summary>The gravity of bodies with G = 1, for velocity Verlet and energies.</summary>
internal sealed class ToyGravity(ParticleSystem system) : IPotential
{
    public int Evaluations { get; private set; }

    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        Evaluations++;
        forces.Clear();
        double energy = 0;
        int dimension = system.Dimension;
        for (int i = 0; i < system.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int d = 0; d < dimension; d++)
                {
                    double r = positions[(i * dimension) + d] - positions[(j * dimension) + d];
                    square += r * r;
                }

                double g = system.Masses[i] * system.Masses[j] / Math.Sqrt(square);
                energy -= g;
                for (int d = 0; d < dimension; d++)
                {
                    double force = g / square * (positions[(j * dimension) + d] - positions[(i * dimension) + d]);
                    forces[(i * dimension) + d] += force;
                    forces[(j * dimension) + d] -= force;
                }
            }
        }

        return energy;
    }
}
