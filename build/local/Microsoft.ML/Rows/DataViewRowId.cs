namespace Microsoft.ML.Data;

/// <summary>A row's identity, which does not depend on the order of reading.</summary>
public readonly struct DataViewRowId : IEquatable<DataViewRowId>
{
    /// <summary>The upper 64 bits.</summary>
    public readonly ulong High;

    /// <summary>The lower 64 bits.</summary>
    public readonly ulong Low;

    /// <summary>An identity from its 128 bits.</summary>
    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <inheritdoc/>
    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <inheritdoc/>
    public override string ToString() => $"{High:x16}{Low:x16}";
}
