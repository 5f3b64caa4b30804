using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>The row of one object after another.</summary>
internal sealed class InputRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly UserSchema<TRow> _columns = new();
    private long _position = -1;
    private TRow _value;

    public override long Batch => 0;

    public override long Position => _position;

    public override DataViewSchema Schema => _columns.Schema;

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _columns.Getter<TValue>(column, () => _value);

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new DataViewRowId((ulong)_position, 0);

    internal void Set(TRow value)
    {
        _value = value;
        _position++;
    }
}
