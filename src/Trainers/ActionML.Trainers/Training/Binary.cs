using System.Runtime.InteropServices;

namespace ActionML.Trainers;

/// <summary>Arrays of numbers, bit for bit.</summary>
internal static class Binary
{
    public static void Write<T>(BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static void Read<T>(BinaryReader reader, Span<T> values)
        where T : unmanaged
    {
        int length = reader.ReadInt32();
        if (length != values.Length)
        {
            throw new InvalidDataException($"found {length} numbers, expected {values.Length}");
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }
}
