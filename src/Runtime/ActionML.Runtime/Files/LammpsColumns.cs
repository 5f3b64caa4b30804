namespace ActionML.Runtime;

/// <summary>What each column of a dump holds, from the line <c>ITEM: ATOMS</c>; −1 for one that is not there.</summary>
internal sealed class LammpsColumns
{
    /// <summary>The start of the line.</summary>
    public const string Item = "ITEM: ATOMS";

    private readonly string[] _names;
    private readonly LineReader _reader;

    private LammpsColumns(string[] names, LineReader reader)
    {
        _names = names;
        _reader = reader;
    }

    /// <summary>Number of columns.</summary>
    public int Count => _names.Length;

    /// <summary>The atom's number.</summary>
    public int Id { get; private init; }

    /// <summary>The atom's type.</summary>
    public int Type { get; private init; }

    /// <summary>The element.</summary>
    public int Element { get; private init; }

    /// <summary>The mass.</summary>
    public int Mass { get; private init; }

    /// <summary>The position, [3].</summary>
    public int[] Positions { get; private set; } = [];

    /// <summary>Whether positions are in units of the box.</summary>
    public bool IsScaled { get; private set; }

    /// <summary>Whether positions were wrapped into the box, and no image flags undo it.</summary>
    public bool IsWrapped { get; private set; }

    /// <summary>The image flags, [3], where they are needed.</summary>
    public int[]? Images { get; private set; }

    /// <summary>The velocity, [3].</summary>
    public int[]? Velocities { get; private init; }

    /// <summary>Reads the line, which is the one read last.</summary>
    public static LammpsColumns Parse(ReadOnlySpan<char> line, LineReader reader)
    {
        string[] names = line[Item.Length..].ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw reader.Error(0, $"the column '{twice.Key}' is there twice. Keep one of the two.");
        }

        int Find(string name) => Array.IndexOf(names, name);
        var columns = new LammpsColumns(names, reader)
        {
            Id = Find("id"),
            Type = Find("type"),
            Element = Find("element"),
            Mass = Find("mass"),
            Velocities = Three(names, reader, "vx", "vy", "vz"),
        };
        if (columns.Id < 0)
        {
            throw columns.Missing("the column 'id' is missing, and LAMMPS writes atoms in any order. Add id");
        }

        if (columns.Type < 0 && columns.Element < 0)
        {
            throw columns.Missing("the kinds of the atoms are missing. Add type or element");
        }

        columns.FindPositions();
        return columns;
    }

    private static int[]? Three(string[] names, LineReader reader, params string[] wanted)
    {
        int[] found = [.. wanted.Select(name => Array.IndexOf(names, name))];
        return found switch
        {
            [< 0, < 0, < 0] => null,
            [>= 0, >= 0, >= 0] => found,
            _ => throw reader.Error(
                0, $"of the columns {string.Join(", ", wanted)} only {string.Join(" and ", wanted.Where(names.Contains))} {(wanted.Count(names.Contains) == 1 ? "is" : "are")} there. Dump all three or none."),
        };
    }

    private void FindPositions()
    {
        int[]? Find(params string[] wanted) => Three(_names, _reader, wanted);
        int[]? images = Find("ix", "iy", "iz");
        int[]? unwrapped = Find("xu", "yu", "zu");
        int[]? scaledUnwrapped = Find("xsu", "ysu", "zsu");
        int[]? plain = Find("x", "y", "z");
        int[]? scaled = Find("xs", "ys", "zs");
        Positions = unwrapped ?? scaledUnwrapped ?? plain ?? scaled ?? throw Missing("there are no positions. Add xu yu zu");
        IsScaled = unwrapped is null && (scaledUnwrapped is not null || plain is null);
        bool inBox = unwrapped is null && scaledUnwrapped is null;
        Images = inBox ? images : null;
        IsWrapped = inBox && images is null;
    }

    private DataException Missing(string what) => _reader.Error(
        0, $"{what} to the columns of the dump; found {(Count == 0 ? "none" : LineReader.Show(string.Join(' ', _names)))}. For example: dump 1 all custom 10 run.lammpstrj id type xu yu zu vx vy vz");
}
