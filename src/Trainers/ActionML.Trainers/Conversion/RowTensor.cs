using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace ActionML.Trainers;

/// <summary>A column of a row as a tensor.</summary>
internal abstract class RowTensor(DataViewSchema.Column column)
{
    /// <summary>The column's name.</summary>
    protected string Name => column.Name;

    /// <summary>A reader of a column of a row, or of every row that a cursor moves to.</summary>
    /// <exception cref="ModelMismatchException">There are no tensors of the column's type.</exception>
    public static RowTensor Create(DataViewRow row, DataViewSchema.Column column)
    {
        Type item = (column.Type as VectorDataViewType)?.ItemType.RawType ?? column.Type.RawType;
        return item switch
        {
            _ when item == typeof(double) => new RowTensor<double>(row, column, value => value),
            _ when item == typeof(float) => new RowTensor<float>(row, column, value => value),
            _ when item == typeof(long) => new RowTensor<long>(row, column, value => value),
            _ when item == typeof(int) => new RowTensor<int>(row, column, value => value),
            _ when item == typeof(short) => new RowTensor<short>(row, column, value => value),
            _ when item == typeof(sbyte) => new RowTensor<sbyte>(row, column, value => value),
            _ when item == typeof(ulong) => new RowTensor<ulong>(row, column, value => value),
            _ when item == typeof(uint) => new RowTensor<uint>(row, column, value => value),
            _ when item == typeof(ushort) => new RowTensor<ushort>(row, column, value => value),
            _ when item == typeof(byte) => new RowTensor<byte>(row, column, value => value),
            _ when item == typeof(bool) => new RowTensor<bool>(row, column, value => value ? 1 : 0),
            _ when item == typeof(ReadOnlyMemory<char>) => new TextRowTensor(row, column),
            _ => throw new ModelMismatchException($"The column '{column.Name}' is of type {column.Type}, of which there are no tensors. Leave it out of the chain that is converted."),
        };
    }

    /// <summary>The current row's values.</summary>
    /// <param name="shape">The shape that the model states.</param>
    /// <param name="row">Number of the row, for messages.</param>
    public abstract OrtValue Read(long[] shape, int row);

    /// <summary>Compares what a model gives with the current row's values.</summary>
    /// <exception cref="ModelMismatchException">They differ.</exception>
    public abstract void Check(OrtValue found, double tolerance, int row);

    /// <summary>A getter of all values, those of a vector or a single one.</summary>
    protected static Func<T[]> Getter<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> vector = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> buffer = default;
            return () =>
            {
                vector(ref buffer);
                return [.. buffer.DenseValues()];
            };
        }

        ValueGetter<T> single = row.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            single(ref value);
            return [value];
        };
    }

    /// <summary>Checks that a row has as many values as the model's shape.</summary>
    protected void CheckLength(int length, long[] shape, int row)
    {
        long expected = shape.Aggregate(1L, (product, size) => product * size);
        if (length != expected)
        {
            throw new ModelMismatchException(
                $"Row {row} has {length} values in '{Name}'; the converted chain takes {expected}, for a model of its number of particles. Give rows of {expected} values.");
        }
    }

    /// <summary>The error of another result.</summary>
    protected ModelMismatchException Differs(int row, string what) => new(
        $"In row {row} the converted chain gives {what} in '{Name}', so nothing was written. One of its transformers means something else in ONNX; leave it out of the chain that is converted.");
}

/// <summary>A column of numbers.</summary>
internal sealed class RowTensor<T>(DataViewRow row, DataViewSchema.Column column, Func<T, double> number) : RowTensor(column)
    where T : unmanaged
{
    private readonly Func<T[]> _get = Getter<T>(row, column);

    /// <inheritdoc/>
    public override OrtValue Read(long[] shape, int row)
    {
        T[] values = _get();
        CheckLength(values.Length, shape, row);
        return OrtValue.CreateTensorValueFromMemory(values, shape);
    }

    /// <inheritdoc/>
    public override void Check(OrtValue found, double tolerance, int row)
    {
        double[] expected = Array.ConvertAll(_get(), value => number(value));
        double[] values = [.. found.GetTensorDataAsSpan<T>().ToArray().Select(number)];
        if (values.Length != expected.Length)
        {
            throw Differs(row, $"{values.Length} values instead of {expected.Length}");
        }

        double largest = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        for (int i = 0; i < values.Length; i++)
        {
            bool same = double.IsFinite(expected[i])
                ? Math.Abs(values[i] - expected[i]) <= tolerance * largest
                : values[i].Equals(expected[i]);
            if (!same)
            {
                throw Differs(row, FormattableString.Invariant($"{values[i]:R} instead of {expected[i]:R}"));
            }
        }
    }
}

/// <summary>A column of texts.</summary>
internal sealed class TextRowTensor(DataViewRow row, DataViewSchema.Column column) : RowTensor(column)
{
    private readonly Func<ReadOnlyMemory<char>[]> _get = Getter<ReadOnlyMemory<char>>(row, column);

    /// <inheritdoc/>
    public override OrtValue Read(long[] shape, int row)
    {
        ReadOnlyMemory<char>[] values = _get();
        CheckLength(values.Length, shape, row);
        OrtValue tensor = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);
        for (int i = 0; i < values.Length; i++)
        {
            tensor.StringTensorSetElementAt(values[i].Span, i);
        }

        return tensor;
    }

    /// <inheritdoc/>
    public override void Check(OrtValue found, double tolerance, int row)
    {
        string[] expected = Array.ConvertAll(_get(), value => value.ToString());
        string[] values = found.GetStringTensorAsArray();
        if (!values.SequenceEqual(expected))
        {
            throw Differs(row, $"'{string.Join("', '", values)}' instead of '{string.Join("', '", expected)}'");
        }
    }
}
