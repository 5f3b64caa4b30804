using ActionML.Export;
using ActionML.Runtime;

namespace ActionML.Testing;

/// <summary>One evaluation of a model: everything that it reads.</summary>
internal sealed record ModelCall(NeighborList List, double[] Displacements, double[] Momenta, double[] Masses, long[] Species)
{
    public int Count => List.Count;

    public int Dimension => List.Dimension;

    /// <summary>A random state. All pairs, or those within the cutoff with padding.</summary>
    public static ModelCall Random(Random random, NetworkOptions options, int count, int padding = 0)
    {
        double[] positions = random.Normals(count * options.Dimension, options.Cutoff is null ? 1 : 0.8);
        NeighborList list = options.Cutoff is { } cutoff
            ? RandomLists.Within(positions, options.Dimension, cutoff, padding)
            : RandomLists.All(positions, options.Dimension);
        return new ModelCall(
            list,
            new double[positions.Length],
            random.Normals(positions.Length, 0.7),
            [.. Enumerable.Range(0, count).Select(_ => random.Between(0.5, 2))],
            [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(options.SpeciesCount))]);
    }

    /// <summary>The same with other positions and momenta; positions are absolute and the reference moves to them.</summary>
    public ModelCall At(double[] positions, double[] momenta)
    {
        NeighborList list = new(
            Count, Dimension, List.Capacity, [.. List.Neighbors], [.. List.Reverse], [.. List.Shifts], [.. List.Reference]);
        list.MoveReference(positions);
        return this with { List = list, Displacements = new double[positions.Length], Momenta = momenta };
    }

    public Dictionary<string, Array> ToInputs() => new()
    {
        [TensorNames.Positions] = Displacements,
        [TensorNames.Momenta] = Momenta,
        [TensorNames.Masses] = Masses,
        [TensorNames.Species] = Species,
        [TensorNames.Neighbors] = List.Neighbors,
        [TensorNames.Reverse] = List.Reverse,
        [TensorNames.Shifts] = List.Shifts,
    };
}
