using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// Newtonian gravity between point masses, with Plummer softening:
/// V = −G Σᵢ﹤ⱼ mᵢ mⱼ / √(dᵢⱼ² + ε²), dᵢⱼ = |qⱼ − qᵢ|, in two or three dimensions.
/// </summary>
/// <remarks>
/// Symbols: G → <see cref="GravitationalConstant"/>, ε → <see cref="Softening"/>, mᵢ → <see cref="Masses"/>.
/// In two dimensions the force is that of three-dimensional space restricted to a plane, 1/d², as is usual for the
/// planar three-body problem. With ε = 0 the force diverges at a collision. Dimensionless units.
/// </remarks>
public sealed class GravityPotential : IPotential
{
    private readonly double[] _masses;

    /// <summary>Creates the potential of N = <paramref name="masses"/>.Length bodies.</summary>
    /// <param name="dimension">Spatial dimension D, 2 or 3.</param>
    /// <param name="masses">Masses, [N], positive.</param>
    /// <param name="softening">Softening length ε ≥ 0; 0 is Newton's law.</param>
    /// <param name="gravitationalConstant">G &gt; 0.</param>
    /// <exception cref="DataException">A number is outside the range above.</exception>
    public GravityPotential(
        int dimension, ReadOnlySpan<double> masses, double softening = 0, double gravitationalConstant = 1)
    {
        if (dimension is not (2 or 3))
        {
            throw new DataException($"The dimension is {dimension}; gravity is defined here in 2 or 3 dimensions.");
        }

        if (masses.IsEmpty)
        {
            throw new DataException("There are no masses; gravity needs at least one body.");
        }

        foreach (double mass in masses)
        {
            RequirePositive(mass, "A mass");
        }

        if (!double.IsFinite(softening) || softening < 0)
        {
            throw new DataException($"The softening length is {softening}; it must be zero or positive, and finite.");
        }

        RequirePositive(gravitationalConstant, "The gravitational constant");
        Dimension = dimension;
        Softening = softening;
        GravitationalConstant = gravitationalConstant;
        _masses = masses.ToArray();
    }

    /// <summary>The spatial dimension D.</summary>
    public int Dimension { get; }

    /// <summary>The softening length ε.</summary>
    public double Softening { get; }

    /// <summary>The gravitational constant G.</summary>
    public double GravitationalConstant { get; }

    /// <summary>The masses, [N].</summary>
    public ReadOnlySpan<double> Masses => _masses;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A span has not N·D elements.</exception>
    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        int coordinates = _masses.Length * Dimension;
        if (positions.Length != coordinates || forces.Length != coordinates)
        {
            throw new ArgumentException(
                $"Found {positions.Length} position and {forces.Length} force components; {_masses.Length} bodies in {Dimension} dimensions have {coordinates}.");
        }

        forces.Clear();
        return Dimension == 2 ? EvaluatePlane(positions, forces) : EvaluateSpace(positions, forces);
    }

    private static void RequirePositive(double value, string what)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            throw new DataException($"{what} is {value}; it must be positive and finite.");
        }
    }

    private double EvaluatePlane(ReadOnlySpan<double> q, Span<double> forces)
    {
        double energy = 0;
        double softening2 = Softening * Softening;
        for (int i = 0; i < _masses.Length; i++)
        {
            double scale = GravitationalConstant * _masses[i];
            for (int j = i + 1; j < _masses.Length; j++)
            {
                double x = q[2 * j] - q[2 * i];
                double y = q[(2 * j) + 1] - q[(2 * i) + 1];
                double inverse2 = 1 / ((x * x) + (y * y) + softening2);
                double pair = scale * _masses[j] * Math.Sqrt(inverse2);
                energy -= pair;
                double strength = pair * inverse2;
                forces[2 * i] += strength * x;
                forces[(2 * i) + 1] += strength * y;
                forces[2 * j] -= strength * x;
                forces[(2 * j) + 1] -= strength * y;
            }
        }

        return energy;
    }

    private double EvaluateSpace(ReadOnlySpan<double> q, Span<double> forces)
    {
        double energy = 0;
        double softening2 = Softening * Softening;
        for (int i = 0; i < _masses.Length; i++)
        {
            double scale = GravitationalConstant * _masses[i];
            for (int j = i + 1; j < _masses.Length; j++)
            {
                double x = q[3 * j] - q[3 * i];
                double y = q[(3 * j) + 1] - q[(3 * i) + 1];
                double z = q[(3 * j) + 2] - q[(3 * i) + 2];
                double inverse2 = 1 / ((x * x) + (y * y) + (z * z) + softening2);
                double pair = scale * _masses[j] * Math.Sqrt(inverse2);
                energy -= pair;
                double strength = pair * inverse2;
                forces[3 * i] += strength * x;
                forces[(3 * i) + 1] += strength * y;
                forces[(3 * i) + 2] += strength * z;
                forces[3 * j] -= strength * x;
                forces[(3 * j) + 1] -= strength * y;
                forces[(3 * j) + 2] -= strength * z;
            }
        }

        return energy;
    }
}
