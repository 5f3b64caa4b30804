namespace Microsoft.ML;

/// <summary>Writes views to files and reads them back.</summary>
public static class BinaryLoaderSaverCatalog
{
    /// <summary>The view in a file.</summary>
    public static IDataView LoadFromBinary(this DataOperationsCatalog catalog, string path)
    {
        using FileStream stream = File.OpenRead(path);
        return BinaryFile.Read(stream);
    }

    /// <summary>Writes a view, without hidden columns unless they are wanted.</summary>
    public static void SaveAsBinary(this DataOperationsCatalog catalog, IDataView data, Stream stream, bool keepHidden = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        BinaryFile.Write(stream, data, keepHidden);
    }
}
