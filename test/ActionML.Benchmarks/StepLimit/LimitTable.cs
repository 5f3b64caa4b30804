using System.Globalization;

namespace ActionML.Benchmarks;

/// <summary>A comma-separated table that grows row by row, so that what was interrupted goes on after its last row.</summary>
internal sealed class LimitTable
{
    private readonly string _path;

    /// <summary>Opens a table or begins it.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="columns">Names of the columns.</param>
    public LimitTable(string path, params string[] columns)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, string.Join(',', columns) + "\n");
        }

        string[][] lines = [.. File.ReadAllLines(path).Select(line => line.Split(','))];
        if (!lines[0].SequenceEqual(columns))
        {
            throw new InvalidDataException($"'{path}' has other columns. Remove it to begin anew.");
        }

        Rows = [.. lines.Skip(1).Where(line => line.Length == columns.Length)];
    }

    /// <summary>The rows, those of earlier calls included.</summary>
    public List<string[]> Rows { get; }

    /// <summary>Appends a row.</summary>
    public void Add(params object[] values)
    {
        string[] row = [.. values.Select(value => value is double number ? number.ToString("G6", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{value}"))];
        Rows.Add(row);
        File.AppendAllText(_path, string.Join(',', row) + "\n");
    }

    /// <summary>A column as numbers.</summary>
    public static double[] Numbers(IEnumerable<string[]> rows, int column) =>
        [.. rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
}
