using System;

namespace TorchSharp;

/// <summary>A number as an operand: a tensor keeps its type beside it, whatever the number's.</summary>
public sealed class Scalar : IDisposable
{
    private readonly NativeScalar _value;
    private bool _disposed;

    private Scalar(NativeScalar value) => _value = value;

    internal NativeScalar Value => _disposed ? throw new InvalidOperationException("Found a Scalar that was disposed; make a new one.") : _value;

    public static implicit operator Scalar(int value) => new(NativeScalar.Of(value));

    public static implicit operator Scalar(long value) => new(NativeScalar.Of(value));

    public static implicit operator Scalar(float value) => new(NativeScalar.Of((double)value));

    public static implicit operator Scalar(double value) => new(NativeScalar.Of(value));

    /// <summary>Nothing is held here; the package's Scalar holds native memory.</summary>
    public void Dispose() => _disposed = true;
}
