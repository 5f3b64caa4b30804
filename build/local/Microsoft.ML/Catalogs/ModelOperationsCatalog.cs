using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Saves models and predicts single examples.</summary>
public sealed class ModelOperationsCatalog
{
    internal ModelOperationsCatalog()
    {
    }

    /// <summary>Predicts objects one at a time. The engine owns the transformer.</summary>
    public PredictionEngine<TSrc, TDst> CreatePredictionEngine<TSrc, TDst>(
        ITransformer transformer,
        bool ignoreMissingColumns = true,
        SchemaDefinition inputSchemaDefinition = null,
        SchemaDefinition outputSchemaDefinition = null)
        where TSrc : class
        where TDst : class, new() => new(transformer, ignoreMissingColumns);

    /// <summary>Asks every part of a model to save itself, as the package does, and then says that the file needs the package.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        model?.Save(new ModelSaveContext());
        throw new NotSupportedException(
            "mlContext.Model.Save writes ML.NET's own model files, which need the NuGet package Microsoft.ML; nothing was written. Build with a feed that has it.");
    }

    /// <summary>Asks every part of a model to save itself, as the package does, and then says that the file needs the package.</summary>
    public void Save(ITransformer model, DataViewSchema inputSchema, string filePath)
    {
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        Save(model, inputSchema, Stream.Null);
    }
}
