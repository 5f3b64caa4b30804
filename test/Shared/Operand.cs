using ActionML.Export;

namespace ActionML.Testing;

/// <summary>An operand of an operator under test, and the values it may take.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Minimum">Smallest magnitude, for functions with a pole or a kink at zero.</param>
/// <param name="Positive">Whether negative values are outside the function's domain.</param>
internal sealed record Operand(OperandKind Kind, Shape Shape, double Minimum = 0, bool Positive = false)
{
    public static Operand Real(params Dimension[] shape) => new(OperandKind.Input, new Shape(shape));

    public static Operand Parameter(params Dimension[] shape) => new(OperandKind.Parameter, new Shape(shape));

    /// <summary>Positive and away from zero.</summary>
    public static Operand Above(params Dimension[] shape) => new(OperandKind.Input, new Shape(shape), 0.7, Positive: true);

    /// <summary>Of either sign and away from zero.</summary>
    public static Operand NonZero(params Dimension[] shape) => new(OperandKind.Input, new Shape(shape), 0.7);

    public static Operand Species() => new(OperandKind.Species, new Shape(Dimension.Particles));

    public static Operand Neighbors() => new(OperandKind.Neighbors, new Shape(Dimension.Particles, Dimension.Neighbors));

    public static Operand Reverse() => new(OperandKind.Reverse, new Shape(Dimension.Particles * Dimension.Neighbors));

    public bool IsReal => Kind is OperandKind.Input or OperandKind.Parameter;

    public double[] Sample(Random random, int particles, int neighbors) =>
        [.. Enumerable.Range(0, Shape.Elements.Resolve(particles, neighbors)).Select(_ =>
        {
            double magnitude = random.Between(Minimum, Minimum + 1.5);
            return Positive || random.Next(2) == 0 ? magnitude : -magnitude;
        })];
}
