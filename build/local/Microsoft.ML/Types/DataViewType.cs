namespace Microsoft.ML.Data;

/// <summary>The type of a column.</summary>
public abstract class DataViewType : IEquatable<DataViewType>
{
    private protected DataViewType(Type rawType)
    {
        ArgumentNullException.ThrowIfNull(rawType);
        RawType = rawType;
    }

    /// <summary>The .NET type of the column's values.</summary>
    public Type RawType { get; }

    /// <summary>Whether two column types are the same.</summary>
    public abstract bool Equals(DataViewType other);
}

/// <summary>The type of a column of single values.</summary>
public abstract class PrimitiveDataViewType : DataViewType
{
    /// <summary>A type over a .NET type that owns nothing.</summary>
    protected PrimitiveDataViewType(Type rawType)
        : base(rawType)
    {
    }
}

/// <summary>The type of a column whose values are made of other values.</summary>
public abstract class StructuredDataViewType : DataViewType
{
    /// <summary>A type over a .NET type.</summary>
    protected StructuredDataViewType(Type rawType)
        : base(rawType)
    {
    }
}
