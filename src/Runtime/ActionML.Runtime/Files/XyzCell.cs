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
        ReadOnlySpan<double> inverse = new Cell(cell).Inverse;
        int dimension = raw.Dimension;
        Span<double> shift = stackalloc double[3];
        for (int i = 0; i < raw.Count; i++)
        {
            shift.Clear();
            bool wrapped = false;
            for (int c = 0; c < 3; c++)
            {
                double fraction = 0;
                for (int d = 0; d < dimension; d++)
                {
                    fraction += (positions[(i * dimension) + d] - previous[(i * dimension) + d]) * inverse[(3 * d) + c];
                }

                double images = Math.Round(fraction);
                wrapped |= images != 0;
                for (int d = 0; d < dimension; d++)
                {
                    shift[d] += images * cell[(3 * c) + d];
                }
            }

            if (wrapped && !allowed)
            {
                throw reader.ErrorAt(
                    raw.Line + 2 + i, 0, $"particle {i + 1} jumps by more than half the cell since the frame before, so positions are probably wrapped into the cell, and displacements between frames would be wrong. Write unwrapped positions, or read with the option Unwrap; if the jump is real, say unwrapped=T.");
            }

            for (int d = 0; d < dimension; d++)
            {
                positions[(i * dimension) + d] -= shift[d];
            }
        }
    }
}
