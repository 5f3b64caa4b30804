namespace ActionML.Export;

/// <summary>
/// Real harmonics of a unit vector, normalized so that the dot product of two is the Legendre polynomial of the cosine between
/// them, in two dimensions cos nφ. For a shorter vector they shrink with its length to the power of their degree.
/// </summary>
/// <remarks>Equations: any table of real solid harmonics in Racah's normalization.</remarks>
internal static class SphericalHarmonics
{
    /// <summary>Degree 2: [D, E] → [5, E], in two dimensions [2, E].</summary>
    public static Value Second(Graph graph, Value direction)
    {
        Value[] u = Components(graph, direction);
        Value Product(double factor, int a, int b) => graph.Multiply(factor, graph.Multiply(u[a], u[b]));
        double root = Math.Sqrt(3);
        if (u.Length == 2)
        {
            return graph.Concat(0, graph.Subtract(graph.Square(u[0]), graph.Square(u[1])), Product(2, 0, 1));
        }

        Value x = graph.Square(u[0]);
        Value y = graph.Square(u[1]);
        Value z = graph.Square(u[2]);
        return graph.Concat(
            0,
            Product(root, 0, 1),
            Product(root, 1, 2),
            Product(root, 0, 2),
            graph.Multiply(root / 2, graph.Subtract(x, y)),
            graph.Subtract(z, graph.Multiply(0.5, graph.Add(x, y))));
    }

    /// <summary>Degree 3: [D, E] → [7, E], in two dimensions [2, E].</summary>
    public static Value Third(Graph graph, Value direction)
    {
        Value[] u = Components(graph, direction);
        Value[] squares = Array.ConvertAll(u, graph.Square);
        Value Product(double factor, Value a, Value b) => graph.Multiply(factor, graph.Multiply(a, b));
        Value x = graph.Subtract(squares[0], graph.Multiply(3, squares[1])); // x³ − 3xy² is x times this
        Value y = graph.Subtract(graph.Multiply(3, squares[0]), squares[1]);
        if (u.Length == 2)
        {
            return graph.Concat(0, graph.Multiply(u[0], x), graph.Multiply(u[1], y));
        }

        Value planar = graph.Add(squares[0], squares[1]);
        Value polar = graph.Subtract(graph.Multiply(4, squares[2]), planar);
        return graph.Concat(
            0,
            Product(0.5, u[2], graph.Subtract(graph.Multiply(2, squares[2]), graph.Multiply(3, planar))),
            Product(Math.Sqrt(3.0 / 8), u[0], polar),
            Product(Math.Sqrt(3.0 / 8), u[1], polar),
            Product(Math.Sqrt(15) / 2, u[2], graph.Subtract(squares[0], squares[1])),
            Product(Math.Sqrt(15), u[0], graph.Multiply(u[1], u[2])),
            Product(Math.Sqrt(5.0 / 8), u[0], x),
            Product(Math.Sqrt(5.0 / 8), u[1], y));
    }

    private static Value[] Components(Graph graph, Value direction) =>
        graph.Split(direction, 0, [.. Enumerable.Repeat(1, direction.Shape[0].Factor)]);
}
