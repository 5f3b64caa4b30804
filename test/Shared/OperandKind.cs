namespace ActionML.Testing;

/// <summary>Where an operand's values come from.</summary>
internal enum OperandKind
{
    /// <summary>A real input.</summary>
    Input,

    /// <summary>A trainable parameter.</summary>
    Parameter,

    /// <summary>Kinds of particles, 0 to 2.</summary>
    Species,

    /// <summary>Neighbors of a random list.</summary>
    Neighbors,

    /// <summary>Reverse edges of the same list.</summary>
    Reverse,
}
