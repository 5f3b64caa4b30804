namespace ActionML.Export;

/// <summary>One application of an operator.</summary>
internal sealed class Node(Operator @operator, Value[] inputs)
{
    public Operator Operator { get; } = @operator;

    public IReadOnlyList<Value> Inputs { get; } = inputs;

    /// <summary>Set once by the graph that creates the node.</summary>
    public Value[] Outputs { get; set; } = [];

    public Value Output => Outputs[0];
}
