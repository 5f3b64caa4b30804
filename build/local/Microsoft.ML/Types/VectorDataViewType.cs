using System.Collections.Immutable;

namespace Microsoft.ML.Data;

/// <summary>Vectors of primitive values. A dimension of zero is one that differs from row to row.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    /// <summary>Vectors of one length; zero when it differs from row to row.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size))
    {
    }

    /// <summary>Tensors of these dimensions, stored row-major.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, ImmutableArray.Create(dimensions))
    {
    }

    /// <summary>Tensors of these dimensions, stored row-major.</summary>
    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(typeof(VBuffer<>).MakeGenericType((itemType ?? throw new ArgumentNullException(nameof(itemType))).RawType))
    {
        if (dimensions.IsDefaultOrEmpty || dimensions.Any(size => size < 0))
        {
            throw new ArgumentException("A vector has at least one dimension, and no negative one.", nameof(dimensions));
        }

        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (product, size) => checked(product * size));
    }

    /// <summary>The dimensions.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>Whether every row has the same length.</summary>
    public bool IsKnownSize => Size > 0;

    /// <summary>The type of one element.</summary>
    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The product of the dimensions; zero when the length differs from row to row.</summary>
    public int Size { get; }

    /// <inheritdoc/>
    public override bool Equals(DataViewType other) =>
        other is VectorDataViewType vector && ItemType.Equals(vector.ItemType) && Dimensions.SequenceEqual(vector.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(ItemType);
        foreach (int size in Dimensions)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        IEnumerable<string> sizes = Dimensions.Length == 1 && Size == 0 ? [] : Dimensions.Select(size => size == 0 ? ", *" : $", {size}");
        return $"Vector<{ItemType}{string.Concat(sizes)}>";
    }
}
