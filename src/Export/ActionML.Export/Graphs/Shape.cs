using System.Collections;

namespace ActionML.Export;

/// <summary>The shape of a tensor; a scalar has rank 0. Equality is by value.</summary>
public sealed class Shape : IReadOnlyList<Dimension>, IEquatable<Shape>
{
    private readonly Dimension[] _dimensions;

    /// <summary>A shape from its axes.</summary>
    public Shape(params Dimension[] dimensions) => _dimensions = dimensions;

    /// <summary>The shape of a scalar.</summary>
    public static Shape Scalar { get; } = new();

    /// <summary>The rank.</summary>
    public int Count => _dimensions.Length;

    /// <summary>The size of an axis.</summary>
    public Dimension this[int axis] => _dimensions[axis];

    /// <summary>The number of elements.</summary>
    public Dimension Elements => _dimensions.Aggregate(new Dimension(1), (product, next) => product * next);

    /// <summary>The shape that two operands broadcast to, aligned at the last axis.</summary>
    /// <exception cref="ArgumentException">An axis differs and neither side is one.</exception>
    public static Shape Broadcast(Shape a, Shape b)
    {
        int rank = Math.Max(a.Count, b.Count);
        var result = new Dimension[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            Dimension left = axis < rank - a.Count ? 1 : a[axis - rank + a.Count];
            Dimension right = axis < rank - b.Count ? 1 : b[axis - rank + b.Count];
            result[axis] = left == right || right.IsOne ? left
                : left.IsOne ? right
                : throw new ArgumentException($"Shapes {a} and {b} do not broadcast: axis {axis} is {left} and {right}.");
        }

        return new Shape(result);
    }

    /// <summary>All axes but the last merged into one: [a, b, F] → [ab, F].</summary>
    public Shape Flattened() => new(_dimensions[..^1].Aggregate(new Dimension(1), (product, next) => product * next), _dimensions[^1]);

    /// <summary>The same shape with one axis replaced.</summary>
    public Shape With(int axis, Dimension size)
    {
        var result = (Dimension[])_dimensions.Clone();
        result[axis] = size;
        return new Shape(result);
    }

    /// <exception cref="ArgumentException">There is no such axis.</exception>
    internal Shape RequireAxis(int axis) => axis >= 0 && axis < Count
        ? this
        : throw new ArgumentException($"A tensor of shape {this} has no axis {axis}.");

    /// <summary>The sizes once N and K are known.</summary>
    public int[] Resolve(int particles, int neighbors) => Array.ConvertAll(_dimensions, d => d.Resolve(particles, neighbors));

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _dimensions.AsSpan().SequenceEqual(other._dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (Dimension dimension in _dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<Dimension> GetEnumerator() => ((IEnumerable<Dimension>)_dimensions).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>For example <c>[N, 32]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", _dimensions)}]";
}
