namespace ActionML.Export;

/// <summary>Declares parameters in a graph and gives those a start value that a store does not hold yet.</summary>
internal sealed class Weights(Graph graph, ParameterStore store, Random random)
{
    /// <summary>A matrix [rows, columns], normal with variance gain²/rows.</summary>
    public Value Matrix(string name, int rows, int columns, double gain = 1)
    {
        if (!store.Names.Contains(name))
        {
            double scale = gain / Math.Sqrt(rows);
            store[name] = [.. Enumerable.Range(0, rows * columns).Select(_ => scale * Normal())];
        }

        return graph.Parameter(name, rows, columns);
    }

    /// <summary>A vector [size] of zeros.</summary>
    public Value Bias(string name, int size)
    {
        if (!store.Names.Contains(name))
        {
            store[name] = new double[size];
        }

        return graph.Parameter(name, size);
    }

    /// <summary>Box and Muller's transform of two uniform numbers.</summary>
    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
