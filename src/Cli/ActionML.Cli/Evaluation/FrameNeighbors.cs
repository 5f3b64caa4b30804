using ActionML.Runtime;

namespace ActionML.Cli;

/// <summary>Neighbor lists of single frames: all pairs of an isolated system, those within the cutoff of a periodic one.</summary>
internal static class FrameNeighbors
{
    // Enough for the midpoints of one step; steps of recorded pairs have nothing in common that a list could be kept for.
    private const double LargestSkin = 0.4;
    private const double SkinOfCutoff = 0.1;

    /// <summary>Creates the list that a model needs for a system in a cell.</summary>
    /// <param name="model">Whose cutoff counts.</param>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="cell">Cell vectors [3, 3], or null for an isolated system.</param>
    /// <exception cref="ModelMismatchException">The system is periodic and the model is not made for that.</exception>
    public static INeighborSource For(IDynamicsModel model, ParticleSystem system, double[]? cell)
    {
        if (cell is null)
        {
            return new AllPairs(system.Count, system.Dimension);
        }

        double cutoff = model.Manifest.Cutoff ?? throw new ModelMismatchException(
            "The data are periodic; the model was trained on isolated systems, in which every pair counts. Train a model with a cutoff ('actionml train --cutoff'), or remove the cell if the system is isolated.");
        return system.Dimension == 3
            ? new PeriodicNeighbors(new Cell(cell), system.Count, cutoff, Math.Min(LargestSkin, SkinOfCutoff * cutoff))
            : throw new ModelMismatchException($"The data have a periodic cell and {system.Dimension} dimensions; periodic systems have three.");
    }
}
