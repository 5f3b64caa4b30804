namespace ActionML.Runtime;

/// <summary>Reads trajectories in the extended XYZ format, one frame at a time.</summary>
/// <remarks>
/// <para>
/// A frame is a line with the number of particles, a line of key=value pairs, and a line for each particle. The key
/// <c>Properties</c> names the columns, in any order: <c>species:S:1</c> or <c>Z:I:1</c>, <c>pos:R:3</c>,
/// <c>momenta:R:3</c> (or <c>velocities:R:3</c> without units), <c>masses:R:1</c>; other columns are skipped over. Files
/// always have three components; in two dimensions z is 0.
/// </para>
/// <para>
/// Keys that are read: <c>units</c> (atomistic or dimensionless), <c>dimension</c> (2 or 3), <c>trajectory</c> (default:
/// the file's name without extension), <c>step</c> (default: the number of the frame), <c>time</c> with <c>time_unit</c>
/// (fs, ps, or 1 without units), <c>Lattice</c>, <c>pbc</c>, <c>unwrapped</c>. Units: Å, √(eV·u), u, or none. Numbers
/// are in the invariant culture. <see cref="ExtendedXyzReadOptions"/> says what is assumed for keys that are missing.
/// </para>
/// </remarks>
public static class ExtendedXyz
{
    internal static readonly string[] Extensions = [".xyz", ".extxyz"];

    /// <summary>Reads a file, frame by frame: nothing is kept of frames that have passed.</summary>
    /// <param name="path">The file; decompressed while it is read when its name ends in <c>.gz</c>.</param>
    /// <param name="options">What to assume where the file says nothing; null for the defaults.</param>
    /// <returns>The frames. A file is opened when the enumeration begins and closed when it ends.</returns>
    /// <exception cref="FileException">The file does not exist or cannot be read.</exception>
    /// <exception cref="DataException">While enumerating: the content is malformed; line and column are named.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static IEnumerable<Frame> Read(string path, ExtendedXyzReadOptions? options = null)
    {
        options ??= new ExtendedXyzReadOptions();
        options.Validate();
        TextFile.RequireExists(path);
        return ReadFile(path, options);
    }

    /// <summary>Reads from a text, frame by frame.</summary>
    /// <param name="text">The text; not closed.</param>
    /// <param name="source">What to call it in messages, and the default name of the trajectory.</param>
    /// <param name="options">What to assume where the text says nothing; null for the defaults.</param>
    /// <exception cref="DataException">While enumerating: the content is malformed; line and column are named.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static IEnumerable<Frame> Read(TextReader text, string source, ExtendedXyzReadOptions? options = null)
    {
        options ??= new ExtendedXyzReadOptions();
        options.Validate();
        return ReadText(text, source, null, options);
    }

    /// <summary>
    /// The trajectory files that a path stands for: the file itself, or all <c>.xyz</c> and <c>.extxyz</c> files directly
    /// in a folder, compressed ones (<c>.xyz.gz</c>) included, in the order of their names.
    /// </summary>
    /// <exception cref="FileException">The path does not exist, or the folder holds no such file.</exception>
    public static IReadOnlyList<string> Files(string path) => TextFile.Find(path, Extensions);

    private static IEnumerable<Frame> ReadFile(string path, ExtendedXyzReadOptions options)
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

    private static IEnumerable<Frame> ReadText(TextReader text, string source, long? length, ExtendedXyzReadOptions options)
    {
        var reader = new XyzFrameReader(new LineReader(text, source), length, options);
        if (reader.Read() is not { } first)
        {
            yield break;
        }

        IEnumerable<Frame> frames = All(first, reader);
        foreach (Frame frame in reader.MomentaMissing && options.DeriveMomenta ? MomentaFromPositions.Derive(frames) : frames)
        {
            yield return frame;
        }
    }

    private static IEnumerable<Frame> All(Frame first, XyzFrameReader reader)
    {
        for (Frame? frame = first; frame is not null; frame = reader.Read())
        {
            yield return frame;
        }
    }
}
