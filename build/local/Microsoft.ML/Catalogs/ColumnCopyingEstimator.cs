using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Copies a column under another name.</summary>
public sealed class ColumnCopyingEstimator : TrivialEstimator<ColumnCopyingTransformer>
{
    private readonly (string Output, string Input) _names;

    internal ColumnCopyingEstimator(string output, string input)
        : base(new ColumnCopyingTransformer(output, input)) => _names = (output, input);

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        SchemaShape.Column source = inputSchema.FirstOrDefault(column => column.Name == _names.Input);
        return source.Name is null
            ? throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{_names.Input}'.")
            : new SchemaShape([.. inputSchema.Where(column => column.Name != _names.Output), new SchemaShape.Column(_names.Output, source)]);
    }
}

/// <summary>Copies a column under another name.</summary>
public sealed class ColumnCopyingTransformer : OneToOneTransformerBase
{
    private readonly (string Output, string Input) _names;

    internal ColumnCopyingTransformer(string output, string input) => _names = (output, input);

    private protected override MappedSchema Map(DataViewSchema inputSchema)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(inputSchema);
        DataViewSchema.Column source = inputSchema[_names.Input];
        builder.AddColumn(_names.Output, source.Type, source.Annotations);
        return new MappedSchema(inputSchema, builder.ToSchema(), [.. Enumerable.Range(0, inputSchema.Count), source.Index]);
    }
}
