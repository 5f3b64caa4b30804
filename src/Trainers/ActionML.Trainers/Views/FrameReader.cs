using System.Runtime.ExceptionServices;
using ActionML.Runtime;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ActionML.Trainers;

/// <summary>Reads frames from rows. Buffers are kept from row to row; systems are shared where they do not change.</summary>
internal sealed class FrameReader
{
    private readonly DataViewRow _row;
    private readonly FrameLayout _layout;
    private readonly ValueGetter<VBuffer<ReadOnlyMemory<char>>> _getSpecies;
    private readonly ValueGetter<VBuffer<double>> _getMasses;
    private readonly ValueGetter<VBuffer<double>> _getPositions;
    private readonly ValueGetter<VBuffer<double>> _getMomenta;
    private readonly ValueGetter<VBuffer<double>>? _getCell;
    private readonly ValueGetter<ReadOnlyMemory<char>>? _getTrajectory;
    private readonly ValueGetter<double>? _getTime;
    private readonly ValueGetter<long>? _getStep;
    private VBuffer<ReadOnlyMemory<char>> _species;
    private VBuffer<double> _masses;
    private VBuffer<double> _vector;
    private VBuffer<double> _cell;
    private double[] _components = [];
    private ReadOnlyMemory<char> _trajectory;
    private ParticleSystem? _system;
    private string _name = "";

    /// <summary>A reader of a row, or of every row that a cursor moves to.</summary>
    public FrameReader(DataViewRow row, FrameLayout layout)
    {
        _row = row;
        _layout = layout;
        _getSpecies = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(layout.Species);
        _getMasses = row.GetGetter<VBuffer<double>>(layout.Masses);
        _getPositions = row.GetGetter<VBuffer<double>>(layout.Positions);
        _getMomenta = row.GetGetter<VBuffer<double>>(layout.Momenta);
        _getCell = layout.Cell is { } cell ? row.GetGetter<VBuffer<double>>(cell) : null;
        _getTrajectory = layout.TrajectoryId is { } trajectory ? row.GetGetter<ReadOnlyMemory<char>>(trajectory) : null;
        _getTime = layout.Time is { } time ? row.GetGetter<double>(time) : null;
        _getStep = layout.Step is { } step ? row.GetGetter<long>(step) : null;
    }

    /// <summary>All frames of a view, one at a time.</summary>
    public static IEnumerable<Frame> ReadAll(IDataView view, FrameLayout layout)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(layout.Columns);
        var reader = new FrameReader(cursor, layout);
        while (MoveNext(cursor))
        {
            yield return reader.ReadFrame();
        }
    }

    /// <summary>The frame of the current row, in arrays of its own.</summary>
    public Frame ReadFrame()
    {
        ParticleSystem system = ReadSystem();
        var state = new PhasePoint(system.Count, system.Dimension);
        ReadState(state);
        double time = 0;
        long step = _row.Position;
        _getTime!(ref time);
        _getStep?.Invoke(ref step);
        _getTrajectory!(ref _trajectory);
        if (!_trajectory.Span.SequenceEqual(_name))
        {
            _name = _trajectory.ToString();
        }

        return new Frame(_name, step, time, system, state, ReadCell());
    }

    /// <summary>The system of the current row: the same instance as long as kinds and masses do not change.</summary>
    /// <exception cref="DataException">Kinds and masses differ in number, or a mass is not positive.</exception>
    public ParticleSystem ReadSystem()
    {
        _getSpecies(ref _species);
        _getMasses(ref _masses);
        if (_system is null || !IsSame(_system))
        {
            string[] kinds = [.. _species.DenseValues().Select(kind => kind.ToString())];
            double[] masses = [.. _masses.DenseValues()];
            if (kinds.Length != masses.Length)
            {
                throw new DataException(
                    $"Row {_row.Position + 1} has {kinds.Length} values in '{_layout.Species.Name}' and {masses.Length} in '{_layout.Masses.Name}'. Give one of both per particle.");
            }

            _system = CreateSystem(kinds, masses);
        }

        return _system;
    }

    /// <summary>Positions and momenta of the current row, after <see cref="ReadSystem"/>.</summary>
    /// <exception cref="DataException">A vector has not three components per particle.</exception>
    public void ReadState(PhasePoint state)
    {
        Read(_getPositions, _layout.Positions, state.Positions);
        Read(_getMomenta, _layout.Momenta, state.Momenta);
    }

    /// <summary>The cell of the current row; null for an isolated system.</summary>
    /// <exception cref="DataException">The cell has not nine components.</exception>
    public double[]? ReadCell()
    {
        if (_getCell is null)
        {
            return null;
        }

        _getCell(ref _cell);
        if (_cell.GetValues().IndexOfAnyExcept(0.0) < 0)
        {
            return null;
        }

        return _cell.Length == 9 ? [.. _cell.DenseValues()] : throw new DataException(
            $"Row {_row.Position + 1} has {_cell.Length} values in '{_layout.Cell!.Value.Name}'; a cell has nine, three vectors one after another.");
    }

    private static bool MoveNext(DataViewRowCursor cursor)
    {
        try
        {
            return cursor.MoveNext();
        }
        catch (InvalidOperationException e) when (Cause(e) is { } cause)
        {
            // ML.NET reads ahead on threads of its own, in a split by trajectory for one, and hides what they threw in
            // an exception of its own, once per thread that it went through.
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    private static ActionMLException? Cause(Exception? e)
    {
        while (e is InvalidOperationException)
        {
            e = e.InnerException;
        }

        return e as ActionMLException;
    }

    private ParticleSystem CreateSystem(string[] kinds, double[] masses)
    {
        try
        {
            return new ParticleSystem(_layout.Dimension, _layout.Units, kinds, masses);
        }
        catch (DataException e)
        {
            throw new DataException($"Row {_row.Position + 1}, columns '{_layout.Species.Name}' and '{_layout.Masses.Name}': {e.Message}", e);
        }
    }

    private bool IsSame(ParticleSystem system)
    {
        // Sparse vectors cannot be compared span by span; no loader makes them here, so they are just read anew.
        if (!_species.IsDense || !_masses.IsDense || !_masses.GetValues().SequenceEqual(system.Masses) || _species.Length != system.Count)
        {
            return false;
        }

        ReadOnlySpan<ReadOnlyMemory<char>> species = _species.GetValues();
        for (int i = 0; i < species.Length; i++)
        {
            if (!species[i].Span.SequenceEqual(system.Kinds[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void Read(ValueGetter<VBuffer<double>> getter, DataViewSchema.Column column, double[] destination)
    {
        getter(ref _vector);
        int dimension = _layout.Dimension;
        int count = destination.Length / dimension;
        if (_vector.Length != count * RowGetters.Components)
        {
            throw new DataException(
                $"Row {_row.Position + 1} has {_vector.Length} values in '{column.Name}' and {count} masses; expected {count * RowGetters.Components}, three components per particle (the third is 0 in two dimensions).");
        }

        if (dimension == RowGetters.Components)
        {
            _vector.CopyTo(destination);
            return;
        }

        if (_components.Length != _vector.Length)
        {
            _components = new double[_vector.Length];
        }

        _vector.CopyTo(_components);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> components = _components.AsSpan(i * RowGetters.Components, RowGetters.Components);
            components[..dimension].CopyTo(destination.AsSpan(i * dimension));
            if (components[dimension] != 0)
            {
                throw new DataException(FormattableString.Invariant(
                    $"Row {_row.Position + 1} has {components[dimension]} as third component of particle {i + 1} in '{column.Name}', but its systems have two dimensions. Set it to 0, or give the data three dimensions."));
            }
        }
    }
}
