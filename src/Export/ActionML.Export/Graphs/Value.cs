namespace ActionML.Export;

/// <summary>A tensor in a graph: one output of a node. Real unless it holds indices.</summary>
public sealed class Value
{
    internal Value(Node node, int output, int id, Shape shape)
    {
        Node = node;
        Output = output;
        Id = id;
        Shape = shape;
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the tensor holds integers (species, neighbors) rather than real numbers.</summary>
    public bool IsIndex => Node.Operator.YieldsIndices;

    /// <summary>The operator application that makes this tensor.</summary>
    internal Node Node { get; }

    internal int Output { get; }

    /// <summary>Position in creation order: a value's inputs have smaller numbers.</summary>
    internal int Id { get; }

    /// <inheritdoc/>
    public override string ToString() => $"%{Id} = {Node.Operator.Key} {Shape}";
}
