using System.Globalization;

namespace ActionML.Runtime;

/// <summary>The key=value pairs of the second line of an extended XYZ frame. Keys ignore case.</summary>
internal sealed class XyzComment
{
    private readonly Dictionary<string, (string Value, int Column)> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly LineReader _reader;
    private readonly long _line;

    private XyzComment(LineReader reader)
    {
        _reader = reader;
        _line = reader.LineNumber;
    }

    /// <summary>Reads the line: <c>key=value</c>, <c>key="a value"</c>, <c>key={a value}</c>, <c>key=[a value]</c>, or a bare key.</summary>
    public static XyzComment Parse(ReadOnlySpan<char> line, LineReader reader)
    {
        var comment = new XyzComment(reader);
        int at = 0;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            if (at == line.Length)
            {
                return comment;
            }

            int column = at + 1;
            string key = comment.Piece(line, ref at, inKey: true);
            string value = "T"; // a bare key is a flag
            if (at < line.Length && line[at] == '=')
            {
                at++;
                column = at + 1;
                value = comment.Piece(line, ref at, inKey: false);
            }

            if (!comment._entries.TryAdd(key, (value, column)))
            {
                throw reader.Error(column, $"the key '{key}' appears twice. Keep one of the two.");
            }
        }
    }

    /// <summary>The value of a key, or null.</summary>
    public string? Text(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : null;

    /// <summary>The value of a key as a finite number, or null.</summary>
    public double? Number(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Error(key, $"'{key}' is {LineReader.Show(text)}, expected a finite number with a decimal point.");
    }

    /// <summary>The value of a key as a whole number, or null.</summary>
    public long? Integer(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Error(key, $"'{key}' is {LineReader.Show(text)}, expected a whole number.");
    }

    /// <summary>The value of a key as truth values (T, F, true, false, 1, 0, separated by spaces or commas), or null.</summary>
    public bool[]? Flags(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return [.. Words(text).Select(word => word.ToUpperInvariant() switch
        {
            "T" or "TRUE" or "1" => true,
            "F" or "FALSE" or "0" => false,
            _ => throw Error(key, $"'{key}' is {LineReader.Show(text)}, expected T or F."),
        })];
    }

    /// <summary>The value of a key as a list of finite numbers, or null.</summary>
    public double[]? Numbers(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return [.. Words(text).Select(word =>
            double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
                ? value
                : throw Error(key, $"'{key}' holds {LineReader.Show(word)}, expected finite numbers with decimal points."))];
    }

    /// <summary>An error at a key's value.</summary>
    public DataException Error(string key, string message) =>
        _reader.ErrorAt(_line, _entries.TryGetValue(key, out var entry) ? entry.Column : 0, message);

    private static string[] Words(string text) =>
        text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private string Piece(ReadOnlySpan<char> line, ref int at, bool inKey)
    {
        char opening = at < line.Length ? line[at] : ' ';
        char closing = opening switch
        {
            '"' => '"',
            '\'' when !inKey => '\'',
            '{' when !inKey => '}',
            '[' when !inKey => ']',
            _ => '\0',
        };
        int start = at;
        if (closing == '\0')
        {
            while (at < line.Length && !char.IsWhiteSpace(line[at]) && !(inKey && line[at] == '='))
            {
                at++;
            }

            return line[start..at].ToString();
        }

        var text = new System.Text.StringBuilder();
        int depth = 1;
        for (at++; at < line.Length; at++)
        {
            char c = line[at];
            if (c == '\\' && closing is '"' or '\'' && at + 1 < line.Length)
            {
                text.Append(line[++at]);
                continue;
            }

            depth += c == closing ? -1 : c == opening ? 1 : 0; // [[1, 2], [3, 4]] nests
            if (depth == 0)
            {
                at++;
                return closing is '"' or '\'' ? text.ToString() : text.Replace(opening, ' ').Replace(closing, ' ').ToString();
            }

            text.Append(c);
        }

        throw _reader.Error(start + 1, $"the value that starts with {opening} does not end. Close it with {closing}.");
    }
}
