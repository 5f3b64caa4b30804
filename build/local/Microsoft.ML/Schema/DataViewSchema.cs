using System.Collections;

namespace Microsoft.ML;

/// <summary>The columns of a view. A later column hides an earlier one of the same name.</summary>
public sealed partial class DataViewSchema : IReadOnlyList<DataViewSchema.Column>
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _byName = [];

    private DataViewSchema(IReadOnlyList<DetachedColumn> columns)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            _byName[columns[i].Name] = i;
        }

        _columns = [.. columns.Select((column, i) => new Column(column.Name, i, _byName[column.Name] != i, column.Type, column.Annotations))];
    }

    /// <summary>The number of columns, hidden ones included.</summary>
    public int Count => _columns.Length;

    /// <summary>The visible column of a name.</summary>
    public Column this[string name] => GetColumnOrNull(name) ??
        throw new ArgumentOutOfRangeException(nameof(name), $"Column '{name}' not found.");

    /// <summary>The column at an index.</summary>
    public Column this[int columnIndex] => _columns[columnIndex];

    /// <summary>The visible column of a name, or null.</summary>
    public Column? GetColumnOrNull(string name) =>
        _byName.TryGetValue(name ?? throw new ArgumentNullException(nameof(name)), out int index) ? _columns[index] : null;

    /// <inheritdoc/>
    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => $"{Count} columns: {string.Join(", ", _columns)}";
}
