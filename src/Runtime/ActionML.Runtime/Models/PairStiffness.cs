using System.Globalization;

namespace ActionML.Runtime;

/// <summary>
/// What a generating function is to second order in the positions, taken as springs along pairs of particles:
/// −S_qq δq̄ ≈ h Σⱼ k_ab(r) û(û·(δq̄ⱼ − δq̄ᵢ)), with r and û distance and direction from i to j and a, b their kinds. A few numbers that
/// <see cref="PairStiffnessEstimator"/> measures and a model carries, so that the corrector can precondition with them.
/// </summary>
/// <remarks>k_ab(r), in units of energy over length², is linear between equidistant nodes, constant before the first and zero after the last.</remarks>
public sealed class PairStiffness
{
    private readonly double[][] _values;

    /// <summary>Creates the springs.</summary>
    /// <param name="first">Distance of the first node.</param>
    /// <param name="spacing">Distance between nodes; positive.</param>
    /// <param name="values">k_ab at the nodes, as many for each pair of kinds a ≤ b, in the order (0, 0), (0, 1), …, (1, 1), ….</param>
    /// <exception cref="ArgumentException">A number is not finite, the spacing is not positive, or rows differ in length.</exception>
    public PairStiffness(double first, double spacing, IReadOnlyList<IReadOnlyList<double>> values)
    {
        if (!double.IsFinite(first) || !(spacing > 0 && double.IsFinite(spacing)))
        {
            throw new ArgumentException(Text($"The nodes begin at {first} with a spacing of {spacing}; the first must be finite, the other positive and finite."));
        }

        if (values.Count == 0 || values.Any(row => row.Count != values[0].Count) || values.Any(row => row.Any(value => !double.IsFinite(value))))
        {
            throw new ArgumentException("Every pair of kinds needs the same number of finite values.", nameof(values));
        }

        (First, Spacing, _values) = (first, spacing, [.. values.Select(row => row.ToArray())]);
    }

    /// <summary>Distance of the first node.</summary>
    public double First { get; }

    /// <summary>Distance between nodes.</summary>
    public double Spacing { get; }

    /// <summary>Values at the nodes, by pair of kinds.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Values => _values;

    /// <summary>Where k is zero for all pairs, and from there on.</summary>
    public double Reach => First + (Spacing * _values[0].Length);

    /// <summary>The number of kinds.</summary>
    public int Kinds => (int)Math.Round((Math.Sqrt((8.0 * _values.Length) + 1) - 1) / 2);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static PairStiffness Parse(string text)
    {
        double[][] rows = [.. text.Split('|').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())];
        try
        {
            return rows[0].Length == 2 ? new PairStiffness(rows[0][0], rows[0][1], rows[1..]) : throw new FormatException();
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>The row of <see cref="Values"/> for two kinds, in any order.</summary>
    /// <param name="a">Index of a kind.</param>
    /// <param name="b">Index of a kind.</param>
    /// <param name="kinds">The number of kinds.</param>
    public static int Pair(int a, int b, int kinds)
    {
        (int low, int high) = a <= b ? (a, b) : (b, a);
        return (low * kinds) - (low * (low - 1) / 2) + high - low;
    }

    /// <summary>k at a distance.</summary>
    /// <param name="pair">The pair of kinds, as <see cref="Pair"/> counts.</param>
    /// <param name="distance">r.</param>
    public double At(int pair, double distance)
    {
        double[] row = _values[pair];
        double place = Math.Max(0, (distance - First) / Spacing);
        int node = (int)place;
        if (node >= row.Length)
        {
            return 0;
        }

        double share = place - node;
        return ((1 - share) * row[node]) + (node + 1 < row.Length ? share * row[node + 1] : 0);
    }

    /// <summary>First and spacing, then the values of each pair: <c>2.3 0.2|34 17 3.5|20 8 1|0 0 0.5</c>.</summary>
    public override string ToString() =>
        string.Join('|', _values.Prepend([First, Spacing]).Select(row => string.Join(' ', row.Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
