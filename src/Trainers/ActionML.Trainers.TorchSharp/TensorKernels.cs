using ActionML.Export;
using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.Trainers;

/// <summary>Computes the outputs of a node from its inputs; both are places in one array of tensors.</summary>
internal delegate void TensorKernel(Tensor[] values);

/// <summary>How TorchSharp computes each admitted operator. What is not here decomposes into what is.</summary>
internal static class TensorKernels
{
    /// <summary>The kernel of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">The places of its inputs.</param>
    /// <param name="outputs">The places of its outputs.</param>
    /// <param name="target">Sizes, number type and device.</param>
    /// <param name="constants">Takes the constant tensors that the kernel reads.</param>
    public static TensorKernel Of(Node node, int[] inputs, int[] outputs, TensorTarget target, List<Tensor> constants)
    {
        int x = inputs.Length > 0 ? inputs[0] : -1;
        int y = inputs.Length > 1 ? inputs[1] : -1;
        int o = outputs[0];
        long[] shape = Array.ConvertAll(node.Output.Shape.Resolve(target.Particles, target.Neighbors), size => (long)size);
        return node.Operator switch
        {
            AddOperator => v => v[o] = v[x].add(v[y]),
            SubtractOperator => v => v[o] = v[x].sub(v[y]),
            MultiplyOperator => v => v[o] = v[x].mul(v[y]),
            DivideOperator => v => v[o] = v[x].div(v[y]),
            ExpOperator => v => v[o] = v[x].exp(),
            LogOperator => v => v[o] = v[x].log(),
            SqrtOperator => v => v[o] = v[x].sqrt(),
            ReciprocalOperator => v => v[o] = v[x].reciprocal(),
            SigmoidOperator => v => v[o] = v[x].sigmoid(),
            ReluOperator { IsSlope: false } => v => v[o] = v[x].relu(),
            ReluOperator => v => v[o] = v[x].gt(0).to(target.Memory.Real),
            MatMulOperator => v => v[o] = v[x].matmul(v[y]),
            GemmOperator gemm => Product(gemm, inputs, o),
            TransposeOperator transpose => Permutation(transpose, x, o),
            ReshapeOperator => v => v[o] = v[x].reshape(shape),
            ReduceSumOperator sum => Sum(sum, x, o),
            ExpandOperator => v => v[o] = v[x].expand(shape),
            ConcatOperator concat => v => v[o] = cat(Array.ConvertAll(inputs, input => v[input]), concat.Axis),
            SplitOperator split => Parts(split, x, outputs),
            GatherNeighborsOperator gather => v => v[o] = v[x].index_select(gather.Axis, v[y].reshape(-1)).reshape(shape),
            ExchangeOperator exchange => v => v[o] = v[x].index_select(exchange.Axis, v[y]),
            ReverseOfCopiesOperator reverse => ReverseOfCopies(reverse.Copies, x, y, o, target, constants),
            OneHotOperator oneHot => OneHot(oneHot, x, o, target, constants),
            _ => throw new NotSupportedException($"TorchSharp has no kernel for {node.Operator.Key}, which does not decompose."),
        };
    }

    private static TensorKernel Product(GemmOperator gemm, int[] inputs, int o)
    {
        int a = inputs[0];
        int b = inputs[1];
        if (inputs.Length == 3)
        {
            int bias = inputs[2];
            return v => v[o] = v[bias].addmm(Left(v), Right(v));
        }

        return v => v[o] = Left(v).matmul(Right(v));

        Tensor Left(Tensor[] v) => gemm.TransposeA ? v[a].t() : v[a];
        Tensor Right(Tensor[] v) => gemm.TransposeB ? v[b].t() : v[b];
    }

    private static TensorKernel Permutation(TransposeOperator transpose, int x, int o)
    {
        long[] order = Array.ConvertAll(transpose.Order, axis => (long)axis);
        return v => v[o] = v[x].permute(order);
    }

    private static TensorKernel Sum(ReduceSumOperator sum, int x, int o)
    {
        long[] axes = [.. sum.Axes.Select(axis => (long)axis)];
        return v => v[o] = v[x].sum(axes, keepdim: true);
    }

    private static TensorKernel Parts(SplitOperator split, int x, int[] outputs)
    {
        long[] sizes = [.. split.Sizes.Select(size => (long)size)];
        return v =>
        {
            Tensor[] parts = v[x].split(sizes, split.Axis);
            for (int i = 0; i < parts.Length; i++)
            {
                v[outputs[i]] = parts[i];
            }
        };
    }

    private static TensorKernel ReverseOfCopies(int copies, int neighbors, int reverse, int o, TensorTarget target, List<Tensor> constants)
    {
        Tensor others = Indices(target, constants, (copies - 1) * target.Neighbors);
        Tensor own = Indices(target, constants, [.. Enumerable.Range(0, copies).Select(copy => copy * target.Neighbors)]).unsqueeze(-1).DetachFromDisposeScope();
        constants.Add(own);
        return v =>
        {
            Tensor rows = v[neighbors].unsqueeze(1);
            v[o] = v[reverse].reshape(rows.shape).add(rows.mul(others)).add(own).reshape(-1);
        };
    }

    private static TensorKernel OneHot(OneHotOperator oneHot, int x, int o, TensorTarget target, List<Tensor> constants)
    {
        Tensor kinds = Indices(target, constants, [.. Enumerable.Range(0, oneHot.Count)]);
        return v => v[o] = v[x].unsqueeze(-1).eq(kinds).to(target.Memory.Real);
    }

    private static Tensor Indices(TensorTarget target, List<Tensor> constants, params int[] values)
    {
        Tensor tensor = target.Memory.NewIndices(values.Length);
        target.Memory.Write(tensor, Array.ConvertAll(values, value => (long)value));
        constants.Add(tensor);
        return tensor;
    }
}
