using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>A view with Δq and Δp behind its columns, computed as they are read.</summary>
internal sealed class DynamicsDataView(IDataView input, DynamicsMapper mapper) : IDataView
{
    /// <inheritdoc/>
    public bool CanShuffle => input.CanShuffle;

    /// <inheritdoc/>
    public DataViewSchema Schema => mapper.OutputSchema;

    /// <inheritdoc/>
    public long? GetRowCount() => input.GetRowCount();

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return new Cursor(input.GetRowCursor(mapper.GetDependencies(columns), rand), mapper, columns);
    }

    /// <inheritdoc/>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return Array.ConvertAll(
            input.GetRowCursorSet(mapper.GetDependencies(columns), n, rand), cursor => new Cursor(cursor, mapper, columns));
    }

    private sealed class Cursor(DataViewRowCursor input, DynamicsMapper mapper, DataViewSchema.Column[] columns) : DataViewRowCursor
    {
        private readonly DynamicsRow _row = new(input, mapper, columns, isCursor: true);

        public override long Batch => _row.Batch;

        public override long Position => _row.Position;

        public override DataViewSchema Schema => _row.Schema;

        public override bool MoveNext() => input.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => _row.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _row.Dispose();
            }
        }
    }
}
