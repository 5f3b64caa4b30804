using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>One row of a view.</summary>
public abstract class DataViewRow : IDisposable
{
    private bool _disposed;

    /// <summary>A row.</summary>
    protected DataViewRow()
    {
    }

    /// <summary>Numbers the part of the data that a row belongs to, for merging parallel cursors.</summary>
    public abstract long Batch { get; }

    /// <summary>The row's number; −1 before the first.</summary>
    public abstract long Position { get; }

    /// <summary>The columns.</summary>
    public abstract DataViewSchema Schema { get; }

    /// <summary>Frees what the row holds.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Dispose(true);
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>What reads a column.</summary>
    public abstract ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column);

    /// <summary>What reads the row's identity.</summary>
    public abstract ValueGetter<DataViewRowId> GetIdGetter();

    /// <summary>Whether a column can be read.</summary>
    public abstract bool IsColumnActive(DataViewSchema.Column column);

    /// <summary>Frees what the row holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A row that moves through a view.</summary>
public abstract class DataViewRowCursor : DataViewRow
{
    /// <summary>A cursor before the first row.</summary>
    protected DataViewRowCursor()
    {
    }

    /// <summary>Moves on; false after the last row.</summary>
    public abstract bool MoveNext();
}
