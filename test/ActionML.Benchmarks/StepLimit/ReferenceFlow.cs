using System.Numerics;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// What the reference potential alone says about a step: the stiffest instantaneous mode, the exact step, and how near the pole
/// of the exact generating function is.
/// </summary>
/// <remarks>
/// With x± = φ±ₕ⸝₂(x₀), the exact flow's midpoint is x̄ = ½(x₊ + x₋), and S exists around it as long as
/// D = ∂x̄/∂x₀ = ½(M₊ + M₋) is invertible. Of a harmonic mode D is cos(ωh/2), zero at ωh = π. 2 arccos of its smallest real eigenvalue is
/// the <i>effective</i> ωh: what the stiffness along the whole step comes to; above π when S has gone through its pole.
/// </remarks>
/// <param name="potential">The potential.</param>
/// <param name="system">Kinds and masses.</param>
internal sealed class ReferenceFlow(IPotential potential, ParticleSystem system)
{
    private const double HessianDisplacement = 1e-3; // √u Å: 1e-4 Å of one atom
    private const double FlowDisplacement = 1e-4; // of h√(energy)

    private readonly double[] _forces = new double[system.Coordinates];

    /// <summary>V + T, in eV.</summary>
    public double Energy(PhasePoint state) => potential.Evaluate(state.Positions, _forces) + Observables.KineticEnergy(system, state);

    /// <summary>The state after a time, by velocity Verlet.</summary>
    /// <param name="state">The start; unchanged.</param>
    /// <param name="duration">How long, in model units; negative for backwards.</param>
    /// <param name="substep">The step, in model units, positive.</param>
    public PhasePoint Advance(PhasePoint state, double duration, double substep)
    {
        int steps = Math.Max(1, (int)Math.Round(Math.Abs(duration) / substep));
        double h = duration / steps;
        PhasePoint point = state.Clone();
        ReadOnlySpan<double> masses = system.Masses;
        potential.Evaluate(point.Positions, _forces);
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < _forces.Length; i++)
            {
                point.Momenta[i] += 0.5 * h * _forces[i];
                point.Positions[i] += h * point.Momenta[i] / masses[i / system.Dimension];
            }

            potential.Evaluate(point.Positions, _forces);
            for (int i = 0; i < _forces.Length; i++)
            {
                point.Momenta[i] += 0.5 * h * _forces[i];
            }
        }

        return point;
    }

    /// <summary>The frequency ω of the stiffest mode of the mass-weighted Hessian of V, in 1/(model units of time), and its shares, [N·D].</summary>
    public (double Omega, double[] Weights) Stiffest(double[] positions, int products = 40, ulong seed = 1)
    {
        int n = system.Coordinates;
        var point = new double[n];
        var plus = new double[n];
        double[] root = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(system.Masses[i / system.Dimension]))];
        KrylovSpectrum spectrum = KrylovSpectrum.Of(n, Multiply, products, seed);
        Complex largest = spectrum.Values.MaxBy(value => value.Real);
        return (Math.Sqrt(Math.Max(0, largest.Real)), spectrum.Weights(largest));

        void Multiply(double[] w, double[] product)
        {
            double epsilon = HessianDisplacement / w.Max(Math.Abs) * root[0] / 10;
            for (int i = 0; i < n; i++)
            {
                point[i] = positions[i] + (epsilon * w[i] / root[i]);
            }

            potential.Evaluate(point, plus);
            for (int i = 0; i < n; i++)
            {
                point[i] = positions[i] - (epsilon * w[i] / root[i]);
            }

            potential.Evaluate(point, _forces);
            for (int i = 0; i < n; i++)
            {
                product[i] = (_forces[i] - plus[i]) / (2 * epsilon * root[i]);
            }
        }
    }

    /// <summary>The smallest real eigenvalue of D, and the shares of its vector, [2·N·D].</summary>
    /// <param name="center">x₀, the state in the middle of the step.</param>
    /// <param name="step">The step h.</param>
    /// <param name="substep">The step of the reference dynamics, in model units.</param>
    /// <param name="products">Products to spend, each h of reference dynamics.</param>
    /// <param name="seed">Seed of the start vector.</param>
    public (double Cosine, double[] Weights) Caustic(PhasePoint center, double step, double substep, int products = 36, ulong seed = 1)
    {
        int n = system.Coordinates;
        PhasePoint baseForward = Advance(center, 0.5 * step, substep);
        PhasePoint baseBackward = Advance(center, -0.5 * step, substep);
        PhasePoint point = center.Clone();
        double momenta = Math.Sqrt(2 * Observables.KineticEnergy(system, center) / n);
        double[] units = [.. Enumerable.Range(0, 2 * n).Select(i => Unit(i))];
        KrylovSpectrum spectrum = KrylovSpectrum.Of(2 * n, Multiply, products, seed);

        // Real ones: complex pairs are coupled motion short of a pole.
        Complex smallest = spectrum.Values.Where(value => Math.Abs(value.Imaginary) < 0.02).MinBy(value => value.Real);
        return (smallest.Real, spectrum.Weights(smallest));

        double Unit(int i)
        {
            double root = Math.Sqrt(system.Masses[i % n / system.Dimension]);
            return i < n ? step * momenta / root : momenta * root;
        }

        void Multiply(double[] w, double[] product)
        {
            double epsilon = FlowDisplacement / w.Max(Math.Abs);
            for (int i = 0; i < n; i++)
            {
                point.Positions[i] = center.Positions[i] + (epsilon * w[i] * units[i]);
                point.Momenta[i] = center.Momenta[i] + (epsilon * w[n + i] * units[n + i]);
            }

            PhasePoint forward = Advance(point, 0.5 * step, substep);
            PhasePoint backward = Advance(point, -0.5 * step, substep);
            for (int i = 0; i < n; i++)
            {
                product[i] = (forward.Positions[i] - baseForward.Positions[i] + backward.Positions[i] - baseBackward.Positions[i]) / (2 * epsilon * units[i]);
                product[n + i] = (forward.Momenta[i] - baseForward.Momenta[i] + backward.Momenta[i] - baseBackward.Momenta[i]) / (2 * epsilon * units[n + i]);
            }
        }
    }

    /// <summary>ωh of an eigenvalue of D; above π where the pole has been passed.</summary>
    public static double Angle(double cosine) => cosine >= 1 ? 0 : cosine <= -1 ? 2 * Math.PI : 2 * Math.Acos(cosine);
}
