using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    private readonly string[] _names;
    private readonly bool _keep;

    internal ColumnSelectingEstimator(string[] names, bool keep)
        : base(new ColumnSelectingTransformer(names, keep)) => (_names, _keep) = (names, keep);

    /// <inheritdoc/>
    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (string name in _names.Where(name => _keep && inputSchema.All(column => column.Name != name)))
        {
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Could not find input column '{name}'.");
        }

        return new SchemaShape(inputSchema.Where(column => _names.Contains(column.Name) == _keep));
    }
}

/// <summary>Keeps or drops columns.</summary>
public sealed class ColumnSelectingTransformer : RowToRowTransformerBase
{
    private readonly string[] _names;
    private readonly bool _keep;

    internal ColumnSelectingTransformer(string[] names, bool keep) => (_names, _keep) = (names, keep);

    private protected override MappedSchema Map(DataViewSchema inputSchema)
    {
        DataViewSchema.Column[] columns = _keep
            ? [.. _names.Select(name => inputSchema[name])]
            : [.. inputSchema.Where(column => !column.IsHidden && !_names.Contains(column.Name))];
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(columns);
        return new MappedSchema(inputSchema, builder.ToSchema(), [.. columns.Select(column => column.Index)]);
    }
}
