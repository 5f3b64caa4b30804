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
    private static readonly MethodInfo VectorGetterFactory = Generic(nameof(MakeVectorGetter));
    private static readonly MethodInfo AnnotationReader = Generic(nameof(ReadAnnotation));
    private static readonly MethodInfo AnnotationWriter = Generic(nameof(WriteAnnotation));
    private static readonly MethodInfo DenseCopy = Generic(nameof(ToDense));

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
    internal static Delegate Getter(DataViewType type, Func<object> read) => type is VectorDataViewType vector
        ? (Delegate)VectorGetterFactory.MakeGenericMethod(vector.ItemType.RawType).Invoke(null, [read])
        : (Delegate)GetterFactory.MakeGenericMethod(type.RawType).Invoke(null, [read]);

    /// <summary>The value of an annotation.</summary>
    internal static object Annotation(DataViewSchema.Annotations annotations, DataViewSchema.Column column) =>
        AnnotationReader.MakeGenericMethod(column.Type.RawType).Invoke(null, [annotations, column]);

    /// <summary>Adds an annotation with a value.</summary>
    internal static void AddAnnotation(DataViewSchema.Annotations.Builder builder, string name, DataViewType type, object value) =>
        AnnotationWriter.MakeGenericMethod(type.RawType).Invoke(null, [builder, name, type, value]);

    /// <summary>All elements of a vector.</summary>
    internal static Array ToArray(PrimitiveDataViewType item, object vector) =>
        (Array)DenseCopy.MakeGenericMethod(item.RawType).Invoke(null, [vector]);

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

    private static object ReadAnnotation<T>(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        T value = default;
        annotations.GetGetter<T>(column)(ref value);
        return value;
    }

    private static void WriteAnnotation<T>(DataViewSchema.Annotations.Builder builder, string name, DataViewType type, T value) =>
        builder.Add(name, type, (ref T destination) => destination = value);

    private static T[] ToDense<T>(VBuffer<T> vector) => [.. vector.DenseValues()];

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

    private static ValueGetter<T> MakeGetter<T>(Func<object> read) => (ref T value) => value = read() switch
    {
        T same => same,
        string text => (T)(object)text.AsMemory(),
        _ => default,
    };

    // A vector is copied: whoever reads it may write into the memory that it got.
    private static ValueGetter<VBuffer<T>> MakeVectorGetter<T>(Func<object> read) => (ref VBuffer<T> value) =>
    {
        switch (read())
        {
            case VBuffer<T> vector:
                vector.CopyTo(ref value);
                break;
            case string[] texts when typeof(T) == typeof(ReadOnlyMemory<char>):
                Write(ref value, (T[])(object)Array.ConvertAll(texts, text => text.AsMemory()));
                break;
            case var items:
                Write(ref value, (T[])items ?? []);
                break;
        }
    };

    private static void Write<T>(ref VBuffer<T> destination, T[] items)
    {
        VBufferEditor<T> editor = VBufferEditor.Create(ref destination, items.Length);
        items.CopyTo(editor.Values);
        destination = editor.Commit();
    }
}
