using ActionML.Reference;
using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>The potential that was asked for.</summary>
internal static class RunPotential
{
    /// <summary>Finds it; null for none.</summary>
    /// <exception cref="UsageException">The potential is not meant for such a system.</exception>
    /// <exception cref="DataException">A kind is not the potential's, or the cell is too small.</exception>
    public static IPotential? Find(RunRequest request, Frame start, Cell? cell)
    {
        ParticleSystem system = start.System;
        string name = request.Potential == "auto" ? Usual(system, cell) : request.Potential;
        return name switch
        {
            "gravity" => cell is null
                ? new GravityPotential(system.Dimension, system.Masses, request.Softening, request.GravitationalConstant)
                : throw new UsageException("--potential gravity is that of isolated bodies, but the initial state is periodic. Choose --potential none, or gete for Ge and Te."),
            "gete" => cell is not null && system.Units == UnitSystem.Atomistic
                ? new GeTePotential(cell, system.Kinds)
                : throw new UsageException(
                    $"--potential gete is for periodic systems in Å and eV, but the initial state is {(cell is null ? "isolated" : "dimensionless")}. Give it a cell{(cell is null ? " (Lattice=\"...\" in extended XYZ)" : " in Å and units=atomistic")}, or choose another potential."),
            _ => null,
        };
    }

    private static string Usual(ParticleSystem system, Cell? cell) => system.Units == UnitSystem.Dimensionless
        ? cell is null ? "gravity" : "none"
        : cell is not null && system.Kinds.All(kind => kind is "Ge" or "Te") ? "gete" : "none";
}
