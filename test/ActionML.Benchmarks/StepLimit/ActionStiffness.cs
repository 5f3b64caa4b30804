using System.Numerics;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Outer eigenvalues of A = ½J∇²S of a model at a midpoint. Imaginary ones are tan(ωh/2) of vibrations; real ones tanh(κh/2) of motion down
/// from a saddle, below 1 in any exact flow: at 1 two roots of the midpoint equation meet.
/// </summary>
/// <param name="hessian">The model's Hessian-vector product.</param>
/// <param name="system">Kinds and masses.</param>
/// <param name="neighbors">Supplies the list of a midpoint.</param>
internal sealed class ActionStiffness(IHessianModel hessian, ParticleSystem system, INeighborSource neighbors)
{
    /// <summary>The largest |Im λ|, the largest Re λ of a real λ, and the shares of the former's vector, [2·N·D].</summary>
    /// <param name="midpoint">(q̄, p̄); unchanged.</param>
    /// <param name="products">Products to spend.</param>
    /// <param name="seed">Seed of the start vector.</param>
    public (double Radius, double Real, double[] Weights) At(PhasePoint midpoint, int products = 40, ulong seed = 1)
    {
        hessian.Bind(system);
        int n = system.Coordinates;
        double h = hessian.Manifest.TimeStep.Value;
        NeighborList list = neighbors.Update(midpoint.Positions);
        double[] displacements = [.. midpoint.Positions.Select((q, i) => q - list.Reference[i])];
        double[] root = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(system.Masses[i / system.Dimension]))];
        var (dq, dp, deltaQ, deltaP) = (new double[n], new double[n], new double[n], new double[n]);
        KrylovSpectrum spectrum = KrylovSpectrum.Of(2 * n, Multiply, products, seed);
        Complex stiffest = spectrum.Values.MaxBy(value => Math.Abs(value.Imaginary));
        double real = spectrum.Values.Where(value => Math.Abs(value.Imaginary) < 1e-3).Select(value => Math.Abs(value.Real)).DefaultIfEmpty(0).Max();
        return (Math.Abs(stiffest.Imaginary), real, spectrum.Weights(stiffest));

        // Q = √m q/h and P = p/√m: the symplectic form is only multiplied by a number.
        void Multiply(double[] w, double[] product)
        {
            for (int i = 0; i < n; i++)
            {
                dq[i] = w[i] * h / root[i];
                dp[i] = w[n + i] * root[i];
            }

            hessian.Multiply(list, displacements, midpoint.Momenta, dq, dp, deltaQ, deltaP);
            for (int i = 0; i < n; i++)
            {
                product[i] = 0.5 * deltaQ[i] * root[i] / h;
                product[n + i] = 0.5 * deltaP[i] / root[i];
            }
        }
    }
}
