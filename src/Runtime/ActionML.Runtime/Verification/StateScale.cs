namespace ActionML.Runtime;

/// <summary>
/// Natural units of a state: mass-scaled coordinates Q = √m q/σ_q and P = p/(√m σ_p) are dimensionless and of order 1.
/// </summary>
/// <remarks>
/// The change of variables (q, p) → (Q, P) multiplies the symplectic form by the constant 1/(σ_q σ_p), so a map is
/// symplectic in one exactly when it is in the other, and MᵀJM − J is a plain number for every pair of components.
/// </remarks>
/// <param name="Positions">σ_q, the root mean square of √m (q − center of mass), in length·√mass.</param>
/// <param name="Momenta">σ_p, the root mean square of p/√m, in √energy.</param>
public readonly record struct StateScale(double Positions, double Momenta)
{
    /// <summary>The natural units of a state.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeStep">
    /// Relates the two where one vanishes, for particles all at rest or all in one place: then σ_p = σ_q/h.
    /// </param>
    public static StateScale Of(ParticleSystem system, PhasePoint state, TimeStep timeStep)
    {
        Span<double> center = stackalloc double[system.Dimension];
        Observables.CenterOfMass(system, state, center);
        double positions = 0;
        double momenta = 0;
        for (int i = 0; i < state.Positions.Length; i++)
        {
            double mass = system.Masses[i / system.Dimension];
            double q = state.Positions[i] - center[i % system.Dimension];
            positions += mass * q * q;
            momenta += state.Momenta[i] * state.Momenta[i] / mass;
        }

        positions = Math.Sqrt(positions / system.Coordinates);
        momenta = Math.Sqrt(momenta / system.Coordinates);
        double h = timeStep.Value;
        return (positions > 0, momenta > 0) switch
        {
            (true, true) => new(positions, momenta),
            (true, false) => new(positions, positions / h),
            (false, true) => new(momenta * h, momenta),
            _ => new(1, 1 / h),
        };
    }

    /// <summary>The unit of component <paramref name="index"/> of (q, p), [2·N·D].</summary>
    internal double Unit(ParticleSystem system, int index)
    {
        int n = system.Coordinates;
        double rootMass = Math.Sqrt(system.Masses[index % n / system.Dimension]);
        return index < n ? Positions / rootMass : Momenta * rootMass;
    }
}
