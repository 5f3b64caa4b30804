using System.Runtime.Intrinsics;

namespace ActionML.Reference;

/// <summary>
/// Sine and cosine of πs for s from 0 to 1, to 2e-16. The library's Vector256.SinCos gives last bits that depend on whether its
/// caller has been optimized yet, so that the same seed gave other trajectories from run to run; fused products do not.
/// </summary>
internal static class HalfTurn
{
    // With u = s − ½: cos πs = −sin πu and sin πs = cos πu, by Taylor's series; the next terms are below 1e-17.
    private static readonly double[] OddTerms = Terms(first: 1);
    private static readonly double[] EvenTerms = Terms(first: 0);

    /// <summary>(sin πs, cos πs).</summary>
    public static (Vector256<double> Sine, Vector256<double> Cosine) SinCos(Vector256<double> s)
    {
        Vector256<double> u = s - Vector256.Create(0.5);
        Vector256<double> square = u * u;
        return (Series(EvenTerms, square), -(u * Series(OddTerms, square)));
    }

    private static Vector256<double> Series(double[] terms, Vector256<double> square)
    {
        Vector256<double> sum = Vector256.Create(terms[^1]);
        for (int k = terms.Length - 2; k >= 0; k--)
        {
            sum = Vector256.FusedMultiplyAdd(sum, square, Vector256.Create(terms[k]));
        }

        return sum;
    }

    // (−1)ᵏ πⁿ/n! with n = first + 2k.
    private static double[] Terms(int first)
    {
        double[] terms = new double[12];
        double term = first == 0 ? 1 : Math.PI;
        for (int k = 0; k < terms.Length; k++)
        {
            terms[k] = term;
            int n = first + (2 * k);
            term *= -Math.PI * Math.PI / ((n + 1) * (n + 2));
        }

        return terms;
    }
}
