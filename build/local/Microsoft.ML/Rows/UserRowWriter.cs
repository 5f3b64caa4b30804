using System.Reflection;

namespace Microsoft.ML;

/// <summary>Writes rows into objects of a user's class.</summary>
internal sealed class UserRowWriter<TRow>
    where TRow : class
{
    private readonly (MemberInfo Member, Func<object> Read)[] _members;

    internal UserRowWriter(DataViewRow row, bool ignoreMissingColumns) =>
        _members = [.. Columns(row.Schema, ignoreMissingColumns).Select(item => (item.Member, UserTypes.Reader(row, item.Column, item.Type)))];

    /// <summary>The members of the class that have a column.</summary>
    internal static IEnumerable<(MemberInfo Member, Type Type, DataViewSchema.Column Column)> Columns(DataViewSchema schema, bool ignoreMissingColumns)
    {
        foreach ((MemberInfo member, Type type, string name) in UserSchema<TRow>.Members)
        {
            if ((ignoreMissingColumns ? schema.GetColumnOrNull(name) : schema[name]) is { } column)
            {
                yield return (member, type, column);
            }
        }
    }

    internal void Write(TRow destination)
    {
        foreach ((MemberInfo member, Func<object> read) in _members)
        {
            if (member is FieldInfo field)
            {
                field.SetValue(destination, read());
            }
            else
            {
                ((PropertyInfo)member).SetValue(destination, read());
            }
        }
    }
}
