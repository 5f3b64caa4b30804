namespace Microsoft.ML.Data;

/// <summary>Reads single columns.</summary>
public static class ColumnCursorExtensions
{
    /// <summary>The values of a column. Vectors come as <c>T[]</c> or <see cref="VBuffer{T}"/>, text as <see cref="string"/> or memory.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => data.GetColumn<T>(data.Schema[columnName]);

    /// <summary>The values of a column. Vectors come as <c>T[]</c> or <see cref="VBuffer{T}"/>, text as <see cref="string"/> or memory.</summary>
    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        Func<object> read = UserTypes.Reader(cursor, column, typeof(T));
        while (cursor.MoveNext())
        {
            yield return (T)read();
        }
    }
}
