using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Reads one frame of a dump after the other, each by itself.</summary>
internal sealed class LammpsFrameParser(LineReader reader, long? length, LammpsDumpReadOptions options)
{
    private LammpsUnits? _units;
    private long _line;
    private long? _step;
    private int? _count;
    private double? _time;
    private LammpsBox? _box;
    private LammpsAtoms? _atoms;

    /// <summary>The next frame, or null at the end of the text.</summary>
    public LammpsRawFrame? Read()
    {
        (_line, _step, _count, _time, _box) = (0, null, null, null, null);
        while (TryReadItem(out ReadOnlySpan<char> item))
        {
            _line = _line == 0 ? reader.LineNumber : _line;
            if (item.StartsWith(LammpsColumns.Item))
            {
                return Atoms(item);
            }

            ReadHeader(item);
        }

        return _line == 0 ? null : throw Truncated("the file ends before the atoms");
    }

    private bool TryReadItem(out ReadOnlySpan<char> item)
    {
        while (reader.TryRead(out item))
        {
            item = item.TrimEnd();
            if (item.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void ReadHeader(ReadOnlySpan<char> item)
    {
        switch (item)
        {
            case "ITEM: TIMESTEP":
                _step = Whole("the timestep", 0, long.MaxValue);
                break;
            case "ITEM: NUMBER OF ATOMS":
                _count = (int)Whole("the number of atoms", 1, options.MaxParticles);
                break;
            case "ITEM: UNITS":
                SetUnits(Word());
                break;
            case "ITEM: TIME":
                ReadOnlySpan<char> text = Word();
                _time = reader.Number(text, 0, text.Length, "time");
                break;
            default:
                if (item.StartsWith("ITEM: BOX BOUNDS"))
                {
                    _box = LammpsBox.Read(item, reader, () => Truncated("the file ends inside the box"));
                    break;
                }

                throw reader.Error(
                    1, $"found {LineReader.Show(item)}, expected ITEM: TIMESTEP, NUMBER OF ATOMS, BOX BOUNDS, ATOMS, UNITS or TIME. {(reader.LineNumber == 1 ? "This is not a LAMMPS text dump of atoms." : "The frame before has more atoms than it says, or the file is damaged.")}");
        }
    }

    private ReadOnlySpan<char> Word()
    {
        if (!reader.TryRead(out ReadOnlySpan<char> text) || !reader.EndsWithBreak)
        {
            throw Truncated("the file ends in the header");
        }

        return text.Trim();
    }

    private long Whole(string what, long smallest, long largest)
    {
        ReadOnlySpan<char> text = Word();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= smallest && value <= largest
            ? value
            : throw reader.Error(1, largest == long.MaxValue
                ? $"{what} is {LineReader.Show(text)}, expected a whole number of at least {smallest}."
                : $"{what} is {LineReader.Show(text)}, expected a whole number from {smallest} to {largest}. The number is probably damaged.");
    }

    private void SetUnits(ReadOnlySpan<char> word)
    {
        LammpsUnits found = word switch
        {
            "metal" => LammpsUnits.Metal,
            "real" => LammpsUnits.Real,
            "lj" => LammpsUnits.Lj,
            _ => throw reader.Error(1, $"the units are {LineReader.Show(word)}, expected metal, real or lj. Run LAMMPS with one of these, or convert the dump."),
        };
        if (options.Units is { } asked && asked != found)
        {
            throw reader.Error(1, $"the dump is in units {found.Word()}, and {asked.Word()} was asked for. Ask for {found.Word()}, or correct the dump.");
        }

        _units = found;
    }

    private LammpsRawFrame Atoms(ReadOnlySpan<char> item)
    {
        string Missing(string what) => $"the item '{what}' is missing before the atoms of the frame that starts on line {_line}. The file is damaged; write it again.";
        long step = _step ?? throw reader.Error(0, Missing("TIMESTEP"));
        int count = _count ?? throw reader.Error(0, Missing("NUMBER OF ATOMS"));
        LammpsBox box = _box ?? throw reader.Error(0, Missing("BOX BOUNDS"));
        LammpsUnits units = _units ?? options.Units ?? throw reader.ErrorAt(
            _line, 0, "the dump does not say its units. Give them (option Units, on the command line --lammps-units): metal, real or lj; or write them with dump_modify units yes.");
        LammpsColumns columns = LammpsColumns.Parse(item, reader);
        long atomsLine = reader.LineNumber;
        if (length is { } bytes && 2L * count * columns.Count > bytes + 2)
        {
            throw reader.ErrorAt(
                _line, 0, $"the frame claims to have {count} atoms, but the whole file has only {bytes} bytes. The number is damaged, or the file is cut off; write it again.");
        }

        if (columns.Velocities is null && !options.DeriveMomenta && !options.AllowMissingMomenta)
        {
            throw reader.Error(
                0, "there are no velocities. Add vx vy vz to the columns of the dump, or have momenta derived from equally spaced positions by five-point central differences (option DeriveMomenta, on the command line --derive-momenta); the first two and the last two frames are then dropped. A run can draw them instead (option AllowMissingMomenta, on the command line run --draw-momenta).");
        }

        _atoms ??= new LammpsAtoms(reader, options);
        _atoms.Begin(columns, units, box, count);
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryRead(out ReadOnlySpan<char> line))
            {
                throw Truncated($"the file ends after {i} of {count} atoms");
            }

            if (!reader.EndsWithBreak)
            {
                throw Truncated($"the last line, atom {i + 1} of {count}, does not end with a line break, so it may be cut off inside a number");
            }

            _atoms.Read(line, i);
        }

        return _atoms.End(_line, atomsLine, step, _time);
    }

    private DataException Truncated(string found) => reader.ErrorAt(
        Math.Max(reader.LineNumber, 1), 0,
        $"{found} of the frame that starts on line {Math.Max(_line, 1)}. The file is probably cut off; write it again, remove the incomplete frame, or, if it is complete, end its last line.");
}
