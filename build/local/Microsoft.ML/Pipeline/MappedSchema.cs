namespace Microsoft.ML.Data;

/// <summary>Output columns that are input columns: where each comes from.</summary>
internal sealed class MappedSchema(DataViewSchema inputSchema, DataViewSchema outputSchema, int[] sources) : IRowToRowMapper
{
    public DataViewSchema InputSchema => inputSchema;

    public DataViewSchema OutputSchema => outputSchema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(Source).DistinctBy(column => column.Index);

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns) => new MappedRow(input, this, activeColumns);

    internal DataViewSchema.Column Source(DataViewSchema.Column column) => inputSchema[sources[column.Index]];
}

/// <summary>A view whose columns are those of another.</summary>
internal sealed class MappedDataView(IDataView input, MappedSchema schema) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => schema.OutputSchema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return new MappedRow(input.GetRowCursor(schema.GetDependencies(columns), rand), schema, columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(schema.GetDependencies(columns), n, rand).Select(cursor => new MappedRow(cursor, schema, columns))];
    }
}

/// <summary>A row or cursor over another one.</summary>
internal sealed class MappedRow(DataViewRow input, MappedSchema schema, IEnumerable<DataViewSchema.Column> columns) : DataViewRowCursor
{
    private readonly HashSet<int> _active = [.. columns.Select(column => column.Index)];

    public override long Batch => input.Batch;

    public override long Position => input.Position;

    public override DataViewSchema Schema => schema.OutputSchema;

    public override bool MoveNext() => ((DataViewRowCursor)input).MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
        ? input.GetGetter<TValue>(schema.Source(column))
        : throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    protected override void Dispose(bool disposing) => input.Dispose();
}
