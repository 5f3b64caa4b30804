using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>Structures of germanium telluride to begin with.</summary>
public static class GeTeStructures
{
    // What random packing begins with, in Å; it gives way where there is no room left.
    private const double SmallestDistance = 2.4;

    /// <summary>Whether so many atoms fill a cube of rock-salt cells: 8n³.</summary>
    public static bool IsRockSalt(int atoms)
    {
        int side = (int)Math.Round(Math.Cbrt(atoms / 8.0));
        return side > 0 && 8 * side * side * side == atoms;
    }

    /// <summary>Ge and Te with their standard atomic weights, germanium first.</summary>
    /// <param name="germanium">Atoms of germanium.</param>
    /// <param name="tellurium">Atoms of tellurium.</param>
    public static ParticleSystem System(int germanium, int tellurium)
    {
        AtomicWeights.TryGet("Ge", out double ge);
        AtomicWeights.TryGet("Te", out double te);
        return new ParticleSystem(
            3,
            UnitSystem.Atomistic,
            [.. Enumerable.Repeat("Ge", germanium), .. Enumerable.Repeat("Te", tellurium)],
            [.. Enumerable.Repeat(ge, germanium), .. Enumerable.Repeat(te, tellurium)]);
    }

    /// <summary>The cubic cell of so many atoms, in Å.</summary>
    /// <param name="atoms">The number of atoms.</param>
    /// <param name="density">Number density in Å⁻³.</param>
    public static Cell CellOf(int atoms, double density) => Cell.Cubic(Math.Cbrt(atoms / density));

    /// <summary>Random positions, no two images closer than 2.4 Å where there is room for that, [N, 3] in Å.</summary>
    /// <param name="atoms">The number of atoms N.</param>
    /// <param name="density">Number density in Å⁻³.</param>
    /// <param name="random">Chance.</param>
    public static double[] Random(int atoms, double density, DeterministicRandom random)
    {
        double length = Math.Cbrt(atoms / density);
        int bins = Math.Max(1, (int)(length / SmallestDistance)); // of at least the smallest distance
        var members = new List<int>[bins * bins * bins];
        var positions = new double[3 * atoms];
        double smallest = SmallestDistance;
        for (int placed = 0; placed < atoms;)
        {
            Span<double> r = positions.AsSpan(3 * placed, 3);
            for (int c = 0; c < 3; c++)
            {
                r[c] = random.NextDouble(0, length);
            }

            if (!IsFree(r))
            {
                smallest -= 1e-6;
                continue;
            }

            (members[Bin(At(r[0]), At(r[1]), At(r[2]))] ??= []).Add(placed++);
        }

        return positions;

        int At(double x) => Math.Min(bins - 1, (int)(x / length * bins));

        int Bin(int x, int y, int z) => (((((x + bins) % bins) * bins) + ((y + bins) % bins)) * bins) + ((z + bins) % bins);

        bool IsFree(ReadOnlySpan<double> r)
        {
            for (int offset = 0; offset < 27; offset++)
            {
                int bin = Bin(At(r[0]) + (offset / 9) - 1, At(r[1]) + (offset / 3 % 3) - 1, At(r[2]) + (offset % 3) - 1);
                foreach (int j in members[bin] ?? [])
                {
                    double square = 0;
                    for (int c = 0; c < 3; c++)
                    {
                        double d = r[c] - positions[(3 * j) + c];
                        d -= length * Math.Round(d / length);
                        square += d * d;
                    }

                    if (square < smallest * smallest)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    /// <summary>The rock-salt crystal, all germanium first, [N, 3] in Å.</summary>
    /// <param name="atoms">The number of atoms N = 8n³.</param>
    /// <param name="density">Number density in Å⁻³.</param>
    /// <exception cref="UsageException">The number is not 8n³.</exception>
    public static double[] RockSalt(int atoms, double density)
    {
        if (!IsRockSalt(atoms))
        {
            throw new UsageException($"Found {atoms} atoms; a cube of rock salt has 8n³: 8, 64, 216, 512, 1000, 1728, …");
        }

        int side = (int)Math.Round(Math.Cbrt(atoms / 8.0));
        double a = Math.Cbrt(8 / density);
        int sites = 2 * side;
        var germanium = new List<double>();
        var tellurium = new List<double>();
        for (int site = 0; site < sites * sites * sites; site++)
        {
            (int x, int y, int z) = (site / (sites * sites), site / sites % sites, site % sites);
            ((x + y + z) % 2 == 0 ? germanium : tellurium).AddRange([0.5 * a * x, 0.5 * a * y, 0.5 * a * z]);
        }

        return [.. germanium, .. tellurium];
    }
}
