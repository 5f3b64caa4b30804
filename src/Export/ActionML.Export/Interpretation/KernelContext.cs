namespace ActionML.Export;

/// <summary>What a kernel sees: its inputs, their sizes, and the sizes of its outputs.</summary>
internal sealed class KernelContext(Array[] inputs, int[][] inputShapes, int[][] outputShapes)
{
    public int[] OutputShape => OutputShapes[0];

    public int[][] OutputShapes { get; } = outputShapes;

    public int Count => inputs.Length;

    public double[] Real(int input) => (double[])inputs[input];

    public long[] Index(int input) => (long[])inputs[input];

    public int[] Shape(int input) => inputShapes[input];

    public double[] NewOutput(int output = 0) => new double[Size(OutputShapes[output])];

    public static int Size(ReadOnlySpan<int> shape)
    {
        int size = 1;
        foreach (int dimension in shape)
        {
            size *= dimension;
        }

        return size;
    }

    /// <summary>
    /// Visits every element of a shape together with its place in an operand that broadcasts to it.
    /// </summary>
    public static int[] BroadcastOffsets(int[] shape, int[] operand)
    {
        int rank = shape.Length;
        var strides = new int[rank];
        int stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            int own = axis - rank + operand.Length;
            if (own >= 0)
            {
                strides[axis] = operand[own] == 1 ? 0 : stride;
                stride *= operand[own];
            }
        }

        return StridedOffsets(shape, strides);
    }

    /// <summary>The offsets Σ indexᵢ·strideᵢ of all elements of a shape, in row-major order.</summary>
    public static int[] StridedOffsets(int[] shape, int[] strides)
    {
        var offsets = new int[Size(shape)];
        var index = new int[shape.Length];
        int offset = 0;
        for (int e = 0; e < offsets.Length; e++)
        {
            offsets[e] = offset;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                offset -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return offsets;
    }

    /// <summary>Elements before, along and after an axis.</summary>
    public static (int Outer, int Length, int Inner) Around(ReadOnlySpan<int> shape, int axis) =>
        (Size(shape[..axis]), shape[axis], Size(shape[(axis + 1)..]));
}
