namespace ActionML.Export;

/// <summary>
/// Real harmonics of a unit vector, normalized so that the dot product of two is the Legendre polynomial of the cosine between
/// them, in two dimensions cos nφ. For a shorter vector they shrink with its length to the power of their degree.
/// </summary>
/// <remarks>
/// Equations: any table of real solid harmonics in Racah's normalization. They are products of matrices of constants, not sums of
/// components: one operator on [5, E] costs little more than one on [1, E], and there would be ten times as many.
/// </remarks>
internal static class SphericalHarmonics
{
    private static readonly double _root3 = Math.Sqrt(3);
    private static readonly double _root15 = Math.Sqrt(15);

    /// <summary>Degree 2: [D, E] → [5, E], in two dimensions [2, E].</summary>
    public static Value Second(Graph graph, Value direction) => Rows(graph, Quadratic(graph, direction), IsPlanar(direction)
        ? [
            [1, -1, 0],
            [0, 0, 2],
        ]
        : [
            [0, 0, 0, _root3, 0, 0],
            [0, 0, 0, 0, _root3, 0],
            [0, 0, 0, 0, 0, _root3],
            [_root3 / 2, -_root3 / 2, 0, 0, 0, 0],
            [-0.5, -0.5, 1, 0, 0, 0],
        ]);

    /// <summary>Degree 3: [D, E] → [7, E], in two dimensions [2, E]. Each is a component times a quadratic form.</summary>
    public static Value Third(Graph graph, Value direction)
    {
        if (IsPlanar(direction))
        {
            return graph.Multiply(direction, Rows(graph, Quadratic(graph, direction), [[1, -3, 0], [3, -1, 0]]));
        }

        double rootOf3By8 = Math.Sqrt(3.0 / 8);
        double rootOf5By8 = Math.Sqrt(5.0 / 8);
        return graph.Multiply(
            Rows(graph, direction, [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0], [0, 1, 0]]),
            Rows(
                graph,
                Quadratic(graph, direction),
                [
                    [-1.5, -1.5, 1, 0, 0, 0],
                    [-rootOf3By8, -rootOf3By8, 4 * rootOf3By8, 0, 0, 0],
                    [-rootOf3By8, -rootOf3By8, 4 * rootOf3By8, 0, 0, 0],
                    [_root15 / 2, -_root15 / 2, 0, 0, 0, 0],
                    [0, 0, 0, 0, _root15, 0],
                    [rootOf5By8, -3 * rootOf5By8, 0, 0, 0, 0],
                    [3 * rootOf5By8, -rootOf5By8, 0, 0, 0, 0],
                ]));
    }

    /// <summary>x², y², xy; in three dimensions x², y², z², xy, yz, xz.</summary>
    private static Value Quadratic(Graph graph, Value direction) => IsPlanar(direction)
        ? graph.Multiply(Rows(graph, direction, [[1, 0], [0, 1], [1, 0]]), Rows(graph, direction, [[1, 0], [0, 1], [0, 1]]))
        : graph.Multiply(
            Rows(graph, direction, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [1, 0, 0]]),
            Rows(graph, direction, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1], [0, 0, 1]]));

    private static bool IsPlanar(Value direction) => direction.Shape[0].Factor == 2;

    private static Value Rows(Graph graph, Value columns, double[][] matrix) =>
        graph.Gemm(graph.Constant([.. matrix.SelectMany(row => row)], matrix.Length, matrix[0].Length), columns);
}
