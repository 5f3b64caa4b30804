using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>What the columns of a trajectory state about themselves: units, and dimension of space.</summary>
public static class TrajectoryAnnotations
{
    /// <summary>Annotation of columns of physical quantities, text: <c>dimensionless</c> or <c>atomistic</c>.</summary>
    public const string Units = "Units";

    /// <summary>Annotation of columns with three components per particle, <see cref="int"/>: how many of them count, 2 or 3.</summary>
    public const string Dimension = "Dimension";

    /// <summary>The units that a column states, or null.</summary>
    public static UnitSystem? GetUnits(DataViewSchema.Column column)
    {
        if (column.Annotations?.Schema.GetColumnOrNull(Units) is not { Type: TextDataViewType })
        {
            return null;
        }

        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(Units, ref text);
        return text.ToString() switch
        {
            "dimensionless" => UnitSystem.Dimensionless,
            "atomistic" => UnitSystem.Atomistic,
            _ => null,
        };
    }

    /// <summary>The dimension that a column states, or null.</summary>
    public static int? GetDimension(DataViewSchema.Column column)
    {
        if (column.Annotations?.Schema.GetColumnOrNull(Dimension)?.Type != NumberDataViewType.Int32)
        {
            return null;
        }

        int dimension = 0;
        column.Annotations.GetValue(Dimension, ref dimension);
        return dimension;
    }

    /// <summary>Annotations for a column of physical quantities.</summary>
    internal static DataViewSchema.Annotations Create(UnitSystem units, int? dimension)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue(Units, TextDataViewType.Instance, Name(units).AsMemory());
        if (dimension is { } value)
        {
            builder.AddPrimitiveValue(Dimension, NumberDataViewType.Int32, value);
        }

        return builder.ToAnnotations();
    }

    /// <summary>The word for a system of units.</summary>
    internal static string Name(UnitSystem units) => units == UnitSystem.Atomistic ? "atomistic" : "dimensionless";
}
