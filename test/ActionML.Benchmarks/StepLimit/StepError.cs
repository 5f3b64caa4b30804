using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>How far a step is from the exact one, in units of the residual scale s.</summary>
/// <param name="Momenta">Root mean square of δp/√m per component, over s.</param>
/// <param name="Positions">The same of √m δq/h.</param>
/// <param name="Atom">The atom with the largest |δp|/√m.</param>
/// <param name="AtomError">That, per component, over s.</param>
internal sealed record StepError(double Momenta, double Positions, int Atom, double AtomError)
{
    /// <summary>Compares two ends of a step.</summary>
    public static StepError Between(PhasePoint made, PhasePoint exact, ParticleSystem system, double step, double scale)
    {
        double momenta = 0;
        double positions = 0;
        (int atom, double largest) = (0, -1);
        for (int i = 0; i < system.Count; i++)
        {
            double mass = system.Masses[i];
            double square = 0;
            for (int d = 0; d < 3; d++)
            {
                double p = made.Momenta[(3 * i) + d] - exact.Momenta[(3 * i) + d];
                double q = made.Positions[(3 * i) + d] - exact.Positions[(3 * i) + d];
                square += p * p / mass;
                positions += mass * q * q / (step * step);
            }

            momenta += square;
            (atom, largest) = square > largest ? (i, square) : (atom, largest);
        }

        return new StepError(
            Math.Sqrt(momenta / system.Coordinates) / scale, Math.Sqrt(positions / system.Coordinates) / scale, atom, Math.Sqrt(largest / 3) / scale);
    }
}
