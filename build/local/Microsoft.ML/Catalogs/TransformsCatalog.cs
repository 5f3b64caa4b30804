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
}
