using System.Globalization;

namespace ActionML.Runtime;

/// <summary>What each column of a frame holds, from the key <c>Properties</c>.</summary>
internal sealed class XyzColumns
{
    /// <summary>The layout of a file without the key: plain XYZ, kind and position.</summary>
    public const string Plain = "species:S:1:pos:R:3";

    private XyzColumns()
    {
    }

    /// <summary>Number of columns.</summary>
    public int Count { get; private set; }

    /// <summary>Column of the kind, or −1.</summary>
    public int Species { get; private set; } = -1;

    /// <summary>Column of the atomic number, or −1.</summary>
    public int AtomicNumber { get; private set; } = -1;

    /// <summary>First column of the position.</summary>
    public int Positions { get; private set; } = -1;

    /// <summary>First column of the momentum, or −1.</summary>
    public int Momenta { get; private set; } = -1;

    /// <summary>First column of the velocity, or −1.</summary>
    public int Velocities { get; private set; } = -1;

    /// <summary>Column of the mass, or −1.</summary>
    public int Masses { get; private set; } = -1;

    /// <summary>Reads triplets name:type:count in any order; columns of other names are skipped over.</summary>
    public static XyzColumns Parse(XyzComment comment)
    {
        const string key = "Properties";
        string text = comment.Text(key) ?? Plain;
        string[] fields = text.Split(':');
        if (fields.Length % 3 != 0)
        {
            throw comment.Error(
                key, $"'Properties' is {LineReader.Show(text)} with {fields.Length} fields, expected triplets name:type:count such as pos:R:3.");
        }

        var columns = new XyzColumns();
        for (int i = 0; i < fields.Length; i += 3)
        {
            string name = fields[i].Trim();
            string type = fields[i + 1].Trim();
            if (!int.TryParse(fields[i + 2], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 1000)
            {
                throw comment.Error(
                    key, $"property '{name}' in 'Properties' has {LineReader.Show(fields[i + 2])} columns, expected a whole number from 1 to 1000.");
            }

            if (type is not ("S" or "R" or "I" or "L"))
            {
                throw comment.Error(
                    key, $"property '{name}' in 'Properties' has the type {LineReader.Show(type)}, expected S (text), R (real), I (integer) or L (logical).");
            }

            columns.Add(comment, name, count);
            columns.Count += count;
        }

        if (columns.Positions < 0)
        {
            throw comment.Error(key, $"'Properties' is {LineReader.Show(text)} and names no positions. Add pos:R:3.");
        }

        if (columns.Species < 0 && columns.AtomicNumber < 0)
        {
            throw comment.Error(key, $"'Properties' is {LineReader.Show(text)} and names no kinds. Add species:S:1.");
        }

        return columns;
    }

    private void Add(XyzComment comment, string name, int count)
    {
        switch (name.ToLowerInvariant())
        {
            case "species" or "symbols":
                Species = Once(comment, name, Species, count, 1);
                break;
            case "z" or "numbers":
                AtomicNumber = Once(comment, name, AtomicNumber, count, 1);
                break;
            case "pos" or "positions":
                Positions = Once(comment, name, Positions, count, 3);
                break;
            case "momenta":
                Momenta = Once(comment, name, Momenta, count, 3);
                break;
            case "velocities" or "velo" or "vel":
                Velocities = Once(comment, name, Velocities, count, 3);
                break;
            case "masses" or "mass":
                Masses = Once(comment, name, Masses, count, 1);
                break;
        }
    }

    private int Once(XyzComment comment, string name, int already, int count, int expected)
    {
        if (already >= 0)
        {
            throw comment.Error("Properties", $"'Properties' names '{name}' twice. Keep one of the two.");
        }

        if (count != expected)
        {
            string remedy = expected == 3 ? " Files always have three components; write 0 for z in two dimensions and add dimension=2." : "";
            throw comment.Error(
                "Properties", $"property '{name}' in 'Properties' has {count} {(count == 1 ? "column" : "columns")}, expected {expected}.{remedy}");
        }

        return Count;
    }
}
