namespace ActionML.Export;

/// <summary>
/// Reverse edges of a system of several copies that do not see each other, edges ordered by particle, copy and neighbor: where edge (n, k) has the reverse (m, l),
/// that of copy c, (n, c, k), has (m, c, l). Integers, which are not differentiated.
/// </summary>
internal sealed class ReverseOfCopiesOperator(int copies) : Operator
{
    public int Copies => copies;

    public override string Key => $"ReverseOfCopies[{copies}]";

    public override bool YieldsIndices => true;

    public override bool ReadsIndices(int input) => true;

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs)
    {
        var neighbors = new Shape(Dimension.Particles, Dimension.Neighbors);
        return inputs[0].Shape.Equals(neighbors) && inputs[1].Shape.Equals(new Shape(neighbors.Elements))
            ? [new Shape(copies * neighbors.Elements)]
            : throw new ArgumentException($"Neighbors and reverse edges have shapes {inputs[0].Shape} and {inputs[1].Shape}; they must be {neighbors} and [{neighbors.Elements}].");
    }

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) => [null, null];

    public override Array[] Evaluate(KernelContext context)
    {
        long[] neighbors = context.Index(0);
        long[] reverse = context.Index(1);
        int capacity = context.Shape(0)[1];
        long[] result = new long[copies * reverse.Length];
        for (int edge = 0; edge < reverse.Length; edge++)
        {
            (int particle, int place) = Math.DivRem(edge, capacity);
            for (int copy = 0; copy < copies; copy++)
            {
                result[(((particle * copies) + copy) * capacity) + place] = reverse[edge] + (((neighbors[edge] * (copies - 1)) + copy) * capacity);
            }
        }

        return [result];
    }

    public override void Emit(OnnxEmitter emitter, Node node)
    {
        string rows = emitter.ShapeTensor(new Shape(Dimension.Particles, 1, Dimension.Neighbors), allowInferred: false);
        string capacity = emitter.ShapeTensor(new Shape(Dimension.Neighbors), allowInferred: false);
        string[] operands = [.. node.Inputs.Select(input => emitter.AddNode("Reshape", [emitter.NameOf(input), rows]))];
        string before = emitter.AddNode("Mul", [operands[0], emitter.Integers([copies - 1])]);
        string[] each = [.. Enumerable.Range(0, copies).Select(copy => emitter.AddNode("Add", [before, emitter.Integers([copy])]))];
        string shifts = emitter.AddNode("Mul", [emitter.AddNode("Concat", each, ("axis", 1)), capacity]);
        string edges = emitter.AddNode("Add", [operands[1], shifts]);
        emitter.Node("Reshape", node.Output, [edges, emitter.Integers([-1])]);
    }
}
