using ActionML.Runtime;
using ActionML.Runtime.Tests;

namespace ActionML.Benchmarks;

/// <summary>
/// How far each rung of the solver ladder reaches: 60 random modes in two dimensions, of which the stiffest has a given ωh,
/// from free flight to a tolerance of 1e-5. The pole of S is at ωh = π.
/// </summary>
internal static class OscillatorLadder
{
    private const int Modes = 60;
    private const int Systems = 20;

    private static readonly double[] Stiffest = [1.0, 1.5, 2.0, 2.5, 2.7, 2.8, 2.9, 3.0, 3.05, 3.1];

    private static readonly (string Name, CorrectorOptions Options)[] Rungs =
    [
        ("plain", new() { Depth = 0 }),
        ("depth 5, mixing 1", new()),
        ("depth 5, mixing 0.5", new() { Mixing = 0.5 }),
        ("depth 20, mixing 1", new() { Depth = 20 }),
        ("depth 20, mixing 0.5", new() { Depth = 20, Mixing = 0.5 }),
        ("depth 50, mixing 0.5", new() { Depth = 50, Mixing = 0.5 }),
        ("Newton–GMRES: evaluations + products", new() { Method = CorrectorMethod.Newton, KrylovDimension = 120 }),
    ];

    /// <summary>Prints the median number of evaluations over random systems; a dash where one of them did not converge.</summary>
    public static void Print()
    {
        Console.WriteLine("| ωh | " + string.Join(" | ", Rungs.Select(rung => rung.Name)) + " |");
        Console.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---|", Rungs.Length)));
        foreach (double stiffest in Stiffest)
        {
            Console.WriteLine(FormattableString.Invariant($"| {stiffest:0.00} | ") + string.Join(" | ", Rungs.Select(rung => Cell(stiffest, rung.Options))) + " |");
        }
    }

    private static string Cell(double stiffest, CorrectorOptions options)
    {
        CorrectorResult[] results = [.. Enumerable.Range(1, Systems).Select(seed => Solve(stiffest, (ulong)seed, options))];
        if (results.Any(result => !result.IsConverged))
        {
            return "–";
        }

        int evaluations = Median(results.Select(result => result.Evaluations));
        return options.Method == CorrectorMethod.Newton
            ? FormattableString.Invariant($"{evaluations} + {Median(results.Select(result => result.HessianProducts))}")
            : FormattableString.Invariant($"{evaluations}");
    }

    private static int Median(IEnumerable<int> values) => values.Order().ElementAt(Systems / 2);

    private static CorrectorResult Solve(double stiffest, ulong seed, CorrectorOptions options)
    {
        const int Dimension = 2;
        var random = new DeterministicRandom(seed);
        double[] masses = [.. Enumerable.Range(0, Modes + 1).Select(_ => random.NextDouble(0.5, 2))];
        var system = new ParticleSystem(Dimension, UnitSystem.Dimensionless, [.. masses.Select(_ => "Body")], masses);
        double[] omega = [stiffest, .. Enumerable.Range(1, Modes - 1).Select(_ => random.NextDouble(0.1, stiffest))];
        var action = new HarmonicAction(system, TimeStep.Dimensionless(1), omega, random);
        var start = new PhasePoint(system.Count, Dimension);
        for (int i = 0; i < system.Coordinates; i++)
        {
            start.Positions[i] = random.NextGaussian();
            start.Momenta[i] = random.NextGaussian();
        }

        var corrector = new Corrector(action, system, options with { Tolerance = 1e-5 }, action);
        NeighborList list = new AllPairs(system.Count, Dimension).Update(start.Positions);
        return corrector.Solve(start, list, [], [], new double[system.Coordinates], new double[system.Coordinates]);
    }
}
