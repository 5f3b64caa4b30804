using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Makes and reads views.</summary>
public sealed class DataOperationsCatalog
{
    internal DataOperationsCatalog()
    {
    }

    /// <summary>A view over objects; each public field or property is a column.</summary>
    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class => new EnumerableDataView<TRow>(data);

    /// <summary>The rows of a view as objects, read lazily.</summary>
    public IEnumerable<TRow> CreateEnumerable<TRow>(
        IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false, SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        (MemberInfo Member, Type Type, DataViewSchema.Column? Column)[] members =
        [
            .. EnumerableDataView<TRow>.Members(typeof(TRow)).Select(member => (
                member.Member,
                member.Type,
                ignoreMissingColumns ? data.Schema.GetColumnOrNull(member.Name) : data.Schema[member.Name])).Where(member => member.Item3 is not null),
        ];
        using DataViewRowCursor cursor = data.GetRowCursor(members.Select(member => member.Column.Value));
        Func<object>[] readers = [.. members.Select(member => UserTypes.Reader(cursor, member.Column.Value, member.Type))];
        TRow row = null;
        while (cursor.MoveNext())
        {
            row = reuseRowObject && row is not null ? row : new TRow();
            for (int i = 0; i < members.Length; i++)
            {
                if (members[i].Member is FieldInfo field)
                {
                    field.SetValue(row, readers[i]());
                }
                else
                {
                    ((PropertyInfo)members[i].Member).SetValue(row, readers[i]());
                }
            }

            yield return row;
        }
    }
}

