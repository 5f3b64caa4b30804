using ActionML.Runtime.Tests.Periodic;

namespace ActionML.Runtime.Tests;

/// <summary>Random numbers with a printed seed, and systems made of them.</summary>
internal static class Seeded
{
    public static Random Random(TestContext context) => PeriodicCase.Random(context);

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>An atomistic system of A (mass 2) and B (mass 7).</summary>
    public static ParticleSystem Mixture(int a, int b) => new(
        3,
        UnitSystem.Atomistic,
        [.. Enumerable.Repeat("A", a), .. Enumerable.Repeat("B", b)],
        [.. Enumerable.Repeat(2.0, a), .. Enumerable.Repeat(7.0, b)]);

    /// <summary>Rock salt: A and B in turn on a simple cubic lattice of side³ sites.</summary>
    public static (ParticleSystem System, PhasePoint State, Cell Cell) RockSalt(int side, double spacing)
    {
        List<string> kinds = [];
        List<double> positions = [];
        for (int site = 0; site < side * side * side; site++)
        {
            int[] at = [site % side, site / side % side, site / side / side];
            kinds.Add(at.Sum() % 2 == 0 ? "A" : "B");
            positions.AddRange(at.Select(x => x * spacing));
        }

        var system = new ParticleSystem(3, UnitSystem.Atomistic, kinds, [.. kinds.Select(k => k == "A" ? 2.0 : 7.0)]);
        return (system, new PhasePoint(kinds.Count, 3, [.. positions], new double[positions.Count]), Cell.Cubic(side * spacing));
    }
}
