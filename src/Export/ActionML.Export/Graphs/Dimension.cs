using System.Globalization;

namespace ActionML.Export;

/// <summary>
/// The size of one axis: a number, or a number times powers of the two symbols N (particles) and K (neighbors per
/// particle), which are known only when a graph runs.
/// </summary>
/// <param name="Factor">The constant factor.</param>
/// <param name="ParticlePower">The exponent of N.</param>
/// <param name="NeighborPower">The exponent of K.</param>
public readonly record struct Dimension(int Factor, int ParticlePower = 0, int NeighborPower = 0)
{
    /// <summary>The number of particles N.</summary>
    public static readonly Dimension Particles = new(1, 1);

    /// <summary>The number of neighbors per particle K.</summary>
    public static readonly Dimension Neighbors = new(1, 0, 1);

    /// <summary>Whether the size is a plain number.</summary>
    public bool IsConstant => ParticlePower == 0 && NeighborPower == 0;

    /// <summary>Whether the size is exactly one, so that the axis broadcasts.</summary>
    public bool IsOne => IsConstant && Factor == 1;

    /// <summary>A constant size.</summary>
    public static implicit operator Dimension(int size) => new(size);

    /// <summary>The size of two axes merged into one.</summary>
    public static Dimension operator *(Dimension a, Dimension b) =>
        new(a.Factor * b.Factor, a.ParticlePower + b.ParticlePower, a.NeighborPower + b.NeighborPower);

    /// <summary>The size once N and K are known.</summary>
    public int Resolve(int particles, int neighbors)
    {
        int size = Factor;
        for (int i = 0; i < ParticlePower; i++)
        {
            size *= particles;
        }

        for (int i = 0; i < NeighborPower; i++)
        {
            size *= neighbors;
        }

        return size;
    }

    /// <summary>For example <c>3</c>, <c>N</c>, <c>2NK</c>.</summary>
    public override string ToString() => IsConstant
        ? Factor.ToString(CultureInfo.InvariantCulture)
        : (Factor == 1 ? "" : Factor.ToString(CultureInfo.InvariantCulture))
            + new string('N', ParticlePower) + new string('K', NeighborPower);
}
