namespace Microsoft.ML;

/// <summary>Reads a value into a variable whose memory it may reuse.</summary>
public delegate void ValueGetter<TValue>(ref TValue value);

/// <summary>A table that is read lazily, row by row, through cursors.</summary>
public interface IDataView
{
    /// <summary>Whether a cursor can shuffle rows.</summary>
    bool CanShuffle { get; }

    /// <summary>The columns.</summary>
    DataViewSchema Schema { get; }

    /// <summary>The number of rows, or null where that is not known without reading them.</summary>
    long? GetRowCount();

    /// <summary>A cursor over all rows.</summary>
    DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null);

    /// <summary>Up to <paramref name="n"/> cursors that share the rows among them.</summary>
    DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null);
}
