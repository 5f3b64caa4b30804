namespace ActionML.Export;

/// <summary>Indices as unit rows. Indices are not differentiated.</summary>
internal sealed class OneHotOperator(int count) : Operator
{
    public int Count => count;

    public override string Key => $"OneHot[{count}]";

    public override bool ReadsIndices(int input) => true;

    public override Shape[] InferShapes(IReadOnlyList<Value> inputs) => [new Shape([.. inputs[0].Shape, count])];

    public override Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints) => [null];

    public override Array[] Evaluate(KernelContext context)
    {
        long[] indices = context.Index(0);
        double[] result = context.NewOutput();
        for (int i = 0; i < indices.Length; i++)
        {
            result[(i * count) + indices[i]] = 1;
        }

        return [result];
    }

    public override void Emit(OnnxEmitter emitter, Node node) => emitter.OneHot(node, count);
}
