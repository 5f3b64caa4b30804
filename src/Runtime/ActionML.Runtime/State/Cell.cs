using System.Globalization;

namespace ActionML.Runtime;

/// <summary>
/// A periodic cell, triclinic in general: the row vectors a₁, a₂, a₃ of <see cref="Frame.Cell"/>. A point is
/// r = Σ_c s_c a_c with fractional coordinates s; two points are images of each other when s differs by integers.
/// </summary>
/// <remarks>
/// Symbols: a_c → <see cref="Vectors"/>, s_c = Σ_d r_d M_dc with M → <see cref="Inverse"/>, |det a| →
/// <see cref="Volume"/>, w_c → <see cref="Widths"/>. Immutable. Lengths in Å, or dimensionless.
/// </remarks>
public sealed class Cell
{
    // Relative to the product of the edges: far below any cell in use, far above the rounding of one that is flat.
    private const double SmallestRelativeVolume = 1e-9;

    private readonly double[] _vectors;
    private readonly double[] _inverse;
    private readonly double[] _widths = new double[3];

    /// <summary>Creates a cell.</summary>
    /// <param name="vectors">The cell vectors as rows, [3, 3].</param>
    /// <exception cref="DataException">There are not nine finite numbers, or the vectors span no volume.</exception>
    public Cell(ReadOnlySpan<double> vectors)
    {
        if (vectors.Length != 9)
        {
            throw new DataException($"The cell has {vectors.Length} numbers, expected 9: its three vectors, one after the other.");
        }

        foreach (double component in vectors)
        {
            if (!double.IsFinite(component))
            {
                throw new DataException("The cell holds a number that is not finite. Correct its three vectors.");
            }
        }

        if (!HasVolume(vectors))
        {
            throw new DataException("The three cell vectors lie in a plane, so the cell has no volume. Correct them.");
        }

        _vectors = vectors.ToArray();
        double determinant = Determinant(vectors);
        _inverse = Invert(vectors, determinant);
        Volume = Math.Abs(determinant);
        for (int c = 0; c < 3; c++)
        {
            _widths[c] = 1 / Length(_inverse[c], _inverse[3 + c], _inverse[6 + c]);
        }
    }

    /// <summary>The cell vectors as rows, [3, 3].</summary>
    public ReadOnlySpan<double> Vectors => _vectors;

    /// <summary>The inverse of <see cref="Vectors"/>, [3, 3]: s_c = Σ_d r_d M_dc.</summary>
    public ReadOnlySpan<double> Inverse => _inverse;

    /// <summary>The volume, in Å³.</summary>
    public double Volume { get; }

    /// <summary>The distances between opposite faces, [3]: w_c lies across the faces that a_c connects.</summary>
    public ReadOnlySpan<double> Widths => _widths;

    /// <summary>The smallest of <see cref="Widths"/>. Up to half of it, an atom sees at most one image of another.</summary>
    public double SmallestWidth => Math.Min(_widths[0], Math.Min(_widths[1], _widths[2]));

    /// <summary>A cube.</summary>
    /// <param name="length">Its edge, positive.</param>
    /// <exception cref="DataException">The edge is not positive and finite.</exception>
    public static Cell Cubic(double length) => Orthorhombic(length, length, length);

    /// <summary>A box with right angles.</summary>
    /// <param name="x">Its edge along x, positive.</param>
    /// <param name="y">Its edge along y, positive.</param>
    /// <param name="z">Its edge along z, positive.</param>
    /// <exception cref="DataException">An edge is not positive and finite.</exception>
    public static Cell Orthorhombic(double x, double y, double z) =>
        double.IsFinite(x + y + z) && Math.Min(x, Math.Min(y, z)) > 0
            ? new Cell([x, 0, 0, 0, y, 0, 0, 0, z])
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"The edges of the cell are {x}, {y} and {z}; they must be positive and finite."));

    /// <summary>
    /// Replaces a difference of two positions by its image with |s_c| ≤ ½. This is the shortest image whenever one is
    /// shorter than half of <see cref="SmallestWidth"/>; beyond, in a skewed cell, another may be shorter.
    /// </summary>
    /// <param name="difference">A difference of positions, [3].</param>
    public void MinimumImage(Span<double> difference)
    {
        ReadOnlySpan<double> m = _inverse;
        double s0 = Math.Round((difference[0] * m[0]) + (difference[1] * m[3]) + (difference[2] * m[6]));
        double s1 = Math.Round((difference[0] * m[1]) + (difference[1] * m[4]) + (difference[2] * m[7]));
        double s2 = Math.Round((difference[0] * m[2]) + (difference[1] * m[5]) + (difference[2] * m[8]));
        for (int d = 0; d < 3; d++)
        {
            difference[d] -= (s0 * _vectors[d]) + (s1 * _vectors[3 + d]) + (s2 * _vectors[6 + d]);
        }
    }

    /// <summary>Replaces positions by their images in the cell, 0 ≤ s_c &lt; 1 up to rounding. For display: runs stay unwrapped.</summary>
    /// <param name="positions">Positions, [N, 3].</param>
    /// <exception cref="ArgumentException">The length is not a multiple of 3.</exception>
    public void Wrap(Span<double> positions)
    {
        if (positions.Length % 3 != 0)
        {
            throw new ArgumentException($"Found {positions.Length} position components; they come in threes.", nameof(positions));
        }

        Span<double> images = stackalloc double[3];
        for (int i = 0; i < positions.Length; i += 3)
        {
            Span<double> position = positions.Slice(i, 3);
            Images(position, images);
            for (int d = 0; d < 3; d++)
            {
                position[d] -= (images[0] * _vectors[d]) + (images[1] * _vectors[3 + d]) + (images[2] * _vectors[6 + d]);
            }
        }
    }

    /// <summary>The determinant of a matrix, [3, 3].</summary>
    internal static double Determinant(ReadOnlySpan<double> m) =>
        (m[0] * ((m[4] * m[8]) - (m[5] * m[7]))) - (m[1] * ((m[3] * m[8]) - (m[5] * m[6]))) + (m[2] * ((m[3] * m[7]) - (m[4] * m[6])));

    /// <summary>Whether three row vectors span a volume.</summary>
    internal static bool HasVolume(ReadOnlySpan<double> m) =>
        Math.Abs(Determinant(m)) > SmallestRelativeVolume * Length(m[0], m[1], m[2]) * Length(m[3], m[4], m[5]) * Length(m[6], m[7], m[8]);

    /// <summary>Writes the whole parts ⌊s_c⌋ of a position's fractional coordinates, [3].</summary>
    internal void Images(ReadOnlySpan<double> position, Span<double> images)
    {
        for (int c = 0; c < 3; c++)
        {
            images[c] = Math.Floor((position[0] * _inverse[c]) + (position[1] * _inverse[3 + c]) + (position[2] * _inverse[6 + c]));
        }
    }

    private static double Length(double x, double y, double z) => Math.Sqrt((x * x) + (y * y) + (z * z));

    private static double[] Invert(ReadOnlySpan<double> m, double determinant)
    {
        double scale = 1 / determinant;
        return
        [
            scale * ((m[4] * m[8]) - (m[5] * m[7])), scale * ((m[2] * m[7]) - (m[1] * m[8])), scale * ((m[1] * m[5]) - (m[2] * m[4])),
            scale * ((m[5] * m[6]) - (m[3] * m[8])), scale * ((m[0] * m[8]) - (m[2] * m[6])), scale * ((m[2] * m[3]) - (m[0] * m[5])),
            scale * ((m[3] * m[7]) - (m[4] * m[6])), scale * ((m[1] * m[6]) - (m[0] * m[7])), scale * ((m[0] * m[4]) - (m[1] * m[3])),
        ];
    }
}
