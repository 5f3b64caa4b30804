namespace ActionML.Runtime;

/// <summary>Reads trajectories of every known format, one frame at a time.</summary>
public static class TrajectoryFile
{
    /// <summary>
    /// Reads a file, frame by frame: a LAMMPS dump when its name ends in <c>.lammpstrj</c> or <c>.dump</c>, or when its
    /// first line is an item of one; extended XYZ otherwise. Compressed files (<c>.gz</c>) are decompressed on the way.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to assume where the file says nothing; null for the defaults.</param>
    /// <returns>The frames. A file is opened when the enumeration begins and closed when it ends.</returns>
    /// <exception cref="FileException">The file does not exist or cannot be read.</exception>
    /// <exception cref="DataException">While enumerating: the content is malformed; line and column are named.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static IEnumerable<Frame> Read(string path, TrajectoryReadOptions? options = null)
    {
        options ??= new TrajectoryReadOptions();
        TextFile.RequireExists(path);
        return IsLammpsDump(path) ? LammpsDump.Read(path, options.LammpsDump) : ExtendedXyz.Read(path, options.ExtendedXyz);
    }

    /// <summary>
    /// Reads files one after another. Trajectories of different files are different ones: where an earlier file has used a
    /// name, <c>(file k)</c> follows it, k counting the files from one.
    /// </summary>
    /// <param name="paths">The files.</param>
    /// <param name="options">What to assume where a file says nothing; null for the defaults.</param>
    /// <exception cref="FileException">While enumerating: a file does not exist or cannot be read.</exception>
    /// <exception cref="DataException">While enumerating: the content is malformed; line and column are named.</exception>
    public static IEnumerable<Frame> Read(IEnumerable<string> paths, TrajectoryReadOptions? options = null)
    {
        var fileOf = new Dictionary<string, int>();
        int file = 0;
        foreach (string path in paths)
        {
            file++;
            foreach (Frame frame in Read(path, options))
            {
                fileOf.TryAdd(frame.TrajectoryId, file);
                yield return fileOf[frame.TrajectoryId] == file
                    ? frame
                    : frame with { TrajectoryId = FormattableString.Invariant($"{frame.TrajectoryId} (file {file})") };
            }
        }
    }

    /// <summary>
    /// The trajectory files that a path stands for: the file itself, or all <c>.xyz</c>, <c>.extxyz</c>,
    /// <c>.lammpstrj</c> and <c>.dump</c> files directly in a folder, compressed ones included, in the order of their names.
    /// </summary>
    /// <exception cref="FileException">The path does not exist, or the folder holds no such file.</exception>
    public static IReadOnlyList<string> Files(string path) => TextFile.Find(path, [.. ExtendedXyz.Extensions, .. LammpsDump.Extensions]);

    /// <summary>Whether a name ends as those of trajectories do, compressed or not.</summary>
    /// <param name="path">A file's name.</param>
    public static bool HasKnownExtension(string path) =>
        ExtendedXyz.Extensions.Contains(TextFile.Extension(path)) || LammpsDump.Extensions.Contains(TextFile.Extension(path));

    private static bool IsLammpsDump(string path)
    {
        if (HasKnownExtension(path))
        {
            return LammpsDump.Extensions.Contains(TextFile.Extension(path));
        }

        // Names such as dump.melt say nothing.
        (StreamReader text, _) = TextFile.Open(path);
        using (text)
        {
            return new LineReader(text, path).TryRead(out ReadOnlySpan<char> line) && line.StartsWith("ITEM:");
        }
    }
}
