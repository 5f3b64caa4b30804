namespace Microsoft.ML.Data;

/// <summary>Names the column of a member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ColumnNameAttribute : Attribute
{
    /// <summary>A column of this name.</summary>
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}

/// <summary>Gives the dimensions of a member that is an array.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class VectorTypeAttribute : Attribute
{
    /// <summary>A length that differs from row to row.</summary>
    public VectorTypeAttribute() => Dimensions = [0];

    /// <summary>One length.</summary>
    public VectorTypeAttribute(int size) => Dimensions = [size];

    /// <summary>Several dimensions.</summary>
    public VectorTypeAttribute(params int[] dimensions) => Dimensions = dimensions;

    internal int[] Dimensions { get; }
}
