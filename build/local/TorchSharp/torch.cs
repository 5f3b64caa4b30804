using System;
using System.Collections.Generic;

namespace TorchSharp;

/// <summary>The functions and types that TorchSharp names after PyTorch's.</summary>
public static partial class torch
{
#pragma warning disable IDE1006 // Names are those of the package.
    public static readonly Device CPU = new(DeviceType.CPU);
#pragma warning restore IDE1006

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>Whether libtorch can use devices of a kind.</summary>
    /// <exception cref="NotSupportedException">There is no libtorch.</exception>
    public static bool TryInitializeDeviceType(DeviceType deviceType)
    {
        int count = Native.ActionMLTorch_cuda_count();
        return deviceType switch
        {
            DeviceType.CPU => true,
            DeviceType.CUDA => count > 0,
            _ => false,
        };
    }

    /// <summary>Makes the innermost scope of this thread.</summary>
    public static DisposeScope NewDisposeScope() => new();

    public static unsafe Tensor zeros(long[] size, ScalarType? dtype = null, Device device = null, bool requires_grad = false, string[] names = null)
    {
        if (requires_grad || names is not null)
        {
            throw new NotSupportedException("Found requires_grad or names; build/local/TorchSharp has neither autograd nor named dimensions. Use the package TorchSharp.");
        }

        device = Initialize(device ?? CPU);
        fixed (long* sizes = size)
        {
            return new Tensor(Native.Check(
                Native.ActionMLTorch_zeros(sizes, size.Length, (int)(dtype ?? ScalarType.Float32), (int)device.type, device.index)));
        }
    }

    public static unsafe Tensor cat(IList<Tensor> tensors, long dim = 0)
    {
        if (tensors.Count == 0)
        {
            throw new ArgumentException("Found no tensor; expected one or more.", nameof(tensors));
        }

        nint* handles = stackalloc nint[tensors.Count];
        for (int i = 0; i < tensors.Count; i++)
        {
            handles[i] = tensors[i].Handle;
        }

        var result = new Tensor(Native.Check(Native.ActionMLTorch_cat(handles, tensors.Count, dim)));
        GC.KeepAlive(tensors);
        return result;
    }

    internal static Device Initialize(Device device) => TryInitializeDeviceType(device.type)
        ? device
        : throw new InvalidOperationException($"Found no device '{device}': this libtorch has no {device.type}. Use torch.CPU, or a libtorch with {device.type}.");
}
