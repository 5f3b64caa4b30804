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
    private StepPredictor? _predictor;
    private FrameReader? _reader;
    private PhasePoint? _state;
    private double[] _deltaPositions = [];
    private double[] _deltaMomenta = [];
    private long _computed = long.MinValue;
    private long _notFinite;
    private long _unconverged;

    /// <summary>A row over an input row, which it owns from now on.</summary>
    public DynamicsRow(DataViewRow input, DynamicsMapper mapper, IEnumerable<DataViewSchema.Column> columns)
    {
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
        if (!disposing)
        {
            return;
        }

        if (_predictor is not null)
        {
            _mapper.Return(_predictor, _notFinite, _unconverged);
            _predictor = null;
        }

        _input.Dispose();
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
            _notFinite++;
            SetMissing();
        }
        else
        {
            _predictor ??= _mapper.RentPredictor();
            if (!_predictor.TryPredict(system, _reader.ReadCell(), _state, _deltaPositions, _deltaMomenta))
            {
                _unconverged++;
                SetMissing();
            }
        }

        _computed = _input.Position;
    }

    private void SetMissing()
    {
        Array.Fill(_deltaPositions, double.NaN);
        Array.Fill(_deltaMomenta, double.NaN);
    }
}
