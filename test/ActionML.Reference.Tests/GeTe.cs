using ActionML.Reference;

namespace ActionML.Reference.Tests;

/// <summary>Germanium telluride: crystals and liquids to start from.</summary>
internal static class GeTe
{
    public const double GeMass = 72.630;
    public const double TeMass = 127.60;

    private const double Boltzmann = 8.617333262e-5; // eV/K

    /// <summary>Rock salt, side³ cubic cells of 8 atoms; displaced by the test vector's recipe if asked.</summary>
    public static (Cell Cell, string[] Kinds, double[] Positions) RockSalt(int side, double a, bool displaced = false)
    {
        double[][] basis = [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]];
        var kinds = new List<string>();
        var q = new List<double>();
        for (int i = 0; i < side; i++)
        {
            for (int j = 0; j < side; j++)
            {
                for (int k = 0; k < side; k++)
                {
                    foreach (double[] site in basis)
                    {
                        for (int t = 0; t < 2; t++)
                        {
                            kinds.Add(t == 0 ? "Ge" : "Te");
                            int n = displaced ? kinds.Count : 0;
                            q.Add((a * (i + site[0] + (0.5 * t))) + (0.1 * Math.Sin(7 * n)));
                            q.Add((a * (j + site[1])) + (displaced ? 0.1 * Math.Cos(5 * n) : 0));
                            q.Add(a * (k + site[2]));
                        }
                    }
                }
            }
        }

        return (Cell.Cubic(side * a), [.. kinds], [.. q]);
    }

    /// <summary>Random positions in a random triclinic cell, no two images closer than 2.2 Å.</summary>
    public static (Cell Cell, string[] Kinds, double[] Positions) Disordered(Random random, int count, double density = 0.03)
    {
        double length = Math.Cbrt(count / density);
        double[] vectors = [.. Enumerable.Range(0, 9).Select(c => (c % 4 == 0 ? length : 0) + (0.15 * length * (random.NextDouble() - 0.5)))];
        var cell = new Cell(vectors);
        var q = new List<double>();
        for (int attempt = 0; q.Count < 3 * count; attempt++)
        {
            double smallest = 2.4 - (1e-6 * attempt); // gives way until the last one fits
            double[] s = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            double[] r = [.. Enumerable.Range(0, 3).Select(d => (s[0] * vectors[d]) + (s[1] * vectors[3 + d]) + (s[2] * vectors[6 + d]))];
            bool free = true;
            for (int i = 0; i < q.Count && free; i += 3)
            {
                double[] difference = [r[0] - q[i], r[1] - q[i + 1], r[2] - q[i + 2]];
                cell.MinimumImage(difference);
                free = difference.Sum(x => x * x) > smallest * smallest;
            }

            if (free)
            {
                q.AddRange(r);
            }
        }

        return (cell, [.. Enumerable.Range(0, count).Select(i => i % 2 == 0 ? "Ge" : "Te")], [.. q]);
    }

    /// <summary>A melt of 8·side³ atoms at 0.0335 Å⁻³: a displaced crystal at 3,000 K, then cooled by scaling momenta.</summary>
    public static (GeTePotential Potential, ParticleSystem System, PhasePoint State) Liquid(Random random, int side, double temperature, int steps)
    {
        (Cell cell, string[] kinds, double[] q) = RockSalt(side, Math.Cbrt(8 / 0.0335));
        var system = new ParticleSystem(
            3, UnitSystem.Atomistic, kinds, [.. kinds.Select(kind => kind == "Ge" ? GeMass : TeMass)]);
        var state = new PhasePoint(kinds.Length, 3, q, new double[q.Length]);
        for (int c = 0; c < q.Length; c++)
        {
            q[c] += 0.2 * (random.NextDouble() - 0.5);
            state.Momenta[c] = Math.Sqrt(2 * 3000 * Boltzmann * system.Masses[c / 3]) * Gaussian(random);
        }

        var potential = new GeTePotential(cell, kinds);
        var stepper = new VelocityVerletStepper(system, potential, TimeStep.FromFemtoseconds(2));
        for (int step = 0; step < steps; step++)
        {
            double wanted = Math.Max(temperature, 3000 + ((temperature - 3000) * 2 * step / steps));
            double factor = Math.Pow(wanted / Temperature(system, state), 0.05);
            for (int c = 0; c < q.Length; c++)
            {
                state.Momenta[c] *= factor;
            }

            stepper.Step(state);
        }

        double[] total = new double[3];
        Observables.LinearMomentum(system, state, total);
        for (int c = 0; c < q.Length; c++)
        {
            state.Momenta[c] -= total[c % 3] * system.Masses[c / 3] / system.TotalMass;
        }

        return (potential, system, state);
    }

    public static double Temperature(ParticleSystem system, PhasePoint state) =>
        2 * Observables.KineticEnergy(system, state) / (3 * (system.Count - 1) * Boltzmann);

    /// <summary>A number of the standard normal distribution.</summary>
    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
