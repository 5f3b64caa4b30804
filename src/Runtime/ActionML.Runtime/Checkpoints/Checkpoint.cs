using System.Security.Cryptography;
using System.Text;

namespace ActionML.Runtime;

/// <summary>
/// An exact checkpoint: named sections of binary state, written whole or not at all, with a format version, the hash
/// of the models they belong to, and a hash of the content.
/// </summary>
/// <remarks>
/// Layout, little-endian: the 8 bytes <c>ActionML</c>; format (int32); length of the content (int64); the content; SHA-256
/// of all before it. The content is the purpose and the model hash (strings), the number of sections (int32), and for each its
/// name, its length (int32) and its bytes. Numbers keep their exact bits.
/// </remarks>
public sealed class Checkpoint
{
    /// <summary>The newest format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private const int HeaderLength = 8 + sizeof(int) + sizeof(long);

    private static readonly byte[] Magic = "ActionML"u8.ToArray();

    private readonly List<(string Name, byte[] Content)> _sections = [];

    /// <summary>Creates an empty checkpoint.</summary>
    /// <param name="purpose">What is saved, as one word: <c>simulation</c>, <c>training</c>.</param>
    /// <param name="modelHash">The models that the state belongs to; see <see cref="ModelHash"/>.</param>
    public Checkpoint(string purpose, string modelHash)
    {
        Purpose = purpose;
        ModelHash = modelHash;
    }

    /// <summary>What is saved.</summary>
    public string Purpose { get; }

    /// <summary>The models that the state belongs to.</summary>
    public string ModelHash { get; }

    /// <summary>The names of the sections, in order.</summary>
    public IEnumerable<string> SectionNames => _sections.Select(section => section.Name);

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileException">The file cannot be read.</exception>
    /// <exception cref="DataException">The file is not a checkpoint, is damaged, or of a newer format.</exception>
    public static Checkpoint Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Reading(path, e);
        }

        if (bytes.Length < HeaderLength || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw new DataException($"The file '{path}' is not a checkpoint of ActionML. Give the file that a run wrote as its checkpoint.");
        }

        int format = BitConverter.ToInt32(bytes, Magic.Length);
        if (format > CurrentFormat)
        {
            throw new DataException(
                $"The checkpoint '{path}' has format {format}; this version reads formats up to {CurrentFormat}. Update ActionML, or resume with the version that wrote it.");
        }

        long length = BitConverter.ToInt64(bytes, Magic.Length + sizeof(int));
        long expected = HeaderLength + length + SHA256.HashSizeInBytes;
        bool whole = format >= 1 && length >= 0 && bytes.Length == expected
            && SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes))
                .AsSpan().SequenceEqual(bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));
        if (!whole)
        {
            throw new DataException(
                $"The checkpoint '{path}' is damaged: its content and its checksum do not agree ({bytes.Length} bytes, {expected} expected). Resume from another checkpoint, or start the run anew.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, HeaderLength, (int)length), Encoding.UTF8);
        var checkpoint = new Checkpoint(reader.ReadString(), reader.ReadString());
        int sections = reader.ReadInt32();
        for (int i = 0; i < sections; i++)
        {
            checkpoint._sections.Add((reader.ReadString(), reader.ReadBytes(reader.ReadInt32())));
        }

        return checkpoint;
    }

    /// <summary>Adds a section.</summary>
    /// <param name="name">Its name, unique in this checkpoint.</param>
    /// <param name="write">Writes its content.</param>
    public void Add(string name, Action<BinaryWriter> write)
    {
        if (SectionNames.Contains(name))
        {
            throw new ArgumentException($"The checkpoint has a section '{name}' already.", nameof(name));
        }

        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        _sections.Add((name, content.ToArray()));
    }

    /// <summary>Reads a section, which must be read to its end.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="read">Reads its content.</param>
    /// <exception cref="DataException">There is no such section, or its content is of another shape.</exception>
    public void Read(string name, Action<BinaryReader> read)
    {
        int index = _sections.FindIndex(section => section.Name == name);
        if (index < 0)
        {
            throw new DataException(
                $"The checkpoint has no section '{name}'; it has {string.Join(", ", SectionNames)}. It was written by a run with another method or other outputs; resume with those, or start the run anew.");
        }

        using var reader = new BinaryReader(new MemoryStream(_sections[index].Content), Encoding.UTF8);
        string problem;
        try
        {
            read(reader);
            if (reader.BaseStream.Position == reader.BaseStream.Length)
            {
                return;
            }

            problem = "it holds more than this run expects";
        }
        catch (EndOfStreamException)
        {
            problem = "it holds less than this run expects";
        }

        throw new DataException(
            $"The section '{name}' of the checkpoint does not fit: {problem}. It was written by a run with other options; resume with those, or start the run anew.");
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file; one of that name is replaced.</param>
    /// <exception cref="FileException">The file cannot be written; one of that name is unchanged.</exception>
    public void Save(string path)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(CurrentFormat);
        writer.Write(0L); // the length, known below
        writer.Write(Purpose);
        writer.Write(ModelHash);
        writer.Write(_sections.Count);
        foreach ((string name, byte[] bytes) in _sections)
        {
            writer.Write(name);
            writer.Write(bytes.Length);
            writer.Write(bytes);
        }

        writer.Seek(Magic.Length + sizeof(int), SeekOrigin.Begin);
        writer.Write(content.Length - HeaderLength);
        writer.Seek(0, SeekOrigin.End);
        writer.Write(SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length)));
        writer.Flush();
        AtomicFile.Write(path, stream => stream.Write(content.GetBuffer().AsSpan(0, (int)content.Length)));
    }
}
