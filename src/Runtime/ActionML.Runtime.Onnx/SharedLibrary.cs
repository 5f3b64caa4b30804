using System.Buffers.Binary;
using System.Text;

namespace ActionML.Runtime.Onnx;

/// <summary>Reads which libraries a shared library of Linux needs: the entries DT_NEEDED of an ELF file, 64 bits, little endian.</summary>
internal static class SharedLibrary
{
    private const int Load = 1; // kinds of segments
    private const int Dynamic = 2;
    private const int SegmentSize = 56;
    private const long Needed = 1; // kinds of dynamic entries
    private const long Strings = 5;
    private const int EntrySize = 16;
    private const int LongestName = 256;

    /// <summary>The names in the file's order; none where it is not such a file.</summary>
    public static IReadOnlyList<string> Needs(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] header = Read(file, 0, 64);
        if (header.Length < 64 || !header.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
        {
            return [];
        }

        int count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(56));
        byte[] table = Read(file, Number(header, 32), count * SegmentSize);
        (int Kind, long Offset, long Address, long Size)[] segments =
        [
            .. Enumerable.Range(0, table.Length / SegmentSize).Select(i => i * SegmentSize).Select(at => (
                BinaryPrimitives.ReadInt32LittleEndian(table.AsSpan(at)), Number(table, at + 8), Number(table, at + 16), Number(table, at + 32))),
        ];
        List<long> names = [];
        long strings = 0;
        foreach ((int _, long offset, long _, long size) in segments.Where(segment => segment.Kind == Dynamic))
        {
            byte[] entries = Read(file, offset, (int)size);
            for (int at = 0; at + EntrySize <= entries.Length; at += EntrySize)
            {
                switch (Number(entries, at))
                {
                    case Needed:
                        names.Add(Number(entries, at + 8));
                        break;
                    case Strings:
                        strings = Number(entries, at + 8);
                        break;
                }
            }
        }

        // The dynamic section gives an address in memory; a loaded segment says where in the file that is.
        long text = segments.Where(s => s.Kind == Load && strings >= s.Address && strings < s.Address + s.Size)
            .Select(s => strings - s.Address + s.Offset).FirstOrDefault();
        return [.. names.Select(name => Name(Read(file, text + name, LongestName)))];
    }

    private static long Number(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    private static string Name(byte[] bytes) => Encoding.UTF8.GetString(bytes, 0, Math.Max(0, Array.IndexOf(bytes, (byte)0)));

    private static byte[] Read(FileStream file, long offset, int length)
    {
        byte[] bytes = new byte[length];
        file.Position = offset;
        int read = file.ReadAtLeast(bytes, length, throwOnEndOfStream: false);
        return bytes[..read];
    }
}
