using ActionML.Runtime.Tests.Periodic;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class LocalStructureTests(TestContext context)
{
    [TestMethod]
    [DataRow(2)] // every neighbor twice, on either side
    [DataRow(4)]
    public void RockSaltHasSixNeighborsAtRightAngles(int side)
    {
        (ParticleSystem system, PhasePoint state, Cell cell) = Seeded.RockSalt(side, 3);
        var structure = new LocalStructure(system, cell, new BondLengths(3.2));
        for (int frame = 0; frame < 8; frame++)
        {
            structure.Add(state);
        }

        Assert.AreEqual(8, structure.Frames);
        foreach (string kind in structure.Kinds)
        {
            string other = kind == "A" ? "B" : "A";
            Assert.AreEqual(new MeanEstimate(6, 0, 8), structure.Coordination(kind));
            Assert.AreEqual(new MeanEstimate(6, 0, 8), structure.Coordination(kind, other));
            Assert.AreEqual(new MeanEstimate(0, 0, 8), structure.Coordination(kind, kind));
            Assert.AreEqual(1, structure.Histogram(kind)[6]);
            Assert.AreEqual(1, structure.Histogram(kind, kind)[0]);

            // Of 15 angles 12 are right and 3 straight; the last bin is half as wide.
            double[] angles = structure.AngleDistribution(kind);
            Assert.AreEqual(0.8 / 2, angles[45], 1e-12);
            Assert.AreEqual(0.2, angles[90], 1e-12);
            Assert.AreEqual(90, LocalStructure.Angles[45]);
            Assert.AreEqual(0.6, angles.Sum(), 1e-12);
        }
    }

    [TestMethod]
    public void EachPairHasItsBondLength()
    {
        (ParticleSystem system, PhasePoint state, Cell cell) = Seeded.RockSalt(4, 3);
        BondLengths bonds = new BondLengths(2).With("B", "B", 4.4); // 12 second neighbors at 3√2
        Assert.AreEqual(4.4, bonds.Of(new KindPair("B", "B")));
        Assert.AreEqual(2, bonds.Of(new KindPair("A", "B")));
        var structure = new LocalStructure(system, cell, bonds);
        structure.Add(state);
        Assert.AreEqual(0, structure.Coordination("A").Mean);
        Assert.AreEqual(12, structure.Coordination("B", "B").Mean);
        Assert.AreEqual(12, structure.Coordination("B").Mean);
        Assert.Contains("-1", Assert.ThrowsExactly<UsageException>(() => bonds.With("A", "A", -1)).Message);
    }

    [TestMethod]
    public void OwnImagesAreNeighbors()
    {
        var system = new ParticleSystem(3, UnitSystem.Atomistic, ["A"], [1]);
        var structure = new LocalStructure(system, Cell.Cubic(3), new BondLengths(3.2));
        structure.Add(new PhasePoint(1, 3));
        Assert.AreEqual(6, structure.Coordination("A").Mean);
    }

    [TestMethod]
    public void CountsWhatBruteForceCounts()
    {
        Random random = Seeded.Random(context);
        ParticleSystem system = Seeded.Mixture(14, 10);
        Cell cell = PeriodicCase.Triclinic(random, 4, 8);
        double[] q = PeriodicCase.Positions(random, cell, 24);
        BondLengths bonds = new BondLengths(2.6).With("B", "A", 3.1);
        var structure = new LocalStructure(system, cell, bonds);
        structure.Add(new PhasePoint(24, 3, q, new double[72]));
        List<(int I, int J, double[] R)> edges = [.. PeriodicCase.BruteForce(cell, q, 3.1)
            .Where(e => Math.Sqrt(e.R.Sum(x => x * x)) < bonds.Of(new KindPair(system.Kinds[e.I], system.Kinds[e.J])))];
        foreach (string kind in structure.Kinds)
        {
            int[] own = [.. Enumerable.Range(0, 24).Where(i => system.Kinds[i] == kind)];
            foreach (string other in structure.Kinds)
            {
                int found = edges.Count(e => system.Kinds[e.I] == kind && system.Kinds[e.J] == other);
                Assert.AreEqual((double)found / own.Length, structure.Coordination(kind, other).Mean, 1e-12);
            }

            double[] histogram = structure.Histogram(kind);
            foreach (IGrouping<int, int> group in own.GroupBy(i => edges.Count(e => e.I == i)))
            {
                Assert.AreEqual((double)group.Count() / own.Length, histogram[group.Key], 1e-12);
            }

            double[] expected = new double[91];
            foreach (int i in own)
            {
                double[][] r = [.. edges.Where(e => e.I == i).Select(e => e.R)];
                for (int a = 0; a < r.Length; a++)
                {
                    for (int b = 0; b < a; b++)
                    {
                        double cos = r[a].Zip(r[b], (x, y) => x * y).Sum() / Math.Sqrt(r[a].Sum(x => x * x) * r[b].Sum(x => x * x));
                        expected[(int)Math.Round(Math.Acos(Math.Clamp(cos, -1, 1)) * 180 / Math.PI / 2)]++;
                    }
                }
            }

            double[] angles = structure.AngleDistribution(kind);
            double total = Math.Max(1, expected.Sum());
            for (int b = 0; b < 91; b++)
            {
                Assert.AreEqual(expected[b] / total / (b is 0 or 90 ? 1 : 2), angles[b], 1e-12);
            }
        }
    }
}
