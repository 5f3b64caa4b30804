namespace ActionML.Runtime.Tests;

/// <summary>No forces: an ideal gas.</summary>
internal sealed class NoForces : IPotential
{
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        forces.Clear();
        return 0;
    }
}

/// <summary>Each coordinate in its own well, ½kq².</summary>
internal sealed class Wells(double stiffness) : IPotential
{
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        double energy = 0;
        for (int i = 0; i < positions.Length; i++)
        {
            forces[i] = -stiffness * positions[i];
            energy += 0.5 * stiffness * positions[i] * positions[i];
        }

        return energy;
    }
}

/// <summary>A ring of anharmonic bonds, ½d² + ¼d⁴: chaotic, so that all particles exchange energy.</summary>
internal sealed class AnharmonicRing(int dimension) : IPotential
{
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        forces.Clear();
        double energy = 0;
        int n = positions.Length;
        for (int i = 0; i < n; i += dimension)
        {
            int j = (i + dimension) % n;
            double square = 0;
            for (int d = 0; d < dimension; d++)
            {
                square += (positions[j + d] - positions[i + d]) * (positions[j + d] - positions[i + d]);
            }

            energy += (0.5 * square) + (0.25 * square * square);
            for (int d = 0; d < dimension; d++)
            {
                double force = (1 + square) * (positions[j + d] - positions[i + d]);
                forces[i + d] += force;
                forces[j + d] -= force;
            }
        }

        return energy;
    }
}

/// <summary>Moves the state and then refuses the step, or leaves it as it was.</summary>
internal sealed class Refusing(ParticleSystem system, TimeStep step) : IStepper
{
    public StepperTraits Traits { get; } = new()
    {
        Name = "refusing",
        IsSymplectic = true,
        IsTimeReversible = true,
        ConservesLinearMomentum = true,
        ConservesCenterOfMass = true,
        ConservesAngularMomentum = true,
    };

    public ParticleSystem System => system;

    public TimeStep TimeStep => step;

    public StepReport Step(PhasePoint state) => throw new ConvergenceException("refused");

    public StepReport TryStep(PhasePoint state) => new(StepOutcome.Rejected, 3, Reason: "refused");

    public void ResetHistory()
    {
    }
}
