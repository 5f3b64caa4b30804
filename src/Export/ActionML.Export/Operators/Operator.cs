namespace ActionML.Export;

/// <summary>
/// An admitted operator. Each one has a shape rule, a derivative in admitted operators (so that derivatives of any
/// order exist), a kernel in double (the specification) and a mapping to ONNX. A test checks all four for each.
/// </summary>
internal abstract class Operator
{
    /// <summary>Name and attributes: equal keys on equal inputs are the same value.</summary>
    public virtual string Key => GetType().Name[..^"Operator".Length];

    /// <summary>Whether an operand holds integers.</summary>
    public virtual bool ReadsIndices(int input) => false;

    /// <summary>Whether its results are integers.</summary>
    public virtual bool YieldsIndices => false;

    /// <exception cref="ArgumentException">The operands do not fit.</exception>
    public abstract Shape[] InferShapes(IReadOnlyList<Value> inputs);

    /// <summary>Adjoints of the inputs from adjoints of the outputs; null stands for zero.</summary>
    public abstract Value?[] Differentiate(Graph graph, Node node, IReadOnlyList<Value?> adjoints);

    public abstract Array[] Evaluate(KernelContext context);

    /// <summary>The same value from simpler operators, for engines without a kernel of their own for this one; null where it is simple.</summary>
    public virtual Value? Decompose(Graph graph, Node node) => null;

    public abstract void Emit(OnnxEmitter emitter, Node node);
}
