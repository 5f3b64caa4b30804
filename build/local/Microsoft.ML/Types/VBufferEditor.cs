namespace Microsoft.ML.Data;

/// <summary>Writes vectors over the arrays of earlier ones.</summary>
public static class VBufferEditor
{
    /// <summary>Starts writing a vector of the given length, dense unless <paramref name="valuesCount"/> is less.</summary>
    public static VBufferEditor<T> Create<T>(
        ref VBuffer<T> destination,
        int newLogicalLength,
        int? valuesCount = null,
        int? maxValuesCapacity = null,
        bool keepOldOnResize = false,
        bool requireIndicesOnDense = false)
    {
        int count = valuesCount ?? newLogicalLength;
        int capacity = Math.Max(count, Math.Min(maxValuesCapacity ?? count, newLogicalLength));
        T[] values = destination.ValueArray ?? [];
        if (values.Length < count)
        {
            Array.Resize(ref values, capacity);
        }

        int[] indices = destination.IndexArray;
        if ((count < newLogicalLength || requireIndicesOnDense) && (indices?.Length ?? 0) < count)
        {
            Array.Resize(ref indices, capacity);
        }

        return new VBufferEditor<T>(newLogicalLength, count, values, indices, requireIndicesOnDense);
    }
}

/// <summary>A vector being written.</summary>
public readonly ref struct VBufferEditor<T>
{
    /// <summary>The positions of the values; empty for a dense vector.</summary>
    public readonly Span<int> Indices;

    /// <summary>The values.</summary>
    public readonly Span<T> Values;

    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool requireIndicesOnDense)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = values.AsSpan(0, count);
        Indices = count < length || requireIndicesOnDense ? indices.AsSpan(0, count) : default;
    }

    /// <summary>The vector as written.</summary>
    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);
}
