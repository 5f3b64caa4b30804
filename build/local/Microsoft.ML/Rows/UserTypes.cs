using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Carries values between the rows of a view and the members of a user's class.</summary>
internal static class UserTypes
{
    private static readonly MethodInfo ValueReader = Generic(nameof(ReadValue));
    private static readonly MethodInfo ArrayReader = Generic(nameof(ReadArray));
    private static readonly MethodInfo TextReader = Generic(nameof(ReadText));
    private static readonly MethodInfo GetterFactory = Generic(nameof(MakeGetter));

    /// <summary>What reads a column as a user's type, a new object each time.</summary>
    internal static Func<object> Reader(DataViewRow row, DataViewSchema.Column column, Type target)
    {
        MethodInfo method;
        Type raw = column.Type.RawType;
        if (target == raw)
        {
            method = ValueReader.MakeGenericMethod(raw);
        }
        else if (target == typeof(string) && column.Type is TextDataViewType)
        {
            method = TextReader.MakeGenericMethod(raw);
        }
        else if (target.IsArray && column.Type is VectorDataViewType vector && ItemOf(target.GetElementType()) == vector.ItemType)
        {
            method = ArrayReader.MakeGenericMethod(vector.ItemType.RawType);
        }
        else
        {
            throw new InvalidOperationException($"The column '{column.Name}' of type {column.Type} cannot be read as {target}.");
        }

        return (Func<object>)method.Invoke(null, [row, column, target]);
    }

    /// <summary>The column type of a member, or null for a member that cannot be a column.</summary>
    internal static DataViewType ColumnType(Type type, VectorTypeAttribute shape)
    {
        if (type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>)))
        {
            Type element = type.IsArray ? type.GetElementType() : type.GetGenericArguments()[0];
            return ItemOf(element) is { } item ? new VectorDataViewType(item, shape?.Dimensions ?? [0]) : null;
        }

        return ItemOf(type);
    }

    /// <summary>A getter for a column whose values come from a user's member.</summary>
    internal static Delegate Getter(DataViewType type, Func<object> read) =>
        (Delegate)GetterFactory.MakeGenericMethod(type.RawType).Invoke(null, [type, read]);

    private static PrimitiveDataViewType ItemOf(Type type) =>
        type == typeof(double) ? NumberDataViewType.Double
        : type == typeof(float) ? NumberDataViewType.Single
        : type == typeof(long) ? NumberDataViewType.Int64
        : type == typeof(int) ? NumberDataViewType.Int32
        : type == typeof(bool) ? BooleanDataViewType.Instance
        : type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? TextDataViewType.Instance
        : null;

    private static MethodInfo Generic(string name) => typeof(UserTypes).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static);

    private static Func<object> ReadValue<T>(DataViewRow row, DataViewSchema.Column column, Type target)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default;
            getter(ref value);
            return value;
        };
    }

    private static Func<object> ReadText<T>(DataViewRow row, DataViewSchema.Column column, Type target)
    {
        Func<object> read = ReadValue<T>(row, column, target);
        return () => read().ToString();
    }

    private static Func<object> ReadArray<T>(DataViewRow row, DataViewSchema.Column column, Type target)
    {
        Func<object> read = ReadValue<VBuffer<T>>(row, column, target);
        return target == typeof(string[])
            ? () => ((VBuffer<T>)read()).DenseValues().Select(item => item.ToString()).ToArray()
            : () => ((VBuffer<T>)read()).DenseValues().ToArray();
    }

    private static ValueGetter<T> MakeGetter<T>(DataViewType type, Func<object> read) => (ref T value) =>
    {
        object source = read();
        value = source switch
        {
            T same => same,
            string text => (T)(object)text.AsMemory(),
            string[] texts => (T)(object)new VBuffer<ReadOnlyMemory<char>>(texts.Length, [.. texts.Select(text => text.AsMemory())]),
            Array array => (T)Activator.CreateInstance(typeof(T), array.Length, array.Clone(), null),
            _ => default,
        };
    };
}
