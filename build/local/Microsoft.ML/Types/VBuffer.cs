namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse, whose arrays are reused from row to row.</summary>
public readonly struct VBuffer<T>
{
    /// <summary>The number of elements.</summary>
    public readonly int Length;

    internal readonly T[] ValueArray;
    internal readonly int[] IndexArray;
    internal readonly int Count;

    /// <summary>A dense vector over an array that it takes as its own.</summary>
    public VBuffer(int length, T[] values, int[] indices = null)
        : this(length, length, values, indices)
    {
    }

    /// <summary>A vector with <paramref name="count"/> explicit values; dense when that is the length.</summary>
    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, length);
        if ((values?.Length ?? 0) < count || (count < length && (indices?.Length ?? 0) < count))
        {
            throw new ArgumentException("The arrays are shorter than the number of values.");
        }

        Length = length;
        Count = count;
        ValueArray = values;
        IndexArray = indices;
    }

    /// <summary>Whether every element is stored.</summary>
    public bool IsDense => Count == Length;

    /// <summary>The stored values.</summary>
    public ReadOnlySpan<T> GetValues() => ValueArray.AsSpan(0, Count);

    /// <summary>The ascending positions of the stored values; empty for a dense vector.</summary>
    public ReadOnlySpan<int> GetIndices() => IsDense ? default : IndexArray.AsSpan(0, Count);

    /// <summary>One element; the default value when it is not stored.</summary>
    public T GetItemOrDefault(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        int slot = IsDense ? index : GetIndices().BinarySearch(index);
        return slot >= 0 ? ValueArray[slot] : default;
    }

    /// <summary>All elements in order.</summary>
    public IEnumerable<T> DenseValues()
    {
        for (int i = 0; i < Length; i++)
        {
            yield return GetItemOrDefault(i);
        }
    }

    /// <summary>Copies all elements, those that are not stored as the default value.</summary>
    public void CopyTo(Span<T> destination)
    {
        if (IsDense)
        {
            GetValues().CopyTo(destination);
            return;
        }

        destination[..Length].Clear();
        for (int i = 0; i < Count; i++)
        {
            destination[IndexArray[i]] = ValueArray[i];
        }
    }

    /// <summary>Copies into another vector, whose arrays are reused where they are long enough.</summary>
    public void CopyTo(ref VBuffer<T> destination)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, Length, Count);
        GetValues().CopyTo(editor.Values);
        GetIndices().CopyTo(editor.Indices);
        destination = editor.Commit();
    }

    /// <inheritdoc/>
    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {Count} explicit values";
}
