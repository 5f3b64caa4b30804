using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The columns of a user's class: each public field or property is one.</summary>
internal sealed class UserSchema<TRow>
    where TRow : class
{
    private readonly List<Func<TRow, object>> _members = [];

    internal UserSchema()
    {
        var builder = new DataViewSchema.Builder();
        foreach ((MemberInfo member, Type type, string name) in Members)
        {
            DataViewType columnType = UserTypes.ColumnType(type, member.GetCustomAttribute<VectorTypeAttribute>()) ??
                throw new ArgumentOutOfRangeException(nameof(TRow), $"The member '{member.Name}' of type {type} cannot be a column.");
            builder.AddColumn(name, columnType);
            _members.Add(row => member is FieldInfo field ? field.GetValue(row) : ((PropertyInfo)member).GetValue(row));
        }

        Schema = builder.ToSchema();
    }

    internal static IEnumerable<(MemberInfo Member, Type Type, string Name)> Members =>
        typeof(TRow).GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member is FieldInfo or PropertyInfo { CanRead: true })
            .Select(member => (
                member,
                (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType,
                member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name));

    internal DataViewSchema Schema { get; }

    internal ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column, Func<TRow> current)
    {
        Func<TRow, object> member = _members[column.Index];
        return UserTypes.Getter(column.Type, () => member(current())) as ValueGetter<TValue> ??
            throw new InvalidOperationException($"The column '{column.Name}' is of type {column.Type}, not {typeof(TValue)}.");
    }
}
