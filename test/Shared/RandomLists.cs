using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>Neighbor lists made in plain, obvious ways.</summary>
internal static class RandomLists
{
    /// <summary>Random pairs, at most <paramref name="capacity"/> per particle; what stays free is padding.</summary>
    public static NeighborList Pairs(Random random, int count, int dimension, int capacity)
    {
        var pairs = new List<(int I, int J)>();
        int[] free = [.. Enumerable.Repeat(capacity, count)];
        for (int attempt = 0; attempt < 3 * count * capacity; attempt++)
        {
            (int i, int j) = (random.Next(count), random.Next(count));
            if (i != j && free[i] > 0 && free[j] > 0 && !pairs.Contains((i, j)) && !pairs.Contains((j, i)))
            {
                pairs.Add((i, j));
                free[i]--;
                free[j]--;
            }
        }

        return Build(count, dimension, capacity, pairs, (_, _) => random.Normals(dimension), padding: 1e3);
    }

    /// <summary>All pairs within a cutoff, by brute force, padded with <paramref name="extra"/> more slots than needed.</summary>
    public static NeighborList Within(double[] positions, int dimension, double cutoff, int extra = 0)
    {
        int count = positions.Length / dimension;
        var pairs = new List<(int I, int J)>();
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                if (Math.Sqrt(Relative(i, j).Sum(x => x * x)) < cutoff)
                {
                    pairs.Add((i, j));
                }
            }
        }

        int capacity = Enumerable.Range(0, count).Max(i => pairs.Count(pair => pair.I == i || pair.J == i)) + extra;
        NeighborList list = Build(count, dimension, Math.Max(1, capacity), pairs, Relative, padding: 2 * cutoff);
        positions.CopyTo(list.Reference, 0);
        return list;

        double[] Relative(int i, int j) =>
            [.. Enumerable.Range(0, dimension).Select(d => positions[(j * dimension) + d] - positions[(i * dimension) + d])];
    }

    /// <summary>All pairs, with the reference at these positions.</summary>
    public static NeighborList All(double[] positions, int dimension)
    {
        NeighborList list = NeighborList.AllPairs(positions.Length / dimension, dimension);
        list.MoveReference(positions);
        return list;
    }

    /// <summary>The same list with the neighbors of each particle in another order.</summary>
    public static NeighborList Shuffled(NeighborList list, Random random)
    {
        int k = list.Capacity;
        int edges = list.Count * k;
        var old = new int[edges]; // the edge that each new edge was
        for (int i = 0; i < list.Count; i++)
        {
            int[] order = [.. Enumerable.Range(i * k, k)];
            random.Shuffle(order);
            order.CopyTo(old, i * k);
        }

        var place = new int[edges];
        for (int e = 0; e < edges; e++)
        {
            place[old[e]] = e;
        }

        var shifts = new double[list.Shifts.Length];
        for (int d = 0; d < list.Dimension; d++)
        {
            for (int e = 0; e < edges; e++)
            {
                shifts[(d * edges) + e] = list.Shifts[(d * edges) + old[e]];
            }
        }

        return new NeighborList(
            list.Count,
            list.Dimension,
            k,
            [.. old.Select(e => list.Neighbors[e])],
            [.. old.Select(e => (long)place[list.Reverse[e]])],
            shifts,
            [.. list.Reference]);
    }

    private static NeighborList Build(
        int count, int dimension, int capacity, List<(int I, int J)> pairs, Func<int, int, double[]> relative, double padding)
    {
        int edges = count * capacity;
        var neighbors = new long[edges];
        var reverse = new long[edges];
        var shifts = new double[dimension * edges];
        for (int e = 0; e < edges; e++)
        {
            neighbors[e] = e / capacity;
            reverse[e] = e;
            shifts[e] = padding;
        }

        var used = new int[count];
        foreach ((int i, int j) in pairs)
        {
            int forward = (i * capacity) + used[i]++;
            int backward = (j * capacity) + used[j]++;
            (neighbors[forward], neighbors[backward]) = (j, i);
            (reverse[forward], reverse[backward]) = (backward, forward);
            double[] r = relative(i, j);
            for (int d = 0; d < dimension; d++)
            {
                shifts[(d * edges) + forward] = r[d];
                shifts[(d * edges) + backward] = -r[d];
            }
        }

        return new NeighborList(count, dimension, capacity, neighbors, reverse, shifts, new double[count * dimension]);
    }
}
