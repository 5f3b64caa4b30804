namespace ActionML.Runtime;

/// <summary>The periodic cell of a frame, and what is to be done about positions that were wrapped into it.</summary>
internal static class XyzCell
{
    /// <summary>The cell vectors as rows, [3, 3], or null for an isolated system.</summary>
    public static double[]? Read(XyzComment comment)
    {
        double[]? lattice = comment.Numbers("Lattice");
        bool[]? pbc = comment.Flags("pbc");
        if (lattice is not null && lattice.Length != 9)
        {
            throw comment.Error("Lattice", $"'Lattice' has {lattice.Length} numbers, expected 9: the three cell vectors, one after the other.");
        }

        if (pbc is not null && pbc.Length is not (1 or 3))
        {
            throw comment.Error("pbc", $"'pbc' has {pbc.Length} values, expected 3, such as \"T T T\".");
        }

        if (pbc is not null && pbc.Distinct().Count() > 1)
        {
            throw comment.Error("pbc", $"'pbc' is {LineReader.Show(comment.Text("pbc"))}; systems that are periodic in some directions only are not supported. Use T T T with a large cell, or F F F.");
        }

        bool periodic = pbc is not null ? pbc[0] : lattice is not null; // as ASE: a lattice alone means periodic
        if (!periodic)
        {
            return null;
        }

        if (lattice is null)
        {
            throw comment.Error("pbc", "the system is periodic, but the key 'Lattice' is missing. Add the nine numbers of the cell vectors, or say pbc=\"F F F\".");
        }

        return Cell.HasVolume(lattice)
            ? lattice
            : throw comment.Error("Lattice", "the cell vectors of 'Lattice' lie in a plane, so the cell has no volume. Correct them; two-dimensional systems need a third vector such as 0 0 1.");
    }

    /// <summary>Takes positions to the images nearest to the previous frame, or complains that they were wrapped.</summary>
    public static void Unwrap(
        double[] cell, double[] previous, double[] positions, bool allowed, XyzRawFrame raw, LineReader reader)
    {
        int particle = Unwrapping.Unwrap(cell, previous, positions, raw.Dimension, allowed);
        if (particle >= 0)
        {
            throw reader.ErrorAt(
                raw.Line + 2 + particle,
                0,
                allowed
                    ? $"particle {particle + 1} is nearly half the cell away from where it was in the frame before, in every image, so its path cannot be told. Write unwrapped positions, or more frames."
                    : $"particle {particle + 1} jumps by more than half the cell since the frame before, so positions are probably wrapped into the cell, and displacements between frames would be wrong. Write unwrapped positions, or read with the option Unwrap; if the jump is real, say unwrapped=T.");
        }
    }
}
