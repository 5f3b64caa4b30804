using System.Diagnostics;

namespace ActionML.Runtime.Tests.Periodic;

[TestClass]
public sealed class PeriodicNeighborsTests(TestContext context)
{
    [TestMethod]
    [DataRow(12.0, 20.0, 60)] // every pair once
    [DataRow(4.0, 9.0, 20)]
    [DataRow(1.5, 3.0, 4)] // several images of a pair, and of a particle itself
    [DataRow(2.0, 4.0, 1)]
    public void EqualsBruteForceOverImages(double smallestWidth, double largestWidth, int count)
    {
        Random random = PeriodicCase.Random(context);
        for (int attempt = 0; attempt < 12; attempt++)
        {
            Cell cell = PeriodicCase.Triclinic(random, smallestWidth, largestWidth);
            double[] q = PeriodicCase.Positions(random, cell, count);
            double cutoff = 3 + random.NextDouble();
            double skin = random.NextDouble();
            NeighborList list = new PeriodicNeighbors(cell, count, cutoff, skin).Update(q);
            List<(int I, int J, double[] R)> expected = PeriodicCase.BruteForce(cell, q, cutoff + skin);
            context.WriteLine($"{expected.Count} edges, {expected.Count(e => e.I == e.J)} to own images, K = {list.Capacity}");
            PeriodicCase.AreEqual(expected, PeriodicCase.Edges(list, cutoff + skin));
        }
    }

    [TestMethod]
    public void ReverseIsAnInvolutionWithOppositeShifts()
    {
        Random random = PeriodicCase.Random(context);
        foreach (double width in new[] { 2.0, 5.0, 15.0 })
        {
            Cell cell = PeriodicCase.Triclinic(random, width, 1.5 * width);
            NeighborList list = new PeriodicNeighbors(cell, 30, 4, 0.5).Update(PeriodicCase.Positions(random, cell, 30));
            int size = list.Count * list.Capacity;
            for (int e = 0; e < size; e++)
            {
                int back = (int)list.Reverse[e];
                Assert.AreEqual(e, list.Reverse[back]);
                Assert.AreEqual(e / list.Capacity, list.Neighbors[back]);
                Assert.AreEqual(back / list.Capacity, list.Neighbors[e]);
                for (int d = 0; d < 3 && back != e; d++)
                {
                    Assert.AreEqual(-list.Shifts[(d * size) + e], list.Shifts[(d * size) + back], 0, "opposite to the last bit");
                }
            }
        }
    }

    [TestMethod]
    public void IsBuiltAnewOnlyBeyondHalfTheSkin()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 9, 12);
        double[] q = PeriodicCase.Positions(random, cell, 40);
        var neighbors = new PeriodicNeighbors(cell, 40, 4, 1);
        NeighborList list = neighbors.Update(q);
        int version = list.Version;
        double[] reference = [.. q];
        q[7] += 0.3;
        q[8] -= 0.39; // 0.492 away
        list = neighbors.Update(q);
        Assert.AreEqual(version, list.Version);
        CollectionAssert.AreEqual(reference, list.Reference);

        q[8] -= 0.02; // 0.508 away
        list = neighbors.Update(q);
        Assert.AreEqual(version + 1, list.Version);
        CollectionAssert.AreEqual(q, list.Reference);
        Assert.AreEqual(2, neighbors.Edges.Builds);
    }

    [TestMethod]
    public void NoPairWithinTheCutoffIsMissingWhileItIsKept()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 5, 9);
        double[] q = PeriodicCase.Positions(random, cell, 30);
        var neighbors = new PeriodicNeighbors(cell, 30, 3, 1.2);
        for (int step = 0; step < 40; step++)
        {
            NeighborList list = neighbors.Update(q);
            List<(int I, int J, double[] R)> found = [.. PeriodicCase.Edges(list, 3)
                .Select(e => (e.I, e.J, (double[])[.. e.R.Select((s, d) => s + q[(3 * e.J) + d] - list.Reference[(3 * e.J) + d] - (q[(3 * e.I) + d] - list.Reference[(3 * e.I) + d]))]))
                .Where(e => e.Item3.Sum(c => c * c) < 9)];
            PeriodicCase.AreEqual(PeriodicCase.BruteForce(cell, q, 3), found);
            for (int i = 0; i < q.Length; i++)
            {
                q[i] += 0.4 * (random.NextDouble() - 0.5);
            }
        }

        context.WriteLine($"{neighbors.Edges.Builds} builds in 40 steps");
        Assert.IsTrue(neighbors.Edges.Builds is > 1 and < 40);
    }

    [TestMethod]
    public void HasThePlacesThatTheLongestRowNeeds()
    {
        Random random = PeriodicCase.Random(context);
        var cell = Cell.Cubic(20);
        double[] q = PeriodicCase.Positions(random, cell, 60, images: 0);
        double[] dense = [.. q.Select(x => 0.3 * x)];
        var neighbors = new PeriodicNeighbors(cell, 60, 4, 0.5);
        int[] capacities = [Check(q), Check(dense), Check(q), Check(dense)];
        Assert.IsGreaterThan(capacities[0], capacities[1]);
        CollectionAssert.AreEqual(capacities[..2], capacities[2..]);
        NeighborList wide = neighbors.Update(q);
        int version = wide.Version;

        // Once both have been there, nothing is allocated, and what holds a list sees that it has changed.
        long before = GC.GetAllocatedBytesForCurrentThread();
        NeighborList narrow = neighbors.Update(dense);
        NeighborList again = neighbors.Update(q);
        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreNotSame(wide, narrow);
        Assert.AreSame(wide, again);
        Assert.AreEqual(version + 1, again.Version);
        Assert.AreEqual(100, new PeriodicNeighbors(cell, 60, 4, 0.5, capacity: 100).Update(q).Capacity);

        int Check(double[] positions)
        {
            NeighborList list = neighbors.Update(positions);
            List<(int I, int J, double[] R)> expected = PeriodicCase.BruteForce(cell, positions, 4.5);
            PeriodicCase.AreEqual(expected, PeriodicCase.Edges(list, 4.5));
            Assert.AreEqual(expected.GroupBy(edge => edge.I).Max(row => row.Count()), list.Capacity);
            return list.Capacity;
        }
    }

    [TestMethod]
    public void ACheckpointBringsBackEveryEdge()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 6, 9);
        double[] q = PeriodicCase.Positions(random, cell, 30);
        var neighbors = new PeriodicNeighbors(cell, 30, 4, 1);
        neighbors.Update(q);
        double[] moved = [.. q.Select(x => x + (0.1 * random.NextDouble()))];
        NeighborList expected = neighbors.Update(moved);

        var stream = new MemoryStream();
        neighbors.Save(new BinaryWriter(stream));
        stream.Position = 0;
        var resumed = new PeriodicNeighbors(cell, 30, 4, 1);
        resumed.Update(moved);
        resumed.Load(new BinaryReader(stream));
        NeighborList actual = resumed.Update(moved);

        Assert.AreEqual(expected.Capacity, actual.Capacity);
        CollectionAssert.AreEqual(expected.Neighbors, actual.Neighbors);
        CollectionAssert.AreEqual(expected.Reverse, actual.Reverse);
        CollectionAssert.AreEqual(expected.Shifts, actual.Shifts);
        CollectionAssert.AreEqual(expected.Reference, actual.Reference);

        stream.Position = 0;
        var other = new PeriodicNeighbors(cell, 30, 4, 0.9);
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => other.Load(new BinaryReader(stream))).Message, "skin");
    }

    [TestMethod]
    public void OrderDoesNotDependOnWhereParticlesWereWhenItWasBuilt()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 3, 5);
        double[] q = PeriodicCase.Positions(random, cell, 12);
        var kept = new PeriodicEdges(cell, 12, 4, 1);
        kept.Update([.. q.Select(x => x + (0.28 * (random.NextDouble() - 0.5)))]); // many cross a face of the cell
        Assert.IsFalse(kept.Update(q));
        var fresh = new PeriodicEdges(cell, 12, 4, 1);
        fresh.Update(q);

        List<(int, int, double, double, double)> expected = Within(fresh);
        Assert.IsNotEmpty(expected);
        CollectionAssert.AreEqual(expected, Within(kept));

        List<(int, int, double, double, double)> Within(PeriodicEdges edges)
        {
            var within = new List<(int, int, double, double, double)>();
            for (int i = 0; i < 12; i++)
            {
                for (int e = edges.RowStarts[i]; e < edges.RowStarts[i + 1]; e++)
                {
                    int j = edges.Neighbors[e];
                    double[] r = [.. Enumerable.Range(0, 3).Select(d => q[(3 * j) + d] - q[(3 * i) + d] + edges.Translations[(3 * e) + d])];
                    if (r.Sum(x => x * x) < 16)
                    {
                        within.Add((i, j, r[0], r[1], r[2]));
                    }
                }
            }

            return within;
        }
    }

    [TestMethod]
    public void AllocatesNothingInSteadyState()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 12, 14);
        double[] q = PeriodicCase.Positions(random, cell, 100);
        double[] moved = [.. q.Select(x => x + (2 * random.NextDouble()))];
        var neighbors = new PeriodicNeighbors(cell, 100, 4, 0.5);
        neighbors.Update(q);
        neighbors.Update(moved);
        neighbors.Update(q);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            neighbors.Update(moved);
            neighbors.Update(q);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual(23, neighbors.Edges.Builds);
    }

    [TestMethod]
    public void TimePerParticleIsFlat()
    {
        Random random = PeriodicCase.Random(context);
        double small = Time(10, 20);
        double large = Time(37, 3);
        context.WriteLine($"{1e6 * small:F2} µs per particle at 1,000, {1e6 * large:F2} at 50,653");
        Assert.IsLessThan(5 * small, large, "all pairs would take 50 times as long for each"); // seen: 1.1

        double Time(int side, int repeats)
        {
            int count = side * side * side;
            const double Spacing = 3.1; // 0.0335 per Å³
            var cell = Cell.Cubic(side * Spacing);
            double[] q = [.. Enumerable.Range(0, 3 * count).Select(c =>
                ((c / 3 / (int)Math.Pow(side, c % 3) % side) + (0.5 * random.NextDouble())) * Spacing)];
            var neighbors = new PeriodicNeighbors(cell, count, 4.5, 0);
            neighbors.Update(q);
            double best = double.PositiveInfinity;
            for (int i = 0; i < repeats; i++)
            {
                q[0] += 1e-3;
                long start = Stopwatch.GetTimestamp();
                neighbors.Update(q);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            Assert.AreEqual(repeats + 1, neighbors.Edges.Builds);
            return best / count;
        }
    }

    [TestMethod]
    public void ErrorsNameTheParticles()
    {
        var cell = Cell.Cubic(10);
        double[] q = [1, 1, 1, 5, 5, 5, 11, 1, 1.0004];
        string message = Assert.ThrowsExactly<DataException>(() => new PeriodicNeighbors(cell, 3, 4, 1).Update(q)).Message;
        StringAssert.Contains(message, "Particles 1 and 3 are 0.0004 apart");

        var neighbors = new PeriodicNeighbors(cell, 3, 4, 1);
        q[8] = 3;
        neighbors.Update(q);
        q[4] = double.NaN;
        message = Assert.ThrowsExactly<DataException>(() => neighbors.Update(q)).Message;
        StringAssert.Contains(message, "Component y of the position of particle 2 is NaN");

        message = Assert.ThrowsExactly<DataException>(() => new PeriodicNeighbors(Cell.Orthorhombic(10, 0.4, 10), 3, 4, 1)).Message;
        StringAssert.Contains(message, "0.4 wide");
        message = Assert.ThrowsExactly<UsageException>(() => new PeriodicNeighbors(cell, 3, -4, -1)).Message;
        StringAssert.Contains(message, "Cutoff is -4");
        StringAssert.Contains(message, "Skin");
        Assert.ThrowsExactly<ArgumentException>(() => neighbors.Update(new double[6]));
    }
}
