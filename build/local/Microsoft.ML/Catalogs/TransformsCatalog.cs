using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Standard transforms.</summary>
public sealed class TransformsCatalog
{
    internal TransformsCatalog()
    {
    }
}

/// <summary>Transforms of columns as a whole.</summary>
public static class TransformExtensionsCatalog
{
    /// <summary>Copies a column under another name.</summary>
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName) =>
        new(outputColumnName, inputColumnName);

    /// <summary>Drops columns.</summary>
    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames) => new(columnNames, keep: false);

    /// <summary>Keeps these columns only.</summary>
    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames) => new(columnNames, keep: true);
}
