namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Made(Native.ActionMLTorch_matmul(Handle, target.Handle), target);

        /// <summary><paramref name="beta"/> times this plus <paramref name="alpha"/> times the product of two matrices.</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1)
        {
            Tensor result = Made(Native.ActionMLTorch_addmm(Handle, mat1.Handle, mat2.Handle, beta, alpha), mat1);
            System.GC.KeepAlive(mat2);
            return result;
        }

        public Tensor sum(ScalarType? type = null) => Made(Native.ActionMLTorch_sum(Handle, Optional(type)));

        public unsafe Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null)
        {
            fixed (long* dims = dim)
            {
                return Made(Native.ActionMLTorch_sum_over(Handle, dims, dim.Length, Flag(keepdim), Optional(type)));
            }
        }

        /// <summary>The p-norm of all elements.</summary>
        public Tensor norm(float p = 2) => Made(Native.ActionMLTorch_norm(Handle, p));

        private static int Optional(ScalarType? type) => type is { } known ? (int)known : -1;
    }
}
