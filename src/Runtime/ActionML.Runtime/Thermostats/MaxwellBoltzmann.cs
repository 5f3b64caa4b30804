namespace ActionML.Runtime;

/// <summary>Initial momenta of a temperature.</summary>
public static class MaxwellBoltzmann
{
    /// <summary>
    /// Draws momenta of the canonical distribution whose sum is zero: pᵢ = √(mᵢ·k_B·T)·ξᵢ − (mᵢ/M)·Σⱼ√(mⱼ·k_B·T)·ξⱼ with
    /// ξ standard normal. Their covariance in each direction is k_B·T·(mᵢδᵢⱼ − mᵢmⱼ/M).
    /// </summary>
    /// <remarks>
    /// The kinetic energy is N·D − D degrees of freedom at k_B·T/2 in the mean and spreads as it should; it is not scaled
    /// to that mean. In a state at rest at a minimum of the potential half of it becomes potential energy.
    /// </remarks>
    /// <param name="system">Kinds and masses mᵢ; M is their sum.</param>
    /// <param name="temperature">The temperature T.</param>
    /// <param name="random">Supplies ξ. That of the simulation, if noise is to follow that does not repeat these numbers.</param>
    /// <param name="momenta">Receives the momenta, [N, D].</param>
    /// <exception cref="UsageException">The temperature is in other units than the system.</exception>
    /// <exception cref="ArgumentException">There are not N·D numbers.</exception>
    public static void Draw(ParticleSystem system, Temperature temperature, DeterministicRandom random, Span<double> momenta)
    {
        if (temperature.Units != system.Units)
        {
            throw new UsageException(
                $"The temperature of {temperature} is given in {temperature.Units} units, the system in {system.Units} units. Give both in the same units.");
        }

        if (momenta.Length != system.Coordinates)
        {
            throw new ArgumentException(
                $"Found room for {momenta.Length} momentum components; {system.Count} particles in {system.Dimension} dimensions have {system.Coordinates}.", nameof(momenta));
        }

        int dimension = system.Dimension;
        Span<double> sum = stackalloc double[dimension];
        sum.Clear();
        for (int i = 0; i < momenta.Length; i++)
        {
            momenta[i] = Math.Sqrt(system.Masses[i / dimension] * temperature.Value) * random.NextGaussian();
            sum[i % dimension] += momenta[i];
        }

        for (int i = 0; i < momenta.Length; i++)
        {
            momenta[i] -= system.Masses[i / dimension] / system.TotalMass * sum[i % dimension];
        }
    }
}
