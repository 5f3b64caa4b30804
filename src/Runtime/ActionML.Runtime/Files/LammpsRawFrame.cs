namespace ActionML.Runtime;

/// <summary>A frame as it stands in the dump, sorted by id, before it is compared with the frames before.</summary>
/// <param name="Line">Number of the frame's first line.</param>
/// <param name="AtomsLine">Number of the line <c>ITEM: ATOMS</c>.</param>
/// <param name="Step">The timestep.</param>
/// <param name="Time">The time in the dump's units, or null when the dump has none.</param>
/// <param name="Units">The units, named by the dump or the options.</param>
/// <param name="Box">The box.</param>
/// <param name="Ids">Atom numbers, [N], growing.</param>
/// <param name="Kinds">Kinds, [N].</param>
/// <param name="Masses">Masses, [N].</param>
/// <param name="Positions">Positions, [N, 3].</param>
/// <param name="Momenta">Momenta, [N, 3], in model units, or null when the dump has no velocities and that is allowed.</param>
/// <param name="IsWrapped">Whether positions were wrapped into the box and that could not be undone.</param>
internal sealed record LammpsRawFrame(
    long Line,
    long AtomsLine,
    long Step,
    double? Time,
    LammpsUnits Units,
    LammpsBox Box,
    long[] Ids,
    string[] Kinds,
    double[] Masses,
    double[] Positions,
    double[]? Momenta,
    bool IsWrapped)
{
    /// <summary>The number of atoms N.</summary>
    public int Count => Ids.Length;
}
