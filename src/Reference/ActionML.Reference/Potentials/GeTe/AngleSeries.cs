using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ActionML.Reference;

/// <summary>
/// g(θ) = cos(π(θ − θ₀)/(π − θ₀)) of an angle that is known by its cosine, and its derivative, by a series instead of
/// an arc cosine and two more functions: four angles at a time.
/// </summary>
/// <remarks>
/// In u = sin(θ/2) = √((1 − cos θ)/2) the function is analytic on [0, 1], θ = π included, where its slope vanishes; its
/// nearest singularity is at u = −1, so that Chebyshev coefficients fall by 5.8 each: 24 terms are exact to rounding.
/// The derivative is that of the series: energies and forces agree to rounding.
/// </remarks>
internal sealed class AngleSeries
{
    private const int Terms = 24;

    // sin(θ/2) at which the cusp at θ = 0 is cut: two neighbors in the same direction, which repulsion forbids.
    private const double SmallestSquare = 1e-16;

    private readonly double[] _value = new double[Terms]; // powers of 2u − 1, highest first
    private readonly double[] _slope = new double[Terms - 1];

    public AngleSeries(double theta0)
    {
        double Function(double z) => Math.Cos(Math.PI * ((2 * Math.Asin((1 + z) / 2)) - theta0) / (Math.PI - theta0));
        var chebyshev = new double[Terms];
        const int Nodes = 2 * Terms;
        for (int k = 0; k < Terms; k++)
        {
            for (int n = 0; n < Nodes; n++)
            {
                double angle = Math.PI * (n + 0.5) / Nodes;
                chebyshev[k] += (k == 0 ? 1.0 : 2.0) / Nodes * Function(Math.Cos(angle)) * Math.Cos(k * angle);
            }
        }

        double[] previous = new double[Terms]; // T_k in powers, lowest first
        double[] present = new double[Terms];
        previous[0] = 1;
        present[1] = 1;
        var powers = new double[Terms];
        powers[0] = chebyshev[0];
        for (int k = 1; k < Terms; k++)
        {
            for (int i = 0; i < Terms; i++)
            {
                powers[i] += chebyshev[k] * present[i];
            }

            var next = new double[Terms];
            for (int i = 0; i < Terms; i++)
            {
                next[i] = (i > 0 ? 2 * present[i - 1] : 0) - previous[i];
            }

            (previous, present) = (present, next);
        }

        for (int i = 0; i < Terms; i++)
        {
            _value[Terms - 1 - i] = powers[i];
            if (i > 0)
            {
                _slope[Terms - 1 - i] = i * powers[i];
            }
        }
    }

    /// <summary>g and dg/d(cos θ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Evaluate(Vector256<double> cosine, out Vector256<double> derivative)
    {
        Vector256<double> half = Vector256.Create(0.5);
        Vector256<double> square = Vector256.Max(half - (half * cosine), Vector256.Create(SmallestSquare));
        Vector256<double> u = Vector256.Sqrt(square);
        Vector256<double> z = u + u - Vector256<double>.One;
        ref double value = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_value);
        ref double slope = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_slope);
        Vector256<double> g = Vector256.Create(value);
        Vector256<double> dg = Vector256.Create(slope);
        for (int i = 1; i < Terms - 1; i++)
        {
            g = Vector256.FusedMultiplyAdd(g, z, Vector256.Create(Unsafe.Add(ref value, i)));
            dg = Vector256.FusedMultiplyAdd(dg, z, Vector256.Create(Unsafe.Add(ref slope, i)));
        }

        // u = √((1 − cos θ)/2): du/d(cos θ) = −1/(4u), and dz = 2 du.
        derivative = -half * dg / u;
        return Vector256.FusedMultiplyAdd(g, z, Vector256.Create(Unsafe.Add(ref value, Terms - 1)));
    }
}
