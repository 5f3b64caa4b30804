namespace ActionML.Runtime;

/// <summary>Reads text dumps of LAMMPS, one frame at a time.</summary>
/// <remarks>
/// <para>
/// Items: <c>TIMESTEP</c>, <c>NUMBER OF ATOMS</c>, <c>BOX BOUNDS</c> (orthogonal, triclinic <c>xy xz yz</c>, general
/// <c>abc origin</c>), <c>ATOMS</c>, and where they are there <c>UNITS</c> and <c>TIME</c>. Columns in any order:
/// <c>id</c>, <c>type</c> or <c>element</c>, positions, and where they are there <c>mass</c>, <c>vx vy vz</c>,
/// <c>ix iy iz</c>; others are skipped over. Atoms are sorted by id.
/// </para>
/// <para>
/// Positions are unwrapped: from <c>xu yu zu</c> or <c>xsu ysu zsu</c>; else from <c>x y z</c> or <c>xs ys zs</c> with
/// image flags; else by the image nearest to the previous frame under <see cref="LammpsDumpReadOptions.Unwrap"/>, and
/// without it a jump of more than half the cell is an error. The cell is periodic (<c>pp pp pp</c>) or the system
/// isolated (no <c>p</c>); nothing between. Positions keep the origin of the dump.
/// </para>
/// <para>
/// Units: metal (Å, ps), real (Å, fs) or lj; momenta are mass times velocity. Numbers are in the invariant culture.
/// The name of the trajectory is that of the file. Format: LAMMPS manual, <c>dump custom</c> and <c>dump_modify</c>.
/// </para>
/// </remarks>
public static class LammpsDump
{
    internal static readonly string[] Extensions = [".lammpstrj", ".dump"];

    /// <summary>Reads a file, frame by frame: nothing is kept of frames that have passed.</summary>
    /// <param name="path">The file; decompressed while it is read when its name ends in <c>.gz</c>.</param>
    /// <param name="options">What to assume where the file says nothing; null for the defaults.</param>
    /// <returns>The frames. A file is opened when the enumeration begins and closed when it ends.</returns>
    /// <exception cref="FileException">The file does not exist or cannot be read.</exception>
    /// <exception cref="DataException">While enumerating: the content is malformed; line and column are named.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static IEnumerable<Frame> Read(string path, LammpsDumpReadOptions? options = null)
    {
        options ??= new LammpsDumpReadOptions();
        options.Validate();
        TextFile.RequireExists(path);
        return ReadFile(path, options);
    }

    /// <summary>Reads from a text, frame by frame.</summary>
    /// <param name="text">The text; not closed.</param>
    /// <param name="source">What to call it in messages, and the name of the trajectory.</param>
    /// <param name="options">What to assume where the text says nothing; null for the defaults.</param>
    /// <exception cref="DataException">While enumerating: the content is malformed; line and column are named.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static IEnumerable<Frame> Read(TextReader text, string source, LammpsDumpReadOptions? options = null)
    {
        options ??= new LammpsDumpReadOptions();
        options.Validate();
        return ReadText(text, source, null, options);
    }

    private static IEnumerable<Frame> ReadFile(string path, LammpsDumpReadOptions options)
    {
        (StreamReader reader, long? length) = TextFile.Open(path);
        using (reader)
        {
            foreach (Frame frame in ReadText(reader, path, length, options))
            {
                yield return frame;
            }
        }
    }

    private static IEnumerable<Frame> ReadText(TextReader text, string source, long? length, LammpsDumpReadOptions options)
    {
        var reader = new LammpsFrameReader(new LineReader(text, source), length, options);
        IEnumerable<Frame> frames = All(reader.Read(), reader);
        foreach (Frame frame in reader.MomentaMissing && options.DeriveMomenta ? MomentaFromPositions.Derive(frames) : frames)
        {
            yield return frame;
        }
    }

    private static IEnumerable<Frame> All(Frame? first, LammpsFrameReader reader)
    {
        for (Frame? frame = first; frame is not null; frame = reader.Read())
        {
            yield return frame;
        }
    }
}
