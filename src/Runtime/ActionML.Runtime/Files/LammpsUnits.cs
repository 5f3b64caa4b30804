namespace ActionML.Runtime;

/// <summary>The <c>units</c> of a LAMMPS run, as far as they are read and written.</summary>
public enum LammpsUnits
{
    /// <summary>Å, ps, u: velocities in Å/ps. Atomistic.</summary>
    Metal,

    /// <summary>Å, fs, u: velocities in Å/fs. Atomistic.</summary>
    Real,

    /// <summary>Reduced units: dimensionless.</summary>
    Lj,
}
