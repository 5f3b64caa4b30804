using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Soft spheres in a cubic cell, V = Σ (1 − r²/c²)³ within c = 2, on a disturbed lattice; two kinds that differ in mass.</summary>
internal static class SoftSpheres
{
    public const double Length = 6;
    public const double Cutoff = 2.5;
    public const double Spacing = 0.2;

    private const int Side = 3;
    private const int Count = Side * Side * Side;

    /// <summary>A trajectory of ten frames.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="random">Makes the start.</param>
    /// <param name="speed">Root mean square of the components of p/√m at the start.</param>
    /// <param name="kinds">The kind of each particle, A or B, [27]; null for all A.</param>
    public static List<Frame> Trajectory(string name, Random random, double speed = 0.5, string[]? kinds = null)
    {
        kinds ??= [.. Enumerable.Repeat("A", Count)];
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, kinds, [.. kinds.Select(kind => kind == "A" ? 1.0 : 2.0)]);
        var state = new PhasePoint(Count, 3);
        for (int i = 0; i < state.Positions.Length; i++)
        {
            int site = i / 3 / (int)Math.Pow(Side, i % 3) % Side;
            state.Positions[i] = (Length / Side * site) + (0.4 * (random.NextDouble() - 0.5));
            state.Momenta[i] = Math.Sqrt(system.Masses[i / 3]) * ((2 * random.NextDouble()) - 1);
        }

        double scale = speed * Math.Sqrt(state.Momenta.Length / (2 * Observables.KineticEnergy(system, state)));
        for (int i = 0; i < state.Momenta.Length; i++)
        {
            state.Momenta[i] *= scale;
        }

        List<Frame> frames = [];
        for (int f = 0; f < 10; f++)
        {
            frames.Add(new Frame(name, f, Spacing * f, system, state.Clone(), [Length, 0, 0, 0, Length, 0, 0, 0, Length]));
            for (int s = 0; s < 20; s++)
            {
                Kick(state, 0.005);
                for (int i = 0; i < state.Positions.Length; i++)
                {
                    state.Positions[i] += 0.01 * state.Momenta[i] / system.Masses[i / 3];
                }

                Kick(state, 0.005);
            }
        }

        return frames;
    }

    /// <summary>Kinds of all particles, as many A as given, in random order.</summary>
    public static string[] Kinds(Random random, int a)
    {
        string[] kinds = [.. Enumerable.Range(0, Count).Select(i => i < a ? "A" : "B")];
        random.Shuffle(kinds);
        return kinds;
    }

    /// <summary>The same trajectory with its particles in another order.</summary>
    public static IEnumerable<Frame> Permuted(IReadOnlyList<Frame> frames, Random random)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        random.Shuffle(order);
        ParticleSystem old = frames[0].System;
        var system = new ParticleSystem(3, old.Units, [.. order.Select(i => old.Kinds[i])], [.. order.Select(i => old.Masses[i])]);
        double[] Vectors(double[] from) => [.. order.SelectMany(i => from[(3 * i)..((3 * i) + 3)])];
        return frames.Select(frame => frame with
        {
            System = system,
            State = new PhasePoint(Count, 3, Vectors(frame.State.Positions), Vectors(frame.State.Momenta)),
        });
    }

    private static void Kick(PhasePoint state, double time)
    {
        const double Range = 4; // c²
        double[] q = state.Positions;
        Span<double> r = stackalloc double[3];
        for (int i = 0; i < state.Count; i++)
        {
            for (int j = 0; j < state.Count; j++)
            {
                double square = 0;
                for (int c = 0; c < 3; c++)
                {
                    double d = q[(3 * i) + c] - q[(3 * j) + c];
                    r[c] = d - (Length * Math.Round(d / Length));
                    square += r[c] * r[c];
                }

                if (i != j && square < Range)
                {
                    double inside = 1 - (square / Range);
                    for (int c = 0; c < 3; c++)
                    {
                        state.Momenta[(3 * i) + c] += time * 6 / Range * inside * inside * r[c];
                    }
                }
            }
        }
    }
}
