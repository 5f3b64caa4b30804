using System;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The memory of a contiguous tensor on the CPU, not a copy: the span is valid as long as the tensor is reachable and
        /// not disposed. Setting copies into it.
        /// </summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                long length;
                byte* data = Native.ActionMLTorch_data(Handle, &length);
                GC.KeepAlive(this);
                return length switch
                {
                    -1 => throw new InvalidOperationException("Found a tensor whose elements are not contiguous; expected contiguous ones. Call reshape(-1) first, which copies them in their order."),
                    -2 => throw new InvalidOperationException("Found a tensor that is not in the CPU's memory. Call cpu() first."),
                    > int.MaxValue => throw new ArgumentException($"Found a tensor of {length} bytes; a span holds at most {int.MaxValue}. Call narrow() first."),
                    _ => new Span<byte>(data, (int)length),
                };
            }

            set
            {
                Span<byte> target = bytes;
                if (target.Length != value.Length)
                {
                    throw new ArgumentException($"Found {value.Length} bytes; expected {target.Length}, the tensor's length.");
                }

                value.CopyTo(target);
                GC.KeepAlive(this);
            }
        }

        /// <summary>This tensor with elements of a type; the same memory where they are of that type already, unless <paramref name="copy"/>.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Made(Native.ActionMLTorch_to_type(Handle, (int)type, Flag(copy), Flag(non_blocking))), disposeAfter);

        /// <summary>This tensor on a device; the same memory where it is there already, unless <paramref name="copy"/>.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            Initialize(device);
            return After(Made(Native.ActionMLTorch_to_device(Handle, (int)device.type, device.index, Flag(copy), Flag(non_blocking))), disposeAfter);
        }

        public Tensor cpu() => to(CPU);

        public Tensor clone() => Made(Native.ActionMLTorch_clone(Handle));

        public Tensor copy_(Tensor source, bool nonBlocking = false) =>
            Changed(Native.ActionMLTorch_copy_(Handle, source.Handle, Flag(nonBlocking)), source);

        internal unsafe double Item()
        {
            double value;
            Changed(Native.ActionMLTorch_item(Handle, &value));
            return value;
        }

        private static byte Flag(bool value) => value ? (byte)1 : (byte)0;

        private Tensor After(Tensor result, bool dispose)
        {
            if (dispose)
            {
                Dispose();
            }

            return result;
        }
    }
}
