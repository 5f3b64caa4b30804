using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Rows held in memory; several cursors share them out in blocks.</summary>
/// <param name="schema">The columns.</param>
/// <param name="rows">The values of each row, in the order of the columns.</param>
internal sealed class StoredDataView(DataViewSchema schema, IReadOnlyList<object[]> rows) : IDataView
{
    private const int BlockSize = 64;

    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => rows.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(schema, rows, columnsNeeded, 0, 1);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        int cursors = Math.Clamp((rows.Count + BlockSize - 1) / BlockSize, 1, Math.Max(1, n));
        return [.. Enumerable.Range(0, cursors).Select(i => new Cursor(schema, rows, columns, i, cursors))];
    }

    /// <summary>Reads a view once and keeps it.</summary>
    internal static StoredDataView Of(IDataView view)
    {
        var rows = new List<object[]>();
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Func<object>[] readers = [.. view.Schema.Select(column => UserTypes.Reader(cursor, column, column.Type.RawType))];
        while (cursor.MoveNext())
        {
            rows.Add([.. readers.Select(read => read())]);
        }

        return new StoredDataView(view.Schema, rows);
    }

    private sealed class Cursor(
        DataViewSchema schema, IReadOnlyList<object[]> rows, IEnumerable<DataViewSchema.Column> columns, int index, int cursors) : DataViewRowCursor
    {
        private readonly HashSet<int> _active = [.. columns.Select(column => column.Index)];
        private long _position = -1;
        private int _row = -1;

        public override long Batch => _row / BlockSize;

        public override long Position => _position;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext()
        {
            // The last row of a block is followed by the first of the block that this cursor has next.
            int next = _position < 0 ? index * BlockSize
                : (_row + 1) % BlockSize != 0 ? _row + 1
                : _row + 1 + ((cursors - 1) * BlockSize);
            if (next >= rows.Count)
            {
                _position = -1;
                return false;
            }

            (_row, _position) = (next, _position + 1);
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");
            }

            return UserTypes.Getter(column.Type, () => rows[_row][column.Index]) as ValueGetter<TValue> ??
                throw new InvalidOperationException($"The column '{column.Name}' is of type {column.Type}, not {typeof(TValue)}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 0);
    }
}
