using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Reads the atoms of a frame and sorts them by id.</summary>
internal sealed class LammpsAtoms(LineReader reader, LammpsDumpReadOptions options)
{
    // One string for each kind rather than for each atom of each frame.
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _kindOf =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private int[] _starts = [];
    private int[] _ends = [];
    private LammpsColumns _columns = null!;
    private LammpsBox _box = null!;
    private LammpsUnits _units;
    private long[] _ids = [];
    private string[] _kinds = [];
    private double[] _masses = [];
    private double[] _positions = [];
    private double[]? _momenta;

    /// <summary>Prepares for a frame.</summary>
    public void Begin(LammpsColumns columns, LammpsUnits units, LammpsBox box, int count)
    {
        (_columns, _units, _box) = (columns, units, box);
        if (_starts.Length != columns.Count + 1)
        {
            _starts = new int[columns.Count + 1];
            _ends = new int[columns.Count + 1];
        }

        _ids = new long[count];
        _kinds = new string[count];
        _masses = new double[count];
        _positions = new double[3 * count];
        _momenta = columns.Velocities is null ? null : new double[3 * count];
    }

    /// <summary>Reads an atom from the line read last.</summary>
    public void Read(ReadOnlySpan<char> line, int atom)
    {
        int found = LineReader.Split(line, _starts, _ends);
        if (found != _columns.Count)
        {
            throw reader.Error(
                0, $"found {(found > _columns.Count ? "more than " + _columns.Count : found)} columns, expected {_columns.Count} as 'ITEM: ATOMS' says. Atom {atom + 1} of {_ids.Length} in the file's order; a frame with fewer atoms than it says shows in this way too.");
        }

        _ids[atom] = Whole(line, _columns.Id, "atom id");
        string kind = Kind(line);
        double mass = _columns.Mass >= 0 ? Number(line, _columns.Mass, "mass") : MassOf(kind);
        if (!(mass > 0))
        {
            throw reader.Error(_starts[_columns.Mass] + 1, FormattableString.Invariant($"the mass is {mass}, expected a positive number."));
        }

        _kinds[atom] = kind;
        _masses[atom] = mass;
        ReadPosition(line, _positions.AsSpan(3 * atom, 3));
        if (_columns.Velocities is { } velocities)
        {
            double factor = mass * _units.PerModelTime();
            for (int d = 0; d < 3; d++)
            {
                _momenta![(3 * atom) + d] = factor * Number(line, velocities[d], "velocity");
            }
        }
    }

    /// <summary>The frame, sorted by id.</summary>
    public LammpsRawFrame End(long line, long atomsLine, long step, double? time)
    {
        if (!IsSorted())
        {
            Sort();
            for (int i = 1; i < _ids.Length; i++)
            {
                if (_ids[i] == _ids[i - 1])
                {
                    throw reader.ErrorAt(atomsLine, 0, $"two atoms of timestep {step} have the id {_ids[i]}; ids must differ. The dump is damaged, or two are mixed in one file.");
                }
            }
        }

        return new LammpsRawFrame(
            line, atomsLine, step, time, _units, _box, _ids, _kinds, _masses, _positions, _momenta, _columns.IsWrapped && _box.IsPeriodic);
    }

    private void ReadPosition(ReadOnlySpan<char> line, Span<double> position)
    {
        for (int d = 0; d < 3; d++)
        {
            position[d] = Number(line, _columns.Positions[d], "position");
        }

        if (_columns.IsScaled)
        {
            _box.Unscale(position);
        }

        if (_columns.Images is { } images && _box.IsPeriodic)
        {
            _box.Shift(
                position, Whole(line, images[0], "image flag"), Whole(line, images[1], "image flag"), Whole(line, images[2], "image flag"));
        }
    }

    private string Kind(ReadOnlySpan<char> line)
    {
        bool byType = _columns.Type >= 0 && (options.Types is not null || _columns.Element < 0);
        int column = byType ? _columns.Type : _columns.Element;
        ReadOnlySpan<char> text = line[_starts[column].._ends[column]];
        if (!_kindOf.TryGetValue(text, out string? kind))
        {
            kind = byType ? KindOfType(text, column) : text.ToString();
            _kindOf[text] = kind;
        }

        return kind;
    }

    private string KindOfType(ReadOnlySpan<char> text, int column)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int type))
        {
            return text.ToString(); // a label: dump_modify types labels
        }

        if (options.Types is null)
        {
            throw reader.Error(
                _starts[column] + 1, $"the atom has the type {type}, and the dump does not say what that is. Give the kind of each type (option Types, on the command line --type-map 1=Ge,2=Te), or dump the column element.");
        }

        return options.Types.TryGetValue(type, out string? kind)
            ? kind
            : throw reader.Error(
                _starts[column] + 1, $"the atom has the type {type}, which is not in the given map {string.Join(", ", options.Types.OrderBy(t => t.Key).Select(t => $"{t.Key}={t.Value}"))}. Give the kind of every type.");
    }

    private double MassOf(string kind)
    {
        if (options.Masses?.TryGetValue(kind, out double mass) == true)
        {
            return mass;
        }

        return _units.System() == UnitSystem.Atomistic && AtomicWeights.TryGet(kind, out mass)
            ? mass
            : throw reader.Error(
                0, $"there is no column 'mass', and '{kind}' has no standard atomic weight{(_units == LammpsUnits.Lj ? " in units lj" : "")}. Add mass to the columns of the dump, or name the mass of '{kind}' in the options (on the command line --masses {kind}=1).");
    }

    private double Number(ReadOnlySpan<char> line, int column, string what) => reader.Number(line, _starts[column], _ends[column], what);

    private long Whole(ReadOnlySpan<char> line, int column, string what)
    {
        ReadOnlySpan<char> text = line[_starts[column].._ends[column]];
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw reader.Error(_starts[column] + 1, $"found {LineReader.Show(text)}, expected a whole number for the {what}.");
    }

    private bool IsSorted()
    {
        for (int i = 1; i < _ids.Length; i++)
        {
            if (_ids[i] <= _ids[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    private void Sort()
    {
        int count = _ids.Length;
        var order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Array.Sort(_ids, order);
        _kinds = [.. order.Select(i => _kinds[i])];
        _masses = [.. order.Select(i => _masses[i])];
        _positions = Vectors(_positions, order);
        _momenta = _momenta is null ? null : Vectors(_momenta, order);
    }

    private static double[] Vectors(double[] vectors, int[] order)
    {
        var sorted = new double[vectors.Length];
        for (int i = 0; i < order.Length; i++)
        {
            vectors.AsSpan(3 * order[i], 3).CopyTo(sorted.AsSpan(3 * i, 3));
        }

        return sorted;
    }
}
