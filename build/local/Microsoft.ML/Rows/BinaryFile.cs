using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A view in a file: columns with their annotations, then rows. A format of its own, not that of the package.</summary>
internal static class BinaryFile
{
    private const string Signature = "ActionML stand-in for ML.NET's binary format, 1";

    private static readonly PrimitiveDataViewType[] Items =
    [
        NumberDataViewType.Double, NumberDataViewType.Single, NumberDataViewType.Int64, NumberDataViewType.Int32,
        BooleanDataViewType.Instance, TextDataViewType.Instance,
    ];

    internal static void Write(Stream stream, IDataView view, bool keepHidden)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        DataViewSchema.Column[] columns = [.. view.Schema.Where(column => keepHidden || !column.IsHidden)];
        writer.Write(Signature);
        writer.Write(columns.Length);
        foreach (DataViewSchema.Column column in columns)
        {
            WriteColumn(writer, column.Name, column.Type);
            writer.Write(column.Annotations.Schema.Count);
            foreach (DataViewSchema.Column annotation in column.Annotations.Schema)
            {
                WriteColumn(writer, annotation.Name, annotation.Type);
                WriteValue(writer, annotation.Type, UserTypes.Annotation(column.Annotations, annotation));
            }
        }

        using DataViewRowCursor cursor = view.GetRowCursor(columns);
        Func<object>[] readers = [.. columns.Select(column => UserTypes.Reader(cursor, column, column.Type.RawType))];
        while (cursor.MoveNext())
        {
            writer.Write(true);
            for (int i = 0; i < columns.Length; i++)
            {
                WriteValue(writer, columns[i].Type, readers[i]());
            }
        }

        writer.Write(false);
    }

    internal static StoredDataView Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Signature)
        {
            throw new InvalidDataException("The file was not written by this stand-in for Microsoft.ML. Build with a feed that has the package.");
        }

        var builder = new DataViewSchema.Builder();
        var types = new DataViewType[reader.ReadInt32()];
        for (int i = 0; i < types.Length; i++)
        {
            (string name, types[i]) = ReadColumn(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                (string kind, DataViewType type) = ReadColumn(reader);
                UserTypes.AddAnnotation(annotations, kind, type, ReadValue(reader, type));
            }

            builder.AddColumn(name, types[i], annotations.ToAnnotations());
        }

        var rows = new List<object[]>();
        while (reader.ReadBoolean())
        {
            rows.Add([.. types.Select(type => ReadValue(reader, type))]);
        }

        return new StoredDataView(builder.ToSchema(), rows);
    }

    private static void WriteColumn(BinaryWriter writer, string name, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        int item = Array.IndexOf(Items, vector?.ItemType ?? type);
        if (item < 0)
        {
            throw new NotSupportedException($"The column '{name}' is of type {type}, which needs the NuGet package Microsoft.ML.");
        }

        writer.Write(name);
        writer.Write(item);
        int[] dimensions = vector is null ? [] : [.. vector.Dimensions];
        writer.Write(dimensions.Length);
        Array.ForEach(dimensions, writer.Write);
    }

    private static (string Name, DataViewType Type) ReadColumn(BinaryReader reader)
    {
        string name = reader.ReadString();
        PrimitiveDataViewType item = Items[reader.ReadInt32()];
        int[] dimensions = new int[reader.ReadInt32()];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = reader.ReadInt32();
        }

        return (name, dimensions.Length == 0 ? item : new VectorDataViewType(item, ImmutableArray.Create(dimensions)));
    }

    private static void WriteValue(BinaryWriter writer, DataViewType type, object value)
    {
        if (type is not VectorDataViewType vector)
        {
            WriteItem(writer, value);
            return;
        }

        Array items = UserTypes.ToArray(vector.ItemType, value);
        writer.Write(items.Length);
        foreach (object item in items)
        {
            WriteItem(writer, item);
        }
    }

    private static object ReadValue(BinaryReader reader, DataViewType type)
    {
        if (type is not VectorDataViewType vector)
        {
            return ReadItem(reader, type);
        }

        var items = Array.CreateInstance(vector.ItemType.RawType, reader.ReadInt32());
        for (int i = 0; i < items.Length; i++)
        {
            items.SetValue(ReadItem(reader, vector.ItemType), i);
        }

        return Activator.CreateInstance(type.RawType, items.Length, items, null);
    }

    private static void WriteItem(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case double number:
                writer.Write(number);
                break;
            case float number:
                writer.Write(number);
                break;
            case long number:
                writer.Write(number);
                break;
            case int number:
                writer.Write(number);
                break;
            case bool truth:
                writer.Write(truth);
                break;
            default:
                writer.Write(value.ToString());
                break;
        }
    }

    private static object ReadItem(BinaryReader reader, DataViewType type) => Array.IndexOf(Items, type) switch
    {
        0 => reader.ReadDouble(),
        1 => reader.ReadSingle(),
        2 => reader.ReadInt64(),
        3 => reader.ReadInt32(),
        4 => reader.ReadBoolean(),
        _ => reader.ReadString().AsMemory(),
    };
}
