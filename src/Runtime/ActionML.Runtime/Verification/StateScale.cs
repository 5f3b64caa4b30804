namespace ActionML.Runtime;

/// <summary>
/// Natural units of a step from a state: Q = √m q/σ_q and P = p/(√m σ_p) are dimensionless, with σ_p the momenta of the state
/// and σ_q = hσ_p the way that they go in a step.
/// </summary>
/// <remarks>
/// The change of variables (q, p) → (Q, P) multiplies the symplectic form by the constant 1/(σ_q σ_p), so a map is
/// symplectic in one exactly when it is in the other, and MᵀJM − J is a plain number for every pair of components. Of those
/// numbers the ratio σ_q/σ_p decides; with h it is that of the corrector's residual, and they compare with its tolerance. The
/// extent of the system would not do: of a box of 19 Å it is 120 times hσ_p, and grows with the box.
/// </remarks>
/// <param name="Positions">σ_q, in length·√mass.</param>
/// <param name="Momenta">σ_p, the root mean square of p/√m, in √energy.</param>
public readonly record struct StateScale(double Positions, double Momenta)
{
    /// <summary>The natural units of a state. Of particles all at rest, σ_q is the root mean square of √m (q − center of mass).</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="state">The state.</param>
    /// <param name="timeStep">The step h.</param>
    public static StateScale Of(ParticleSystem system, PhasePoint state, TimeStep timeStep)
    {
        double h = timeStep.Value;
        double momenta = 0;
        for (int i = 0; i < state.Momenta.Length; i++)
        {
            momenta += state.Momenta[i] * state.Momenta[i] / system.Masses[i / system.Dimension];
        }

        if (momenta > 0)
        {
            momenta = Math.Sqrt(momenta / system.Coordinates);
            return new(h * momenta, momenta);
        }

        Span<double> center = stackalloc double[system.Dimension];
        Observables.CenterOfMass(system, state, center);
        double positions = 0;
        for (int i = 0; i < state.Positions.Length; i++)
        {
            double q = state.Positions[i] - center[i % system.Dimension];
            positions += system.Masses[i / system.Dimension] * q * q;
        }

        positions = positions > 0 ? Math.Sqrt(positions / system.Coordinates) : 1;
        return new(positions, positions / h);
    }

    /// <summary>The unit of component <paramref name="index"/> of (q, p), [2·N·D].</summary>
    internal double Unit(ParticleSystem system, int index)
    {
        int n = system.Coordinates;
        double rootMass = Math.Sqrt(system.Masses[index % n / system.Dimension]);
        return index < n ? Positions / rootMass : Momenta * rootMass;
    }
}
