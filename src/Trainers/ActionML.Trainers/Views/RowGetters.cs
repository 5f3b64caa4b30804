using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>What rows of this library have in common.</summary>
internal static class RowGetters
{
    /// <summary>Components per particle in a view, whatever the dimension.</summary>
    public const int Components = 3;

    /// <summary>Checks that a column was asked for when the row was made.</summary>
    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(
                nameof(column), $"The column '{column.Name}' is not active in this row. Name it among the columns needed when making the cursor.");
        }
    }

    /// <summary>The getter as the type asked for.</summary>
    public static ValueGetter<TValue> Cast<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column '{column.Name}' is of type {column.Type}, whose values are {column.Type.RawType}; it cannot be read as {typeof(TValue)}.");

    /// <summary>Writes a dense vector.</summary>
    public static void Write(ref VBuffer<double> destination, ReadOnlySpan<double> values)
    {
        VBufferEditor<double> editor = VBufferEditor.Create(ref destination, values.Length);
        values.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    /// <summary>Writes [N, D] as [N, 3], with zeros behind two dimensions.</summary>
    public static void WriteComponents(ref VBuffer<double> destination, ReadOnlySpan<double> values, int dimension)
    {
        if (dimension == Components)
        {
            Write(ref destination, values);
            return;
        }

        VBufferEditor<double> editor = VBufferEditor.Create(ref destination, values.Length / dimension * Components);
        editor.Values.Clear();
        for (int i = 0; i < values.Length; i++)
        {
            editor.Values[(i / dimension * Components) + (i % dimension)] = values[i];
        }

        destination = editor.Commit();
    }
}
