using System.Globalization;

namespace ActionML.Runtime;

/// <summary>Reads a text line by line without allocating, and knows where it is.</summary>
internal sealed class LineReader(TextReader reader, string source)
{
    // A line of a trajectory has some hundred characters. A binary file without line breaks must not fill the memory.
    private const int LongestLine = 1 << 20;

    private char[] _buffer = new char[1 << 14];
    private int _next;
    private int _end;
    private bool _finished;

    /// <summary>The file's name, for messages.</summary>
    public string Source => source;

    /// <summary>The number of the line read last, starting at 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether the line read last ended with a line break rather than with the file.</summary>
    public bool EndsWithBreak { get; private set; }

    /// <summary>Reads a line; false at the end of the text.</summary>
    /// <param name="line">The line without its line break; valid until the next call.</param>
    public bool TryRead(out ReadOnlySpan<char> line)
    {
        int searched = 0;
        while (true)
        {
            int at = _buffer.AsSpan(_next + searched, _end - _next - searched).IndexOf('\n');
            if (at >= 0)
            {
                line = Take(searched + at);
                _next++;
                EndsWithBreak = true;
                return true;
            }

            searched = _end - _next;
            if (searched > LongestLine)
            {
                throw new DataException(
                    $"'{source}', line {LineNumber + 1}: the line is longer than {LongestLine} characters, so this is not a text trajectory. Name a file in extended XYZ format or a LAMMPS text dump.");
            }

            if (_finished)
            {
                EndsWithBreak = false;
                line = Take(searched);
                LineNumber -= searched == 0 ? 1 : 0;
                return searched > 0;
            }

            Fill();
        }
    }

    /// <summary>An error at the line read last.</summary>
    /// <param name="column">Character position, starting at 1; 0 for the whole line.</param>
    /// <param name="message">What was found, expected, and to do; starts in lower case and ends with a period.</param>
    public DataException Error(int column, string message) => ErrorAt(LineNumber, column, message);

    /// <summary>An error at any line.</summary>
    public DataException ErrorAt(long line, int column, string message) =>
        new($"'{source}', line {line}{(column > 0 ? $", column {column}" : "")}: {message}");

    /// <summary>A piece of a file as it can be shown in a message: short and printable.</summary>
    public static string Show(ReadOnlySpan<char> text)
    {
        Span<char> shown = stackalloc char[Math.Min(text.Length, 40)];
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(text[i]) || text[i] == '\uFFFD' ? '·' : text[i];
        }

        return $"'{shown}{(text.Length > shown.Length ? "…" : "")}'";
    }

    /// <summary>Finds the words of a line; stops one beyond the expected number.</summary>
    public static int Split(ReadOnlySpan<char> line, Span<int> starts, Span<int> ends)
    {
        int found = 0;
        int at = 0;
        while (found < starts.Length)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            if (at == line.Length)
            {
                break;
            }

            starts[found] = at;
            while (at < line.Length && !char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            ends[found++] = at;
        }

        return found;
    }

    /// <summary>A word of the line read last as a finite number.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">Where the word starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="what">What the number is, for messages.</param>
    public double Number(ReadOnlySpan<char> line, int start, int end, string what)
    {
        ReadOnlySpan<char> text = line[start..end];
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !IsInfinity(text))
        {
            throw Error(start + 1, $"found {Show(text)}, expected a number with a decimal point for the {what}.");
        }

        return double.IsFinite(value) && !IsInfinity(text)
            ? value
            : throw Error(
                start + 1, $"the {what} is {Show(text)}, expected a finite number. The simulation that wrote this had probably blown up; cut the trajectory before this frame.");
    }

    // As C and numpy write it; .NET reads nan, but not this.
    private static bool IsInfinity(ReadOnlySpan<char> text) => text.TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase);

    private ReadOnlySpan<char> Take(int length)
    {
        ReadOnlySpan<char> line = _buffer.AsSpan(_next, length);
        _next += length;
        LineNumber++;
        return line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }

    private void Fill()
    {
        if (_next > 0)
        {
            Array.Copy(_buffer, _next, _buffer, 0, _end - _next);
            _end -= _next;
            _next = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        try
        {
            int read = reader.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _finished = read == 0;
        }
        catch (InvalidDataException e)
        {
            throw new DataException(
                $"'{source}', after line {LineNumber}: the compressed data are damaged or cut off. Compress the file again, or decompress it (gzip -d) and remove what is incomplete.", e);
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.Reading(source, e);
        }
    }
}
