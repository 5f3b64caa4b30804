using static TorchSharp.torch;

namespace ActionML.TorchSharp.Tests;

/// <summary>Views, parts and joins, against plain indices.</summary>
[TestClass]
public sealed class ShapeTests : TorchTest
{
    [TestMethod]
    public void ShapeIsWhatWasAskedFor()
    {
        HasShape(zeros([]));
        HasShape(zeros([3L, 0, 2]), 3, 0, 2);
        HasShape(zeros([1L, 2, 3, 4, 5]), 1, 2, 3, 4, 5);
    }

    [TestMethod]
    public void ReshapeKeepsTheOrder()
    {
        double[] x = Any(12);
        Tensor tensor = Of(x, 3, 4);
        HasShape(tensor.reshape(2, 6), 2, 6);
        HasShape(tensor.reshape(2, -1), 2, 6);
        Near(x, tensor.reshape(12));
        Near([.. Enumerable.Range(0, 12).Select(i => x[(i % 3 * 4) + (i / 3)])], tensor.t().reshape(12));
    }

    [TestMethod]
    public void PermuteMovesDimensions()
    {
        double[] x = Any(24);
        Tensor moved = Of(x, 2, 3, 4).permute(2, 0, 1);
        HasShape(moved, 4, 2, 3);
        Near([.. Enumerable.Range(0, 24).Select(i => x[(i / 3 % 2 * 12) + (i % 3 * 4) + (i / 6)])], moved);
    }

    [TestMethod]
    public void ExpandRepeatsWithoutCopying()
    {
        double[] x = Any(3);
        Tensor wide = Of(x, 3, 1).expand(2, 3, 4);
        HasShape(wide, 2, 3, 4);
        Near([.. Enumerable.Range(0, 24).Select(i => x[i / 4 % 3])], wide);
        HasShape(Of(x, 3, 1).expand(-1, 5), 3, 5);
    }

    [TestMethod]
    public void UnsqueezeAddsADimension()
    {
        Tensor tensor = Of(Any(6), 2, 3);
        HasShape(tensor.unsqueeze(0), 1, 2, 3);
        HasShape(tensor.unsqueeze(1), 2, 1, 3);
        HasShape(tensor.unsqueeze(-1), 2, 3, 1);
    }

    [TestMethod]
    public void NarrowIsAWindow()
    {
        double[] x = Any(20);
        Tensor window = Of(x, 4, 5).narrow(1, 1, 3);
        HasShape(window, 4, 3);
        Near([.. Enumerable.Range(0, 12).Select(i => x[(i / 3 * 5) + 1 + (i % 3)])], window);
    }

    [TestMethod]
    public void SplitAndCatAreInverse()
    {
        double[] x = Any(30);
        Tensor tensor = Of(x, 3, 10);
        Tensor[] parts = tensor.split([2L, 5, 3], 1);
        Assert.HasCount(3, parts);
        HasShape(parts[1], 3, 5);
        Near([.. Enumerable.Range(0, 15).Select(i => x[(i / 5 * 10) + 2 + (i % 5)])], parts[1]);
        Near(x, cat(parts, 1));
        Near([.. x, .. x], cat([tensor, tensor]));
        Near([.. Enumerable.Range(0, 600).Select(i => x[i % 30])], cat(Enumerable.Repeat(tensor, 20).ToList()));
    }

    [TestMethod]
    public void IndexSelectGathers()
    {
        double[] x = Any(12);
        long[] rows = [2, 0, 2, 1];
        Tensor index = Of(rows, ScalarType.Int64, 4);
        Tensor gathered = Of(x, 3, 4).index_select(0, index);
        HasShape(gathered, 4, 4);
        Near([.. Enumerable.Range(0, 16).Select(i => x[(rows[i / 4] * 4) + (i % 4)])], gathered);
        Near([.. Enumerable.Range(0, 12).Select(i => x[(i / 4 * 4) + rows[i % 4]])], Of(x, 3, 4).index_select(1, index));
    }
}
