using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    // Element by element.
    [DllImport(Library)]
    public static extern nint ActionMLTorch_neg(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_exp(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_log(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_sqrt(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_reciprocal(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_sigmoid(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_silu(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_relu(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_add(nint self, nint other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_sub(nint self, nint other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_mul(nint self, nint other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_eq(nint self, nint other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_add_number(nint self, NativeScalar other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_mul_number(nint self, NativeScalar other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_gt_number(nint self, NativeScalar other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_div(nint self, nint other, int mode);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_div_number(nint self, NativeScalar other, int mode);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_add_(nint self, nint other, NativeScalar alpha);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_mul_(nint self, nint other);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_mul_number_(nint self, NativeScalar other);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_addcmul_(nint self, nint first, nint second, NativeScalar value);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_addcdiv_(nint self, nint first, nint second, NativeScalar value);

    // Products and sums.
    [DllImport(Library)]
    public static extern nint ActionMLTorch_matmul(nint self, nint other);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_addmm(nint self, nint first, nint second, float beta, float alpha);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_sum(nint self, int type);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_sum_over(nint self, long* dims, int count, byte keep, int type);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_norm(nint self, float p);
}
