using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A view over objects of a user's class; each public field or property is a column.</summary>
internal sealed class EnumerableDataView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _rows;
    private readonly List<Func<TRow, object>> _members = [];

    internal EnumerableDataView(IEnumerable<TRow> rows)
    {
        _rows = rows;
        var builder = new DataViewSchema.Builder();
        foreach ((MemberInfo member, Type type, string name) in Members(typeof(TRow)))
        {
            DataViewType columnType = UserTypes.ColumnType(type, member.GetCustomAttribute<VectorTypeAttribute>()) ??
                throw new ArgumentOutOfRangeException(nameof(rows), $"The member '{member.Name}' of type {type} cannot be a column.");
            builder.AddColumn(name, columnType);
            _members.Add(row => member is FieldInfo field ? field.GetValue(row) : ((PropertyInfo)member).GetValue(row));
        }

        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_rows as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) => new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    internal static IEnumerable<(MemberInfo Member, Type Type, string Name)> Members(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is FieldInfo or PropertyInfo { CanRead: true })
            .Select(member => (
                member,
                (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType,
                member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name));

    private sealed class Cursor(EnumerableDataView<TRow> view, IEnumerable<DataViewSchema.Column> columns) : DataViewRowCursor
    {
        private readonly IEnumerator<TRow> _enumerator = view._rows.GetEnumerator();
        private readonly HashSet<int> _active = [.. columns.Select(column => column.Index)];
        private long _position = -1;

        public override long Batch => 0;

        public override long Position => _position;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext()
        {
            bool moved = _enumerator.MoveNext();
            _position = moved ? _position + 1 : -1;
            return moved;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' is not active.");
            }

            Func<TRow, object> member = view._members[column.Index];
            return UserTypes.Getter(column.Type, () => member(_enumerator.Current)) as ValueGetter<TValue> ??
                throw new InvalidOperationException($"The column '{column.Name}' is of type {column.Type}, not {typeof(TValue)}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing) => _enumerator.Dispose();
    }
}
