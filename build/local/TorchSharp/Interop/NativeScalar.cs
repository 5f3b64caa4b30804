using System;

namespace TorchSharp;

/// <summary>A number as the shim takes it, in two registers: the bits of a double or of an integer, and which.</summary>
internal readonly struct NativeScalar
{
    private readonly long _bits;
    private readonly long _floating;

    private NativeScalar(long bits, long floating)
    {
        _bits = bits;
        _floating = floating;
    }

    public static NativeScalar Of(long value) => new(value, 0);

    public static NativeScalar Of(double value) => new(BitConverter.DoubleToInt64Bits(value), 1);
}
