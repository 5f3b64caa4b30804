namespace ActionML.Runtime;

/// <summary>Arrays of doubles in checkpoints: the count, then the exact bits in little-endian order.</summary>
internal static class BinaryNumbers
{
    public static void WriteNumbers(this BinaryWriter writer, ReadOnlySpan<double> values)
    {
        writer.Write(values.Length);
        foreach (double value in values)
        {
            writer.Write(BitConverter.DoubleToInt64Bits(value));
        }
    }

    /// <summary>Fills an array whose length is known.</summary>
    /// <exception cref="DataException">The stored count is another one.</exception>
    public static void ReadNumbers(this BinaryReader reader, Span<double> values)
    {
        int count = reader.ReadInt32();
        if (count != values.Length)
        {
            throw new DataException($"Found {count} numbers where {values.Length} were expected: the checkpoint belongs to another system or other options.");
        }

        for (int i = 0; i < count; i++)
        {
            values[i] = BitConverter.Int64BitsToDouble(reader.ReadInt64());
        }
    }
    public static void WriteCounts(this BinaryWriter writer, ReadOnlySpan<long> values)
    {
        writer.Write(values.Length);
        foreach (long value in values)
        {
            writer.Write(value);
        }
    }

    /// <summary>Fills an array whose length is known.</summary>
    /// <exception cref="DataException">The stored count is another one.</exception>
    public static void ReadCounts(this BinaryReader reader, Span<long> values)
    {
        int count = reader.ReadInt32();
        if (count != values.Length)
        {
            throw new DataException($"Found {count} counts where {values.Length} were expected: the checkpoint belongs to another system or other options.");
        }

        for (int i = 0; i < count; i++)
        {
            values[i] = reader.ReadInt64();
        }
    }
}
