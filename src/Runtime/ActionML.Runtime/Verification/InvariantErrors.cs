namespace ActionML.Runtime;

/// <summary>How far the linear invariants and the angular momentum have moved; relative, dimensionless.</summary>
/// <param name="LinearMomentum">|ΔΣp| relative to √Σ|p|².</param>
/// <param name="CenterOfMass">|Σm(q' − q) − hΣp| relative to √Σm²|q|² + h√Σ|p|².</param>
/// <param name="AngularMomentum">|ΔL| about the center of mass, relative to √Σ|q − Q|²|p|².</param>
/// <remarks>Scales are those of a sum of random terms, so that the errors do not fall with N.</remarks>
public readonly record struct InvariantErrors(double LinearMomentum, double CenterOfMass, double AngularMomentum)
{
    /// <summary>The change of each linear or angular invariant from one state to a later one.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="duration">The time between the two, in model units.</param>
    /// <param name="before">The earlier state.</param>
    /// <param name="after">The later state.</param>
    public static InvariantErrors Between(ParticleSystem system, double duration, PhasePoint before, PhasePoint after)
    {
        int dimension = system.Dimension;
        Span<double> center = stackalloc double[dimension];
        Span<double> momentumChange = stackalloc double[dimension];
        Span<double> flightError = stackalloc double[dimension];
        Span<double> angularBefore = stackalloc double[Observables.AngularMomentumComponents(dimension)];
        Span<double> angularAfter = stackalloc double[angularBefore.Length];
        Observables.CenterOfMass(system, before, center);
        Observables.AngularMomentum(system, before, angularBefore);
        Observables.AngularMomentum(system, after, angularAfter);
        momentumChange.Clear();
        flightError.Clear();
        double momentumScale = 0;
        double positionScale = 0;
        double angularScale = 0;
        for (int i = 0; i < system.Count; i++)
        {
            double mass = system.Masses[i];
            double q = 0;
            double arm = 0;
            double p = 0;
            for (int d = 0; d < dimension; d++)
            {
                int c = (i * dimension) + d;
                momentumChange[d] += after.Momenta[c] - before.Momenta[c];
                flightError[d] += (mass * (after.Positions[c] - before.Positions[c])) - (duration * before.Momenta[c]);
                q += before.Positions[c] * before.Positions[c];
                arm += (before.Positions[c] - center[d]) * (before.Positions[c] - center[d]);
                p += before.Momenta[c] * before.Momenta[c];
            }

            momentumScale += p;
            positionScale += mass * mass * q;
            angularScale += arm * p;
        }

        momentumScale = Math.Sqrt(momentumScale);
        positionScale = Math.Sqrt(positionScale);
        angularScale = Math.Sqrt(angularScale);
        for (int i = 0; i < angularBefore.Length; i++)
        {
            angularAfter[i] -= angularBefore[i];
        }

        return new InvariantErrors(
            Relative(momentumChange, momentumScale),
            Relative(flightError, positionScale + (duration * momentumScale)),
            Relative(angularAfter, angularScale));
    }

    /// <summary>The larger of each of two.</summary>
    public static InvariantErrors Largest(InvariantErrors a, InvariantErrors b) => new(
        Math.Max(a.LinearMomentum, b.LinearMomentum),
        Math.Max(a.CenterOfMass, b.CenterOfMass),
        Math.Max(a.AngularMomentum, b.AngularMomentum));

    private static double Relative(ReadOnlySpan<double> error, double scale)
    {
        double square = 0;
        foreach (double component in error)
        {
            square += component * component;
        }

        return square == 0 ? 0 : Math.Sqrt(square) / scale;
    }
}
