namespace ActionML.Runtime.Tests.Periodic;

/// <summary>Random periodic systems, and the plainest way to find their neighbors.</summary>
internal static class PeriodicCase
{
    public static Random Random(TestContext context)
    {
        int seed = Environment.TickCount & 0xFFFFFF;
        context.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    /// <summary>A cell with random edges and angles, perhaps left-handed, whose smallest width is in a range.</summary>
    public static Cell Triclinic(Random random, double smallestWidth, double largestWidth)
    {
        while (true)
        {
            double[] vectors = [.. Enumerable.Range(0, 9).Select(_ => random.NextDouble() - 0.5)];
            for (int c = 0; c < 3; c++)
            {
                vectors[4 * c] += random.Next(2) == 0 ? 0.8 : -0.8;
            }

            double width = new Cell(vectors).SmallestWidth;
            double wanted = smallestWidth + ((largestWidth - smallestWidth) * random.NextDouble());
            if (width > 0.25)
            {
                return new Cell([.. vectors.Select(x => x * wanted / width)]);
            }
        }
    }

    /// <summary>Positions spread over the cell and, unwrapped, over its images.</summary>
    public static double[] Positions(Random random, Cell cell, int count, int images = 3)
    {
        var q = new double[3 * count];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                double s = random.NextDouble() + random.Next(-images, images + 1);
                for (int d = 0; d < 3; d++)
                {
                    q[(3 * i) + d] += s * cell.Vectors[(3 * c) + d];
                }
            }
        }

        return q;
    }

    /// <summary>All (i, j, r) with |r| below the range, over all images that can matter.</summary>
    public static List<(int I, int J, double[] R)> BruteForce(Cell cell, double[] q, double range)
    {
        var edges = new List<(int, int, double[])>();
        int count = q.Length / 3;
        double[] a = [.. cell.Vectors];
        int[] n = [.. cell.Widths.ToArray().Select(w => (int)Math.Ceiling(range / w) + 1)];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                double[] near = [q[3 * j] - q[3 * i], q[(3 * j) + 1] - q[(3 * i) + 1], q[(3 * j) + 2] - q[(3 * i) + 2]];
                cell.MinimumImage(near);
                for (int x = -n[0]; x <= n[0]; x++)
                {
                    for (int y = -n[1]; y <= n[1]; y++)
                    {
                        for (int z = -n[2]; z <= n[2]; z++)
                        {
                            double[] r = [.. Enumerable.Range(0, 3).Select(d => near[d] + (x * a[d]) + (y * a[3 + d]) + (z * a[6 + d]))];
                            double square = r.Sum(c => c * c);
                            if (square < range * range && square > 1e-12)
                            {
                                edges.Add((i, j, r));
                            }
                        }
                    }
                }
            }
        }

        return edges;
    }

    /// <summary>The edges of a list that are not padding.</summary>
    public static List<(int I, int J, double[] R)> Edges(NeighborList list, double range)
    {
        var edges = new List<(int, int, double[])>();
        int size = list.Count * list.Capacity;
        for (int e = 0; e < size; e++)
        {
            double[] r = [list.Shifts[e], list.Shifts[size + e], list.Shifts[(2 * size) + e]];
            if (list.Reverse[e] == e)
            {
                Assert.AreEqual(e / list.Capacity, list.Neighbors[e], "padding is a self-edge");
                Assert.IsGreaterThanOrEqualTo(range, Math.Sqrt(r.Sum(c => c * c)), "padding is beyond the cutoff");
                continue;
            }

            edges.Add((e / list.Capacity, (int)list.Neighbors[e], r));
        }

        return edges;
    }

    /// <summary>Asserts that two sets of edges are the same.</summary>
    public static void AreEqual(List<(int I, int J, double[] R)> expected, List<(int I, int J, double[] R)> actual)
    {
        Assert.HasCount(expected.Count, actual);
        foreach (IGrouping<(int I, int J), (int I, int J, double[] R)> pair in expected.GroupBy(e => (e.I, e.J)))
        {
            List<double[]> rest = [.. actual.Where(e => (e.I, e.J) == pair.Key).Select(e => e.R)];
            foreach ((int _, int _, double[] r) in pair)
            {
                int at = rest.FindIndex(x => Math.Abs(x[0] - r[0]) + Math.Abs(x[1] - r[1]) + Math.Abs(x[2] - r[2]) < 1e-9);
                Assert.IsGreaterThanOrEqualTo(0, at, $"no edge {pair.Key} with ({string.Join(", ", r)})");
                rest.RemoveAt(at);
            }

            Assert.IsEmpty(rest);
        }
    }
}
