using System.IO.Compression;

namespace ActionML.Runtime;

/// <summary>Opens trajectories for reading, compressed or not.</summary>
internal static class TextFile
{
    /// <summary>What the name of a compressed file ends with.</summary>
    public const string Gzip = ".gz";

    /// <summary>Complains at once about a file that is not there.</summary>
    public static void RequireExists(string path)
    {
        if (!File.Exists(path))
        {
            throw FileErrors.Reading(path, Directory.Exists(path) ? new UnauthorizedAccessException() : new FileNotFoundException());
        }
    }

    /// <summary>Opens a file; one whose name ends in .gz is decompressed on the way.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The text, and how many bytes it has where that is known: not for a compressed file.</returns>
    public static (StreamReader Text, long? Length) Open(string path)
    {
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
            return IsCompressed(path)
                ? (new StreamReader(new GZipStream(stream, CompressionMode.Decompress), bufferSize: 1 << 16), null)
                : (new StreamReader(stream), stream.Length);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Reading(path, e);
        }
    }

    /// <summary>The extension in lower case, that of the text inside for a compressed file.</summary>
    public static string Extension(string path) => Path.GetExtension(Inner(path)).ToLowerInvariant();

    /// <summary>The file's name without folder and extensions.</summary>
    public static string Name(string path) => Path.GetFileNameWithoutExtension(Inner(path));

    /// <summary>The trajectory files of a folder, or the one that the path names.</summary>
    /// <param name="path">File or folder.</param>
    /// <param name="extensions">Extensions that count in a folder, in lower case; compressed files count too.</param>
    public static IReadOnlyList<string> Find(string path, params string[] extensions)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path) ? [path] : throw FileErrors.Reading(path, new FileNotFoundException());
        }

        try
        {
            string[] files = [.. Directory.EnumerateFiles(path)
                .Where(file => extensions.Contains(Extension(file)))
                .Order(StringComparer.Ordinal)];
            return files.Length > 0
                ? files
                : throw new FileException(
                    $"The folder '{path}' holds no {string.Join(", ", extensions[..^1])} or {extensions[^1]} file. Name a folder with trajectories, or a file.");
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Reading(path, e);
        }
    }

    private static bool IsCompressed(string path) => path.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase);

    private static string Inner(string path) => IsCompressed(path) ? path[..^Gzip.Length] : path;
}
