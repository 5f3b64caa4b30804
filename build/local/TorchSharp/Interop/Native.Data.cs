using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    // Lifetime and data.
    [DllImport(Library)]
    public static extern int ActionMLTorch_cuda_count();

    [DllImport(Library)]
    public static extern void ActionMLTorch_free(nint self);

    [DllImport(Library)]
    [SuppressGCTransition]
    public static extern int ActionMLTorch_dim(nint self);

    [DllImport(Library)]
    [SuppressGCTransition]
    public static extern void ActionMLTorch_sizes(nint self, long* sizes);

    [DllImport(Library)]
    [SuppressGCTransition]
    public static extern byte* ActionMLTorch_data(nint self, long* length);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_item(nint self, double* value);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_zeros(long* sizes, int count, int type, int device, int index);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_clone(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_to_type(nint self, int type, byte copy, byte nonBlocking);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_to_device(nint self, int device, int index, byte copy, byte nonBlocking);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_copy_(nint self, nint source, byte nonBlocking);

    // Shapes.
    [DllImport(Library)]
    public static extern nint ActionMLTorch_expand(nint self, long* sizes, int count);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_reshape(nint self, long* sizes, int count);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_permute(nint self, long* dims, int count);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_t(nint self);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_unsqueeze(nint self, long dim);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_narrow(nint self, long dim, long start, long length);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_index_select(nint self, long dim, nint index);

    [DllImport(Library)]
    public static extern byte ActionMLTorch_split(nint self, long* sizes, int count, long dim, nint* parts);

    [DllImport(Library)]
    public static extern nint ActionMLTorch_cat(nint* parts, int count, long dim);
}
