using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>A row with Δq and Δp behind. Both are computed once per position, when one of them is first read.</summary>
internal sealed class DynamicsRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly DynamicsMapper _mapper;
    private readonly HashSet<int> _active;
    private readonly bool _isCursor;
    private FrameReader? _reader;
    private PhasePoint? _state;
    private double[] _deltaPositions = [];
    private double[] _deltaMomenta = [];
    private long _computed = long.MinValue;
    private long _notFinite;
    private long _unconverged;
    private bool _reported;

    /// <summary>A row over an input row, which it owns from now on.</summary>
    public DynamicsRow(DataViewRow input, DynamicsMapper mapper, IEnumerable<DataViewSchema.Column> columns, bool isCursor)
    {
        _isCursor = isCursor;
        _input = input;
        _mapper = mapper;
        _active = [.. columns.Select(column => column.Index)];
    }

    /// <inheritdoc/>
    public override long Batch => _input.Batch;

    /// <inheritdoc/>
    public override long Position => _input.Position;

    /// <inheritdoc/>
    public override DataViewSchema Schema => _mapper.OutputSchema;

    /// <inheritdoc/>
    public override bool IsColumnActive(DataViewSchema.Column column) => _active.Contains(column.Index);

    /// <inheritdoc/>
    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    /// <inheritdoc/>
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowGetters.CheckActive(this, column);
        if (column.Index < _mapper.DeltaPositions)
        {
            return _input.GetGetter<TValue>(_mapper.InputSchema[column.Index]);
        }

        _reader ??= new FrameReader(_input, _mapper.Layout);
        bool positions = column.Index == _mapper.DeltaPositions;
        ValueGetter<VBuffer<double>> getter = (ref VBuffer<double> value) =>
        {
            Compute();
            RowGetters.WriteComponents(ref value, positions ? _deltaPositions : _deltaMomenta, _mapper.Dimension);
        };
        return RowGetters.Cast<TValue>(getter, column);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _mapper.Report(_notFinite, _unconverged);
            _input.Dispose();
        }
    }

    private void Compute()
    {
        if (_input.Position == _computed)
        {
            return;
        }

        ParticleSystem system = _reader!.ReadSystem();
        if (_state is null || _state.Count != system.Count)
        {
            _state = new PhasePoint(system.Count, system.Dimension);
            _deltaPositions = new double[system.Coordinates];
            _deltaMomenta = new double[system.Coordinates];
        }

        _reader.ReadState(_state);
        if (!Array.TrueForAll(_state.Positions, double.IsFinite) || !Array.TrueForAll(_state.Momenta, double.IsFinite))
        {
            SetMissing(ref _notFinite);
        }
        else if (!TryPredict(system, _state))
        {
            SetMissing(ref _unconverged);
        }

        _computed = _input.Position;
    }

    private bool TryPredict(ParticleSystem system, PhasePoint state)
    {
        // For one row only: ML.NET's PredictionEngine never disposes its row, so what a row kept would never be freed.
        StepPredictor predictor = _mapper.RentPredictor();
        try
        {
            return predictor.TryPredict(system, _reader!.ReadCell(), state, _deltaPositions, _deltaMomenta);
        }
        catch (ModelMismatchException e)
        {
            throw new ModelMismatchException($"Row {_input.Position + 1}: {e.Message}", e);
        }
        finally
        {
            _mapper.Return(predictor);
        }
    }

    private void SetMissing(ref long count)
    {
        count++;
        Array.Fill(_deltaPositions, double.NaN);
        Array.Fill(_deltaMomenta, double.NaN);

        // A cursor reports its rows when it is disposed; a single row may never be, so the first one is reported at once.
        if (!_isCursor && !_reported)
        {
            _reported = true;
            _mapper.Report(_notFinite, _unconverged);
            (_notFinite, _unconverged) = (0, 0);
        }
    }
}
