using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ActionML.Reference;

/// <summary>
/// g(θ) = cos(π(θ − θ₀)/(π − θ₀)) of an angle that is known by its cosine, and its derivative, by a series instead of
/// an arc cosine and two more functions: four angles at a time.
/// </summary>
/// <remarks>
/// In u = sin(θ/2) = √((1 − cos θ)/2) the function is analytic on [0, 1], θ = π included, where its slope vanishes; its
/// nearest singularity is at u = −1, so that Chebyshev coefficients fall by 5.8 each: 22 terms are exact to rounding.
/// The derivative is that of the series: energies and forces agree to rounding.
/// </remarks>
internal sealed class AngleSeries
{
    private const int Terms = 22; // even: two chains of equal length

    // sin(θ/2) at which the cusp at θ = 0 is cut: two neighbors in the same direction, which repulsion forbids.
    private const double SmallestSquare = 1e-16;

    // Powers of z = 2u − 1, highest first: an odd one and an even one of g, an even one and an odd one of dg/dz.
    private readonly double[] _coefficients = new double[2 * Terms];

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

        for (int i = 0; i < Terms; i += 2)
        {
            int at = 2 * (Terms - 2 - i);
            _coefficients[at] = powers[i + 1];
            _coefficients[at + 1] = powers[i];
            _coefficients[at + 2] = (i + 1) * powers[i + 1];
            _coefficients[at + 3] = i + 2 < Terms ? (i + 2) * powers[i + 2] : 0;
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
        // Even and odd powers apart: four chains of half the length, which the processor runs at the same time.
        Vector256<double> z2 = z * z;
        ref double row = ref MemoryMarshal.GetArrayDataReference(_coefficients);
        Vector256<double> odd = Vector256.Create(row);
        Vector256<double> even = Vector256.Create(Unsafe.Add(ref row, 1));
        Vector256<double> evenSlope = Vector256.Create(Unsafe.Add(ref row, 2));
        Vector256<double> oddSlope = Vector256.Create(Unsafe.Add(ref row, 3));
        for (int i = 4; i < 2 * Terms; i += 4)
        {
            odd = Vector256.FusedMultiplyAdd(odd, z2, Vector256.Create(Unsafe.Add(ref row, i)));
            even = Vector256.FusedMultiplyAdd(even, z2, Vector256.Create(Unsafe.Add(ref row, i + 1)));
            evenSlope = Vector256.FusedMultiplyAdd(evenSlope, z2, Vector256.Create(Unsafe.Add(ref row, i + 2)));
            oddSlope = Vector256.FusedMultiplyAdd(oddSlope, z2, Vector256.Create(Unsafe.Add(ref row, i + 3)));
        }

        Vector256<double> dg = Vector256.FusedMultiplyAdd(oddSlope, z, evenSlope);

        // u = √((1 − cos θ)/2): du/d(cos θ) = −1/(4u), and dz = 2 du.
        derivative = -half * dg / u;
        return Vector256.FusedMultiplyAdd(odd, z, even);
    }
}
