using System.Globalization;
using ActionML.Runtime.Tests.Periodic;

namespace ActionML.Runtime.Tests;

/// <summary>Springs that stand for S_qq: their text, their measurement, and what they are worth to the corrector.</summary>
[TestClass]
public sealed class PairStiffnessTests(TestContext context)
{
    private static readonly TimeStep Step = TimeStep.Dimensionless(1);

    [TestMethod]
    [DataRow("en-US")]
    [DataRow("de-DE")]
    public void TheTextRoundTrips(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(culture);
        try
        {
            string text = Random(PeriodicCase.Random(context), kinds: 2, nodes: 5, first: 1.5, spacing: 0.25).ToString();
            Assert.AreEqual(text, PairStiffness.Parse(text).ToString());
            Assert.AreEqual(2, PairStiffness.Parse(text).Kinds);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("1 0.2")]
    [DataRow("1|3 4")]
    [DataRow("1 0|3 4")]
    [DataRow("1 0.2|3 4|5")]
    [DataRow("1 0.2|3 x")]
    public void OtherTextsAreRefused(string text) => Assert.ThrowsExactly<FormatException>(() => PairStiffness.Parse(text));

    [TestMethod]
    public void BetweenNodesItIsLinear()
    {
        var stiffness = new PairStiffness(2, 0.5, [[8, 4, 1]]);
        (double Distance, double Value)[] expected = [(1, 8), (2, 8), (2.25, 6), (2.5, 4), (2.9, 1.6), (3, 1), (3.25, 0.5), (3.5, 0), (9, 0)];
        foreach ((double distance, double value) in expected)
        {
            Assert.AreEqual(value, stiffness.At(0, distance), 1e-12, $"at {distance}");
        }

        Assert.AreEqual(3.5, stiffness.Reach);
    }

    [TestMethod]
    public void SpringsAreFoundAgain()
    {
        Random random = PeriodicCase.Random(context);
        const int Count = 60;
        const double Cutoff = 2.6;

        // Dense, and no wider along one axis than the others: springs are found only at distances at which there are pairs of each kind.
        Cell cell = Cell.Cubic(5);
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, [.. Enumerable.Range(0, Count).Select(i => i % 2 == 0 ? "A" : "B")], Masses(random, Count));
        PairStiffness springs = Random(random, kinds: 2, nodes: 16, first: 1, spacing: (Cutoff - 1) / 16);
        ModelManifest manifest = new SoftSpheresAction(system, Step, 1, 1, 1).Manifest with { Cutoff = Cutoff };
        using var hessian = new SpringsHessian(manifest, springs);
        var estimator = new PairStiffnessEstimator(hessian, closest: 1, seed: (ulong)random.Next());
        Assert.ThrowsExactly<InvalidOperationException>(() => estimator.Estimate());
        for (int i = 0; i < 6; i++)
        {
            double[] q = PeriodicCase.Positions(random, cell, Count);
            NeighborList list = new PeriodicNeighbors(cell, Count, Cutoff, skin: 0).Update(q);
            estimator.Add(system, new PhasePoint(Count, 3, q, new double[3 * Count]), list);
        }

        PairStiffness found = estimator.Estimate();
        context.WriteLine($"unexplained {estimator.Unexplained:G3}");
        Assert.IsLessThanOrEqualTo(1e-3, estimator.Unexplained);
        for (int pair = 0; pair < 3; pair++)
        {
            for (double r = 1; r < found.Reach; r += 0.07)
            {
                Assert.AreEqual(springs.At(pair, r), found.At(pair, r), 1e-3 * 10, $"pair {pair} at {r}");
            }
        }
    }

    [TestMethod]
    public void TheSolutionIsTheSameInFewerEvaluations()
    {
        Random random = PeriodicCase.Random(context);
        const int Count = 27;
        var system = new ParticleSystem(3, UnitSystem.Dimensionless, [.. Enumerable.Repeat("A", Count)], Masses(random, Count));
        const double Stiffness = 0.35;
        var action = new SoftSpheresAction(system, Step, Stiffness, diameter: 1.4, residualScale: 0.1);

        // One state may need the same number with both, a hundred do not.
        PhasePoint start;
        int plainOfAll = 0;
        int preconditionedOfAll = 0;
        for (int trial = 0; trial < 100; trial++)
        {
            start = Shaken();
            PhasePoint without = Solve(null, out int number);
            plainOfAll += number;
            Compare(without, Solve(new PairStiffness(0, 1.4, [[Stiffness]]), out number));
            preconditionedOfAll += number;
        }

        context.WriteLine($"{plainOfAll} evaluations, {preconditionedOfAll} with springs");
        Assert.IsLessThan(plainOfAll, preconditionedOfAll);

        // Springs of any size and sign change the way, not the end of it.
        start = Shaken();
        PhasePoint plain = Solve(null, out int plainEvaluations);
        for (int trial = 0; trial < 20; trial++)
        {
            Compare(plain, Solve(new PairStiffness(0, 0.2, [[.. Enumerable.Range(0, 8).Select(_ => random.NextDouble() - 0.3)]]), out _));
        }

        // None at all are no preconditioner, bit for bit.
        PhasePoint none = Solve(new PairStiffness(0, 1, [[0.0]]), out int same);
        Assert.AreEqual(plainEvaluations, same);
        CollectionAssert.AreEqual(plain.Positions, none.Positions);
        CollectionAssert.AreEqual(plain.Momenta, none.Momenta);
        CollectionAssert.AreEqual(plain.Momenta, Solve(new PairStiffness(0, 1.4, [[Stiffness]]), out _, usesPairStiffness: false).Momenta);

        // A cubic lattice, compressed and shaken: every sphere touches its six neighbors.
        PhasePoint Shaken() => new(
            Count,
            3,
            [.. Enumerable.Range(0, 3 * Count).Select(i => (i % 3 == 0 ? i / 27 : i % 3 == 1 ? i / 9 % 3 : i / 3 % 3) + (0.1 * (random.NextDouble() - 0.5)))],
            [.. Enumerable.Range(0, 3 * Count).Select(_ => 0.1 * (random.NextDouble() - 0.5))]);

        PhasePoint Solve(PairStiffness? springs, out int evaluations, bool usesPairStiffness = true)
        {
            var model = new WrappedAction(action, (_, _, _) => { }) { Manifest = action.Manifest with { PairStiffness = springs } };
            var options = new SymplecticStepperOptions
            {
                Corrector = new CorrectorOptions { Tolerance = 1e-11, UsesPairStiffness = usesPairStiffness },
                WarmStart = WarmStart.None,
            };
            PhasePoint state = start.Clone();
            evaluations = new SymplecticStepper(system, model, new AllPairs(Count, 3), options).Step(state).Evaluations;
            for (int c = 0; c < 3; c++)
            {
                double drift = Enumerable.Range(0, Count).Sum(i => state.Momenta[(3 * i) + c] - start.Momenta[(3 * i) + c]);
                Assert.IsLessThanOrEqualTo(1e-14, Math.Abs(drift));
            }

            return state;
        }

        static void Compare(PhasePoint a, PhasePoint b) => Assert.IsLessThanOrEqualTo(1e-9, Toy.Distance(a, b));
    }

    private static double[] Masses(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => 0.5 + random.NextDouble())];

    private static PairStiffness Random(Random random, int kinds, int nodes, double first, double spacing) => new(
        first, spacing, [.. Enumerable.Range(0, kinds * (kinds + 1) / 2).Select(_ => Enumerable.Range(0, nodes).Select(_ => 1 + (9 * random.NextDouble())).ToArray())]);
}
