namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public unsafe long[] shape
        {
            get
            {
                nint handle = Handle;
                int count = Native.ActionMLTorch_dim(handle);
                long[] result = count == 0 ? [] : new long[count];
                fixed (long* sizes = result)
                {
                    Native.ActionMLTorch_sizes(handle, sizes);
                }

                System.GC.KeepAlive(this);
                return result;
            }
        }

        public unsafe Tensor expand(params long[] sizes)
        {
            fixed (long* pinned = sizes)
            {
                return Made(Native.ActionMLTorch_expand(Handle, pinned, sizes.Length));
            }
        }

        public unsafe Tensor reshape(params long[] shape)
        {
            fixed (long* pinned = shape)
            {
                return Made(Native.ActionMLTorch_reshape(Handle, pinned, shape.Length));
            }
        }

        public unsafe Tensor permute(params long[] permutation)
        {
            fixed (long* pinned = permutation)
            {
                return Made(Native.ActionMLTorch_permute(Handle, pinned, permutation.Length));
            }
        }

        public Tensor t() => Made(Native.ActionMLTorch_t(Handle));

        public Tensor unsqueeze(long dim) => Made(Native.ActionMLTorch_unsqueeze(Handle, dim));

        public Tensor narrow(long dim, long start, long length) => Made(Native.ActionMLTorch_narrow(Handle, dim, start, length));

        public unsafe Tensor[] split(long[] sizes, long dim = 0)
        {
            nint* handles = stackalloc nint[sizes.Length];
            fixed (long* pinned = sizes)
            {
                Changed(Native.ActionMLTorch_split(Handle, pinned, sizes.Length, dim, handles));
            }

            var parts = new Tensor[sizes.Length];
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i] = new Tensor(handles[i]);
            }

            return parts;
        }

        public Tensor index_select(long dim, Tensor index) => Made(Native.ActionMLTorch_index_select(Handle, dim, index.Handle), index);
    }
}
