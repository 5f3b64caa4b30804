using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Reads one frame after the other, each by itself.</summary>
internal sealed class XyzFrameParser(LineReader reader, long? length, ExtendedXyzReadOptions options)
{
    // One string for each kind rather than for each particle of each frame.
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _kinds =
        new Dictionary<string, string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The next frame, or null at the end of the text.</summary>
    public XyzRawFrame? Read()
    {
        if (!TryReadCount(out int count))
        {
            return null;
        }

        long line = reader.LineNumber;
        if (!reader.TryRead(out ReadOnlySpan<char> second))
        {
            throw Truncated(line, $"the file ends before the second line of the frame that starts on line {line}");
        }

        XyzComment comment = XyzComment.Parse(second, reader);
        XyzColumns columns = XyzColumns.Parse(comment);
        RequireLength(line, count, columns.Count);
        int dimension = Dimension(comment);
        bool hasMomenta = HasMomenta(comment, columns);
        var frame = new XyzRawFrame(
            line, comment, dimension, new string[count], new double[count * dimension],
            hasMomenta ? new double[count * dimension] : null, columns.Masses >= 0 ? new double[count] : null);
        for (int i = 0; i < count; i++)
        {
            if (!reader.TryRead(out ReadOnlySpan<char> particle))
            {
                throw Truncated(line, $"the file ends after {i} of {count} particles of the frame that starts on line {line}");
            }

            ReadParticle(particle, columns, frame, i);
            if (!reader.EndsWithBreak)
            {
                throw Truncated(line, "the last line does not end with a line break, so it may be cut off inside a number");
            }
        }

        return frame;
    }

    private DataException Truncated(long line, string found) => reader.ErrorAt(
        Math.Max(reader.LineNumber, line), 0,
        $"{found}. The file is probably cut off; write it again, remove the incomplete frame, or, if it is complete, end its last line.");

    private bool TryReadCount(out int count)
    {
        ReadOnlySpan<char> line;
        do
        {
            if (!reader.TryRead(out line))
            {
                count = 0;
                return false;
            }
        }
        while (line.IsWhiteSpace());

        ReadOnlySpan<char> text = line.Trim();
        int column = line.IndexOf(text[0]) + 1;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            throw reader.Error(
                column, $"found {LineReader.Show(text)}, expected the number of particles of a frame. The frame before has more lines than it says, or this is not an XYZ file.");
        }

        if (number < 1 || number > options.MaxParticles)
        {
            throw reader.Error(
                column, $"the frame claims to have {number} particles, expected 1 to {options.MaxParticles}. The number is probably damaged.");
        }

        count = (int)number;
        return true;
    }

    private void RequireLength(long line, int count, int columns)
    {
        // Each particle takes a character and a separator for every column, so the size of the file bounds the count.
        if (length is { } bytes && 2L * count * columns > bytes + 2)
        {
            throw reader.ErrorAt(
                line, 1, $"the frame claims to have {count} particles, but the whole file has only {bytes} bytes. The number is damaged, or the file is cut off; write it again.");
        }
    }

    private int Dimension(XyzComment comment) => comment.Integer("dimension") switch
    {
        null => options.DefaultDimension,
        2 => 2,
        3 => 3,
        _ => throw comment.Error("dimension", $"'dimension' is {LineReader.Show(comment.Text("dimension"))}, expected 2 or 3."),
    };

    private bool HasMomenta(XyzComment comment, XyzColumns columns)
    {
        if (columns.Momenta >= 0)
        {
            return true;
        }

        bool dimensionless = string.Equals(comment.Text("units") ?? options.Units?.ToString(), "dimensionless", StringComparison.OrdinalIgnoreCase);
        if (columns.Velocities >= 0 && dimensionless)
        {
            return columns.Masses >= 0
                ? true
                : throw comment.Error("Properties", "there are velocities but no column 'masses', so momenta cannot be formed. Add masses:R:1 to 'Properties' and the column.");
        }

        if (options.DeriveMomenta || options.AllowMissingMomenta)
        {
            return false;
        }

        string velocities = columns.Velocities >= 0
            ? " Velocities are read in dimensionless units only, because programs disagree about their units otherwise."
            : "";
        throw comment.Error(
            "Properties", $"there is no column 'momenta'.{velocities} Record momenta as momenta:R:3, or have them derived from equally spaced positions by five-point central differences (option DeriveMomenta, on the command line --derive-momenta); the first two and the last two frames of each trajectory are then dropped. A run can draw them instead (option AllowMissingMomenta, on the command line run --draw-momenta).");
    }

    private void ReadParticle(ReadOnlySpan<char> line, XyzColumns columns, XyzRawFrame frame, int particle)
    {
        Span<int> starts = columns.Count <= 64 ? stackalloc int[columns.Count + 1] : new int[columns.Count + 1];
        Span<int> ends = columns.Count <= 64 ? stackalloc int[columns.Count + 1] : new int[columns.Count + 1];
        int found = LineReader.Split(line, starts, ends);
        if (found < columns.Count && !reader.EndsWithBreak)
        {
            throw Truncated(frame.Line, $"the file ends inside particle {particle + 1} of {frame.Count}, after {found} of {columns.Count} columns");
        }

        if (found != columns.Count)
        {
            throw reader.Error(
                found == 0 ? 0 : starts[Math.Min(found, columns.Count) - (found > columns.Count ? 0 : 1)] + 1,
                $"found {(found > columns.Count ? "more than " + columns.Count : found)} columns, expected {columns.Count} as 'Properties' says. Particle {particle + 1} of {frame.Count}, frame from line {frame.Line}; a frame with fewer particles than it says shows in this way too.");
        }

        frame.Kinds[particle] = Kind(line, columns, starts, ends);
        Vector(line, columns.Positions, "position", frame.Dimension, starts, ends, frame.Positions.AsSpan(particle * frame.Dimension));
        double mass = 1;
        if (frame.Masses is { } masses)
        {
            mass = Number(line, columns.Masses, "mass", starts, ends);
            masses[particle] = mass > 0
                ? mass
                : throw reader.Error(starts[columns.Masses] + 1, FormattableString.Invariant($"the mass is {mass}, expected a positive number."));
        }

        if (frame.Momenta is { } momenta)
        {
            Span<double> own = momenta.AsSpan(particle * frame.Dimension, frame.Dimension);
            bool velocities = columns.Momenta < 0;
            Vector(line, velocities ? columns.Velocities : columns.Momenta, velocities ? "velocity" : "momentum", frame.Dimension, starts, ends, own);
            for (int d = 0; velocities && d < own.Length; d++)
            {
                own[d] *= mass;
            }
        }
    }

    private string Kind(ReadOnlySpan<char> line, XyzColumns columns, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends)
    {
        if (columns.Species >= 0)
        {
            ReadOnlySpan<char> name = line[starts[columns.Species]..ends[columns.Species]];
            if (!_kinds.TryGetValue(name, out string? known))
            {
                known = name.ToString();
                _kinds[name] = known;
            }

            return known;
        }

        int column = columns.AtomicNumber;
        ReadOnlySpan<char> text = line[starts[column]..ends[column]];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && AtomicWeights.Symbol(number) is { } symbol
            ? symbol
            : throw reader.Error(starts[column] + 1, $"found {LineReader.Show(text)}, expected an atomic number from 1 to 103.");
    }

    private void Vector(
        ReadOnlySpan<char> line, int column, string what, int dimension, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends, Span<double> into)
    {
        for (int d = 0; d < 3; d++)
        {
            double value = Number(line, column + d, what, starts, ends);
            if (d < dimension)
            {
                into[d] = value;
            }
            else if (value != 0)
            {
                throw reader.Error(
                    starts[column + d] + 1, FormattableString.Invariant($"the third component of the {what} is {value}, expected 0 in two dimensions. Correct it, or say dimension=3."));
            }
        }
    }

    private double Number(ReadOnlySpan<char> line, int column, string what, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends) =>
        reader.Number(line, starts[column], ends[column], what);
}
