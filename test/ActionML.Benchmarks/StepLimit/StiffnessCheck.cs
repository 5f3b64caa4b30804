using ActionML.Runtime;
using ActionML.Runtime.Tests;

namespace ActionML.Benchmarks;

/// <summary>
/// The probes on what is known: a ring of two kinds of masses, whose stiffest mode is ω² = 2k(1/m₁ + 1/m₂) and whose D has cos(ωh/2), and a
/// harmonic action with given ωh.
/// </summary>
internal static class StiffnessCheck
{
    private const ulong Seed = 20;

    /// <summary>Compares and says whether all is within bounds.</summary>
    public static bool Run()
    {
        const double Stiffness = 1.7;
        double[] masses = [.. Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? 1.0 : 2.5)];
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, [.. masses.Select(_ => "Body")], masses);
        double omega = Math.Sqrt(2 * Stiffness * ((1 / masses[0]) + (1 / masses[1])));
        var random = new DeterministicRandom(Seed);
        var state = new PhasePoint(system.Count, 3);
        for (int i = 0; i < system.Coordinates; i++)
        {
            state.Positions[i] = random.NextGaussian();
            state.Momenta[i] = random.NextGaussian();
        }

        var flow = new ReferenceFlow(new RingPotential(Stiffness), system);
        double found = flow.Stiffest(state.Positions).Omega;
        Console.WriteLine(FormattableString.Invariant($"limit: seed {Seed}; ring: stiffest mode {found:0.00000}, expected {omega:0.00000}"));
        bool isRight = Math.Abs(found - omega) < 1e-3 * omega;
        foreach (double angle in new[] { 1.0, 2.0, 2.9, 3.1 })
        {
            double h = angle / omega;
            double effective = ReferenceFlow.Angle(flow.Caustic(state, h, h / 400).Cosine);
            Console.WriteLine(FormattableString.Invariant($"limit: ring: effective ωh {effective:0.0000}, expected {angle:0.0000}"));
            isRight &= Math.Abs(effective - angle) < 5e-3;
        }

        const double Stiff = 2.7;
        var action = new HarmonicAction(system, TimeStep.Dimensionless(1), [Stiff, .. Enumerable.Range(0, 22).Select(_ => random.NextDouble(0.1, 2))], random);
        (double radius, double real, _) = new ActionStiffness(action, system, new AllPairs(system.Count, 3)).At(state);
        Console.WriteLine(FormattableString.Invariant($"limit: harmonic action: ωh {2 * Math.Atan(radius):0.0000}, expected {Stiff:0.0000}; largest real eigenvalue {real:0.0000}, expected 0"));

        // The free flight of the center of mass is a Jordan block, whose Ritz values come near 0 slowly.
        return isRight && Math.Abs((2 * Math.Atan(radius)) - Stiff) < 5e-3 && real < 0.05;
    }

    // V = ½k Σ |q(i+1) − q(i)|²
    private sealed class RingPotential(double stiffness) : IPotential
    {
        public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
        {
            forces.Clear();
            double energy = 0;
            for (int i = 0; i < positions.Length; i++)
            {
                int next = (i + 3) % positions.Length;
                double stretch = positions[next] - positions[i];
                energy += 0.5 * stiffness * stretch * stretch;
                forces[i] += stiffness * stretch;
                forces[next] -= stiffness * stretch;
            }

            return energy;
        }
    }
}
