namespace ActionML.Runtime;

/// <summary>The box of a frame: its vectors, where its corner is, and whether it repeats.</summary>
/// <param name="Cell">Cell vectors as rows, [3, 3].</param>
/// <param name="Origin">The corner, [3].</param>
/// <param name="IsPeriodic">Whether it repeats in all three directions; it is isolated otherwise.</param>
internal sealed record LammpsBox(double[] Cell, double[] Origin, bool IsPeriodic)
{
    private const string Item = "ITEM: BOX BOUNDS";

    /// <summary>Reads the item, whose first line is the one read last.</summary>
    public static LammpsBox Read(ReadOnlySpan<char> header, LineReader reader, Func<DataException> truncated)
    {
        string[] words = header[Item.Length..].ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        long line = reader.LineNumber;
        bool general = words is ["abc", "origin", ..];
        bool tilted = words is ["xy", "xz", "yz", ..];
        string[] flags = words[(general ? 2 : tilted ? 3 : 0)..];
        bool periodic = Periodic(flags, reader);
        var rows = new double[3, 4];
        int columns = general ? 4 : tilted ? 3 : 2;
        Span<int> starts = stackalloc int[5];
        Span<int> ends = stackalloc int[5];
        for (int i = 0; i < 3; i++)
        {
            if (!reader.TryRead(out ReadOnlySpan<char> text))
            {
                throw truncated();
            }

            int found = LineReader.Split(text, starts[..(columns + 1)], ends);
            if (found != columns)
            {
                throw reader.Error(0, $"found {(found > columns ? "more than " + columns : found)} numbers, expected {columns}: row {i + 1} of the box, as line {line} says.");
            }

            for (int c = 0; c < columns; c++)
            {
                rows[i, c] = reader.Number(text, starts[c], ends[c], "box");
            }
        }

        LammpsBox box = general ? General(rows, periodic) : Restricted(rows, periodic);
        return Runtime.Cell.HasVolume(box.Cell) && (general || (box.Cell[0] > 0 && box.Cell[4] > 0 && box.Cell[8] > 0))
            ? box
            : throw reader.ErrorAt(line, 0, "the box that starts here has no volume: each upper bound must lie above the lower one.");
    }

    /// <summary>Turns a scaled position into a Cartesian one, in place.</summary>
    public void Unscale(Span<double> position)
    {
        (double a, double b, double c) = (position[0], position[1], position[2]);
        for (int d = 0; d < 3; d++)
        {
            position[d] = Origin[d] + (a * Cell[d]) + (b * Cell[3 + d]) + (c * Cell[6 + d]);
        }
    }

    /// <summary>Moves a position by whole cells, in place.</summary>
    public void Shift(Span<double> position, double a, double b, double c)
    {
        for (int d = 0; d < 3; d++)
        {
            position[d] += (a * Cell[d]) + (b * Cell[3 + d]) + (c * Cell[6 + d]);
        }
    }

    private static LammpsBox General(double[,] r, bool periodic) => new(
        [r[0, 0], r[0, 1], r[0, 2], r[1, 0], r[1, 1], r[1, 2], r[2, 0], r[2, 1], r[2, 2]],
        [r[0, 3], r[1, 3], r[2, 3]],
        periodic);

    // The bounds of a tilted box are those of the box around it (LAMMPS manual, Howto_triclinic).
    private static LammpsBox Restricted(double[,] r, bool periodic)
    {
        (double xy, double xz, double yz) = (r[0, 2], r[1, 2], r[2, 2]);
        double xlo = r[0, 0] - Math.Min(Math.Min(0, xy), Math.Min(xz, xy + xz));
        double xhi = r[0, 1] - Math.Max(Math.Max(0, xy), Math.Max(xz, xy + xz));
        double ylo = r[1, 0] - Math.Min(0, yz);
        double yhi = r[1, 1] - Math.Max(0, yz);
        return new LammpsBox([xhi - xlo, 0, 0, xy, yhi - ylo, 0, xz, yz, r[2, 1] - r[2, 0]], [xlo, ylo, r[2, 0]], periodic);
    }

    private static bool Periodic(string[] flags, LineReader reader)
    {
        if (flags.Length == 0)
        {
            return true; // dumps of LAMMPS before 2010 say nothing
        }

        if (flags.Length != 3 || flags.Any(f => f.Length != 2 || f.AsSpan().ContainsAnyExcept("pfsm")))
        {
            throw reader.Error(
                0, $"found {LineReader.Show(string.Join(' ', flags))} after 'ITEM: BOX BOUNDS', expected three boundaries such as pp pp pp, before them xy xz yz or abc origin for tilted boxes.");
        }

        int periodic = flags.Count(f => f == "pp");
        return periodic is 0 or 3
            ? periodic == 3
            : throw reader.Error(
                0, $"the boundaries are {LineReader.Show(string.Join(' ', flags))}; systems that are periodic in some directions only are not supported. Use pp pp pp with a large box.");
    }
}
