using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A view over objects of a user's class.</summary>
internal sealed class EnumerableDataView<TRow>(IEnumerable<TRow> rows) : IDataView
    where TRow : class
{
    private readonly UserSchema<TRow> _columns = new();

    public bool CanShuffle => false;

    public DataViewSchema Schema => _columns.Schema;

    public long? GetRowCount() => (rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(rows.GetEnumerator(), _columns, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(IEnumerator<TRow> rows, UserSchema<TRow> members, IEnumerable<DataViewSchema.Column> columns) : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. columns.Select(column => column.Index)];
        private long _position = -1;

        public override long Batch => 0;

        public override long Position => _position;

        public override DataViewSchema Schema => members.Schema;

        public override bool MoveNext()
        {
            bool moved = rows.MoveNext();
            _position = moved ? _position + 1 : -1;
            return moved;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => IsColumnActive(column)
            ? members.Getter<TValue>(column, () => rows.Current)
            : throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing) => rows.Dispose();
    }
}
