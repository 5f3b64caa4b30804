namespace ActionML.Runtime;

/// <summary>What does not change while a system moves: its dimension, units, and the kind and mass of each particle.</summary>
public sealed class ParticleSystem
{
    private readonly string[] _kinds;
    private readonly double[] _masses;

    /// <summary>Creates a system of N = <paramref name="kinds"/>.Count particles.</summary>
    /// <param name="dimension">Spatial dimension D, 2 or 3.</param>
    /// <param name="units">The units of masses, positions and momenta.</param>
    /// <param name="kinds">The kind of each particle, [N]: a chemical symbol, or a name such as <c>Body</c>.</param>
    /// <param name="masses">The mass of each particle, [N], positive, in u or dimensionless.</param>
    /// <exception cref="DataException">The lengths differ, a mass is not positive, or the dimension is not 2 or 3.</exception>
    public ParticleSystem(int dimension, UnitSystem units, IReadOnlyList<string> kinds, ReadOnlySpan<double> masses)
    {
        if (dimension is not (2 or 3))
        {
            throw new DataException($"The dimension is {dimension}; a particle system has 2 or 3 dimensions.");
        }

        if (kinds.Count == 0 || kinds.Count != masses.Length)
        {
            throw new DataException(
                $"Found {kinds.Count} kinds and {masses.Length} masses; each particle needs one of both, and there must be at least one particle.");
        }

        for (int i = 0; i < masses.Length; i++)
        {
            if (!double.IsFinite(masses[i]) || masses[i] <= 0)
            {
                throw new DataException($"The mass of particle {i + 1} is {masses[i]}; masses must be positive and finite.");
            }
        }

        Dimension = dimension;
        Units = units;
        _kinds = [.. kinds];
        _masses = masses.ToArray();
        TotalMass = _masses.Sum();
    }

    /// <summary>The number of particles N.</summary>
    public int Count => _masses.Length;

    /// <summary>The spatial dimension D: 2 or 3.</summary>
    public int Dimension { get; }

    /// <summary>N·D, the number of position components.</summary>
    public int Coordinates => Count * Dimension;

    /// <summary>The units of every number of this system.</summary>
    public UnitSystem Units { get; }

    /// <summary>The kind of each particle, [N].</summary>
    public IReadOnlyList<string> Kinds => _kinds;

    /// <summary>The mass of each particle, [N].</summary>
    public ReadOnlySpan<double> Masses => _masses;

    /// <summary>The sum of all masses.</summary>
    public double TotalMass { get; }
}
