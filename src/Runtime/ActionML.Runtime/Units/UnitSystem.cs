namespace ActionML.Runtime;

/// <summary>The system of units in which the numbers of a model, a trajectory or a simulation are given.</summary>
public enum UnitSystem
{
    /// <summary>No units: toy systems such as gravitating bodies with G = 1.</summary>
    Dimensionless,

    /// <summary>
    /// Å, eV and u; hence momenta in √(eV·u) and time in Å·√(u/eV) = 10.1805 fs, the convention of ASE.
    /// Femtoseconds and kelvin appear only at the edge, through <see cref="TimeStep"/> and the like.
    /// </summary>
    Atomistic,
}
