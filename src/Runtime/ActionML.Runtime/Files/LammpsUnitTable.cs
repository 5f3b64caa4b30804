namespace ActionML.Runtime;

/// <summary>What the units of LAMMPS are in model units.</summary>
internal static class LammpsUnitTable
{
    /// <summary>The system of units that they belong to.</summary>
    public static UnitSystem System(this LammpsUnits units) =>
        units == LammpsUnits.Lj ? UnitSystem.Dimensionless : UnitSystem.Atomistic;

    /// <summary>The word that LAMMPS uses.</summary>
    public static string Word(this LammpsUnits units) => units switch
    {
        LammpsUnits.Metal => "metal",
        LammpsUnits.Real => "real",
        _ => "lj",
    };

    /// <summary>How many units of time of LAMMPS are one of the model; also what velocities are multiplied with.</summary>
    public static double PerModelTime(this LammpsUnits units) => units switch
    {
        LammpsUnits.Metal => TimeStep.FemtosecondsPerAtomisticUnit / 1000,
        LammpsUnits.Real => TimeStep.FemtosecondsPerAtomisticUnit,
        _ => 1,
    };
}
