namespace ActionML.Runtime;

/// <summary>
/// A file that appears whole or not at all: it is written to a neighbor <c>NAME.partial</c>, flushed to the disk, and
/// renamed to NAME by <see cref="Commit"/>. Until then a file of that name keeps its old content.
/// </summary>
/// <remarks>
/// <para>
/// Disposal without <see cref="Commit"/> removes the neighbor. One that a killed process left behind is overwritten by
/// the next attempt to write the same file, so there is never more than one. Two writers of the same file at once are
/// an error for the second.
/// </para>
/// <para>
/// A long run calls <see cref="Checkpoint"/> whenever it saves its own checkpoint and stores the length it returns.
/// From then on the neighbor stays, whatever ends the process, and <see cref="Continue"/> takes it up again, cut back
/// to that length: what was written after the checkpoint is written once more, and the file is at the end the same,
/// byte for byte, as that of a run that was never interrupted.
/// </para>
/// </remarks>
public sealed class AtomicFile : IDisposable
{
    /// <summary>What is appended to the name until the file is complete.</summary>
    public const string PartialSuffix = ".partial";

    private const int BufferSize = 1 << 16;

    // One writer. On Unix only None is enforced among .NET programs; its lock is advisory, so tools that show a growing
    // file (tail, OVITO) are not kept out. Windows enforces more, so there readers are let in by name.
    private static readonly FileShare Sharing = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly FileStream _file;
    private bool _keep;
    private bool _disposed;

    /// <summary>Begins a file. Its folder is made if it does not exist.</summary>
    /// <param name="path">The name that the file gets when it is complete.</param>
    /// <exception cref="FileException">The neighbor cannot be opened for writing.</exception>
    public AtomicFile(string path)
        : this(path, FileMode.Create)
    {
    }

    private AtomicFile(string path, FileMode mode)
    {
        Path = System.IO.Path.GetFullPath(path);
        PartialPath = Path + PartialSuffix;
        try
        {
            if (Directory.Exists(Path))
            {
                throw new IOException("a folder has that name");
            }

            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            _file = new FileStream(PartialPath, mode, FileAccess.ReadWrite, Sharing, BufferSize);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Writing(Path, e);
        }

        Stream = new GuardedStream(_file, Path);
    }

    /// <summary>The full path of the finished file.</summary>
    public string Path { get; }

    /// <summary>The full path of the neighbor that holds the content until <see cref="Commit"/>.</summary>
    public string PartialPath { get; }

    /// <summary>Where to write. Its errors are <see cref="FileException"/>s. Closing it is not necessary.</summary>
    public Stream Stream { get; }

    /// <summary>
    /// Takes up a file at the length of a checkpoint: its neighbor cut to that length, or, when the run had been
    /// finished, a copy of the finished file's first part.
    /// </summary>
    /// <param name="path">The name of the finished file.</param>
    /// <param name="length">What <see cref="Checkpoint"/> returned, in bytes.</param>
    /// <exception cref="FileException">Neither file is there, or it is shorter than the checkpoint says.</exception>
    public static AtomicFile Continue(string path, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        string full = System.IO.Path.GetFullPath(path);
        string partial = full + PartialSuffix;
        string source = File.Exists(partial) ? partial : full;
        if (!File.Exists(source))
        {
            throw new FileException(
                $"The checkpoint continues the file '{path}' at {length} bytes, but neither it nor '{path}{PartialSuffix}' is there. Put the file back, or start the run anew without the checkpoint.");
        }

        var file = new AtomicFile(full, FileMode.OpenOrCreate) { _keep = true };
        try
        {
            if (source == full)
            {
                file.CopyStart(full, length);
            }

            if (file._file.Length < length)
            {
                throw new FileException(
                    $"The checkpoint continues the file '{path}' at {length} bytes, but it has only {file._file.Length}. It is not the file of this checkpoint; put the right one back, or start the run anew.");
            }

            file._file.SetLength(length);
            file._file.Position = length;
            return file;
        }
        catch (Exception e)
        {
            file.Dispose();
            if (FileErrors.IsFileError(e))
            {
                throw FileErrors.Writing(full, e);
            }

            throw;
        }
    }

    /// <summary>Writes a whole file at once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content to the stream.</param>
    /// <exception cref="FileException">The file cannot be written; one of that name is unchanged.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new AtomicFile(path);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>Writes a whole text file at once, in UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="FileException">The file cannot be written; one of that name is unchanged.</exception>
    public static void WriteAllText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Flushes everything to the disk and returns the length, to be stored in a checkpoint. From now on disposal
    /// without <see cref="Commit"/> keeps the neighbor.
    /// </summary>
    /// <exception cref="FileException">The content cannot be written.</exception>
    public long Checkpoint()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        FlushToDisk();
        _keep = true;
        return _file.Length;
    }

    /// <summary>Flushes everything to the disk and gives the file its name. Nothing can be written afterward.</summary>
    /// <exception cref="FileException">The content cannot be written, or the name not be given.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        FlushToDisk();
        try
        {
            _file.Dispose();
            File.Move(PartialPath, Path, overwrite: true);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Writing(Path, e);
        }

        _disposed = true;
    }

    /// <summary>Without <see cref="Commit"/>: removes the neighbor, unless a checkpoint refers to it.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            _file.Dispose();
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            // The buffer did not fit on the disk. Whoever disposes without committing has given the content up.
        }

        try
        {
            if (!_keep)
            {
                File.Delete(PartialPath);
            }
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            // Nothing is lost: the next attempt overwrites the leftover, and the finished file is untouched.
        }
    }

    private void CopyStart(string source, long length)
    {
        using var finished = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var buffer = new byte[BufferSize];
        _file.SetLength(0);
        while (_file.Position < length)
        {
            int read = finished.Read(buffer, 0, (int)Math.Min(buffer.Length, length - _file.Position));
            if (read == 0)
            {
                return;
            }

            _file.Write(buffer, 0, read);
        }
    }

    private void FlushToDisk()
    {
        try
        {
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Writing(Path, e);
        }
    }
}
