using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Places each row at a point of [0, 1), by a hash of its key or of its number.</summary>
internal sealed class RowSplitter
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column? _key;
    private readonly uint _seed;

    internal RowSplitter(IDataView data, string keyColumn, int? seed)
    {
        _data = data;
        _key = keyColumn is null ? null : data.Schema[keyColumn];
        _seed = (uint)(seed ?? Random.Shared.Next());
    }

    /// <summary>The rows in a range as the test part, those outside as the other. Rows with an empty key are in neither, as in the package.</summary>
    internal DataOperationsCatalog.TrainTestData Split(double from, double to)
    {
        FilteredDataView Part(bool inside) => new(_data, _key ?? _data.Schema[0], row =>
        {
            Func<string> key = Key(row);
            return () => Place(key()) is { } place && (place >= from && place < to) == inside;
        });
        return new DataOperationsCatalog.TrainTestData(Part(false), Part(true));
    }

    private Func<string> Key(DataViewRow row)
    {
        if (_key is not { } column)
        {
            ValueGetter<DataViewRowId> getter = row.GetIdGetter();
            return () =>
            {
                DataViewRowId id = default;
                getter(ref id);
                return id.ToString();
            };
        }

        Func<object> read = UserTypes.Reader(row, column, column.Type.RawType);
        return () => Convert.ToString(read(), CultureInfo.InvariantCulture);
    }

    // FNV-1a, then a multiplication that lets the last characters reach the upper bits.
    private double? Place(string key)
    {
        if (key.Length == 0)
        {
            return null;
        }

        uint hash = 2166136261 ^ _seed;
        foreach (char c in key)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85ebca6b);
        hash ^= hash >> 13;
        return hash / (uint.MaxValue + 1.0);
    }
}
