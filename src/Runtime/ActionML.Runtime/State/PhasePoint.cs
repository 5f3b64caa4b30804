namespace ActionML.Runtime;

/// <summary>
/// A point x = (q, p) of phase space. Row-major arrays [N, D]: component d of particle i is at i·D + d.
/// The arrays are the state itself: steppers change them in place.
/// </summary>
public sealed class PhasePoint
{
    /// <summary>A point at the origin with zero momenta.</summary>
    public PhasePoint(int count, int dimension)
        : this(count, dimension, new double[count * dimension], new double[count * dimension])
    {
    }

    /// <summary>A point that takes the two arrays as its own, without copying.</summary>
    /// <exception cref="ArgumentException">An array has not N·D elements.</exception>
    public PhasePoint(int count, int dimension, double[] positions, double[] momenta)
    {
        if (positions.Length != count * dimension || momenta.Length != count * dimension)
        {
            throw new ArgumentException(
                $"Found {positions.Length} position and {momenta.Length} momentum components; {count} particles in {dimension} dimensions have {count * dimension}.");
        }

        Count = count;
        Dimension = dimension;
        Positions = positions;
        Momenta = momenta;
    }

    /// <summary>The number of particles N.</summary>
    public int Count { get; }

    /// <summary>The spatial dimension D.</summary>
    public int Dimension { get; }

    /// <summary>Positions q, [N, D], in Å or dimensionless; never wrapped into a cell.</summary>
    public double[] Positions { get; }

    /// <summary>Momenta p, [N, D], in √(eV·u) or dimensionless.</summary>
    public double[] Momenta { get; }

    /// <summary>An independent copy.</summary>
    public PhasePoint Clone() => new(Count, Dimension, [.. Positions], [.. Momenta]);

    /// <summary>Copies this point into another of the same shape.</summary>
    public void CopyTo(PhasePoint destination)
    {
        Positions.CopyTo(destination.Positions, 0);
        Momenta.CopyTo(destination.Momenta, 0);
    }

    /// <summary>Reverses time: p → −p, in place.</summary>
    public void FlipMomenta()
    {
        for (int i = 0; i < Momenta.Length; i++)
        {
            Momenta[i] = -Momenta[i];
        }
    }
}
