using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The rows of a view that pass a test of one column.</summary>
/// <param name="input">The view.</param>
/// <param name="column">What is tested.</param>
/// <param name="test">Makes the test of a cursor's current row.</param>
internal sealed class FilteredDataView(IDataView input, DataViewSchema.Column column, Func<DataViewRow, Func<bool>> test) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => input.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return new Cursor(input.GetRowCursor(Needed(columns), rand), columns, test);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return [.. input.GetRowCursorSet(Needed(columns), n, rand).Select(cursor => new Cursor(cursor, columns, test))];
    }

    private IEnumerable<DataViewSchema.Column> Needed(DataViewSchema.Column[] columns) => columns.Append(column).DistinctBy(needed => needed.Index);

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, Func<DataViewRow, Func<bool>> test) : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. columns.Select(column => column.Index)];
        private readonly Func<bool> _passes = test(input);
        private long _position = -1;

        public override long Batch => input.Batch;

        public override long Position => _position;

        public override DataViewSchema Schema => input.Schema;

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                if (_passes())
                {
                    _position++;
                    return true;
                }
            }

            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? input.GetGetter<TValue>(column)
            : throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing) => input.Dispose();
    }
}
