using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>Reads frames one by one: all of them, or the blocks of rows that are its share.</summary>
internal sealed class TrajectoryCursor : DataViewRowCursor
{
    private readonly TrajectoryDataView _view;
    private readonly IEnumerator<(long Row, Frame Frame)> _frames;
    private readonly HashSet<int> _active;
    private readonly long _blockSize;
    private long _position = -1;
    private long _row = -1;
    private Frame? _frame;

    /// <summary>A cursor before the first frame.</summary>
    /// <param name="view">The view.</param>
    /// <param name="frames">The cursor's frames and their rows in the view.</param>
    /// <param name="columns">The columns needed.</param>
    /// <param name="blockSize">Rows that belong together; several cursors' rows are in order when merged by block.</param>
    public TrajectoryCursor(
        TrajectoryDataView view, IEnumerable<(long Row, Frame Frame)> frames, IEnumerable<DataViewSchema.Column> columns, long blockSize)
    {
        _view = view;
        _blockSize = blockSize;
        _frames = frames.GetEnumerator();
        _active = [.. columns.Select(column => column.Index)];
    }

    /// <inheritdoc/>
    public override long Batch => Math.Max(_row, 0) / _blockSize;

    /// <inheritdoc/>
    public override long Position => _position;

    /// <inheritdoc/>
    public override DataViewSchema Schema => _view.Schema;

    private Frame Current => _frame ?? throw new InvalidOperationException(
        "The cursor is not on a row: call MoveNext first, and stop when it returns false.");

    /// <inheritdoc/>
    /// <exception cref="DataException">The frame has other units or another dimension than the first one.</exception>
    public override bool MoveNext()
    {
        if (!_frames.MoveNext())
        {
            _frame = null;
            _position = -1;
            return false;
        }

        (_row, _frame) = _frames.Current;
        _position++;
        ParticleSystem system = _frame.System;
        if (system.Dimension != _view.Dimension || system.Units != _view.Units)
        {
            throw new DataException(
                $"Row {_row + 1} (trajectory '{_frame.TrajectoryId}') has {system.Dimension} dimensions and {TrajectoryAnnotations.Name(system.Units)} units; the first row has {_view.Dimension} and {TrajectoryAnnotations.Name(_view.Units)} units. Load trajectories of different units or dimension as different views.");
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new DataViewRowId((ulong)_row, 0);

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowGetters.CheckActive(this, column);
        Delegate getter = Schema[column.Index].Name switch
        {
            DynamicsColumns.DefaultTrajectoryId =>
                (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Current.TrajectoryId.AsMemory()),
            DynamicsColumns.DefaultStep => (ValueGetter<long>)((ref long value) => value = Current.Step),
            DynamicsColumns.DefaultTime => (ValueGetter<double>)((ref double value) => value = Current.Time),
            DynamicsColumns.DefaultSpecies => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)Species,
            DynamicsColumns.DefaultMasses =>
                (ValueGetter<VBuffer<double>>)((ref VBuffer<double> value) => RowGetters.Write(ref value, Current.System.Masses)),
            DynamicsColumns.DefaultPositions =>
                (ValueGetter<VBuffer<double>>)((ref VBuffer<double> value) => RowGetters.WriteComponents(ref value, Current.State.Positions, _view.Dimension)),
            DynamicsColumns.DefaultMomenta =>
                (ValueGetter<VBuffer<double>>)((ref VBuffer<double> value) => RowGetters.WriteComponents(ref value, Current.State.Momenta, _view.Dimension)),
            DynamicsColumns.DefaultCell => (ValueGetter<VBuffer<double>>)Cell,
            _ => (ValueGetter<VBuffer<bool>>)Pbc,
        };
        return RowGetters.Cast<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _frames.Dispose();
        }
    }

    private void Species(ref VBuffer<ReadOnlyMemory<char>> value)
    {
        IReadOnlyList<string> kinds = Current.System.Kinds;
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref value, kinds.Count);
        for (int i = 0; i < kinds.Count; i++)
        {
            editor.Values[i] = kinds[i].AsMemory();
        }

        value = editor.Commit();
    }

    private void Cell(ref VBuffer<double> value)
    {
        VBufferEditor<double> editor = VBufferEditor.Create(ref value, 9);
        editor.Values.Clear();
        Current.Cell.AsSpan().CopyTo(editor.Values);
        value = editor.Commit();
    }

    private void Pbc(ref VBuffer<bool> value)
    {
        VBufferEditor<bool> editor = VBufferEditor.Create(ref value, 3);
        editor.Values.Fill(Current.Cell is not null);
        value = editor.Commit();
    }
}
