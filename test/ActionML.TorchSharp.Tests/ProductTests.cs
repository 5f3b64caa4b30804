using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.TorchSharp.Tests;

/// <summary>Products, sums and norms, against plain loops.</summary>
[TestClass]
public sealed class ProductTests : TorchTest
{
    [TestMethod]
    public void MatmulMultipliesMatrices()
    {
        (double[] a, double[] b) = (Any(5 * 7), Any(7 * 3));
        Tensor product = Of(a, 5, 7).matmul(Of(b, 7, 3));
        HasShape(product, 5, 3);
        Near(Product(a, b, 5, 7, 3), product);
    }

    [TestMethod]
    public void MatmulMultipliesBatches()
    {
        (double[] a, double[] b) = (Any(2 * 3 * 4), Any(2 * 4 * 5));
        Tensor product = Of(a, 2, 3, 4).matmul(Of(b, 2, 4, 5));
        HasShape(product, 2, 3, 5);
        Near([.. Product(a[..12], b[..20], 3, 4, 5), .. Product(a[12..], b[20..], 3, 4, 5)], product);
    }

    [TestMethod]
    public void MatmulTakesTransposedViews()
    {
        (double[] a, double[] b) = (Any(4 * 6), Any(4 * 3));
        Tensor product = Of(a, 4, 6).t().matmul(Of(b, 4, 3));
        double[] transposed = [.. Enumerable.Range(0, 24).Select(i => a[(i % 4 * 6) + (i / 4)])];
        Near(Product(transposed, b, 6, 4, 3), product);
    }

    [TestMethod]
    public void MatmulOfSinglePrecisionIsAsGoodAsFloats()
    {
        const int Size = 64;
        (double[] a, double[] b) = (Any(Size * Size), Any(Size * Size));
        Tensor product = Of(a, Size, Size).to(ScalarType.Float32).matmul(Of(b, Size, Size).to(ScalarType.Float32));
        Near(Product(a, b, Size, Size, Size), product.to(ScalarType.Float64), tolerance: 1e-6);
    }

    [TestMethod]
    public void AddmmAddsAMultipleOfAProduct()
    {
        (double[] c, double[] a, double[] b) = (Any(6), Any(8), Any(12));
        Tensor bias = Of(c, 2, 3);
        double[] product = Product(a, b, 2, 4, 3);
        Near([.. c.Zip(product, (x, y) => x + y)], bias.addmm(Of(a, 2, 4), Of(b, 4, 3)));
        Near([.. c.Zip(product, (x, y) => (0.5 * x) - (2 * y))], bias.addmm(Of(a, 2, 4), Of(b, 4, 3), 0.5f, -2));

        // A row is added to each row of the product.
        double[] row = Any(3);
        Near([.. product.Select((value, i) => row[i % 3] + value)], Of(row, 3).addmm(Of(a, 2, 4), Of(b, 4, 3)));
    }

    [TestMethod]
    public void SumAddsEverythingOrDimensions()
    {
        double[] x = Any(24);
        Tensor tensor = Of(x, 2, 3, 4);
        Assert.AreEqual(x.Sum(), tensor.sum().ToDouble(), 1e-13);
        HasShape(tensor.sum());

        double[] over1 = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 3).Sum(j => x[(i / 4 * 12) + (j * 4) + (i % 4)]))];
        Near(over1, tensor.sum([1L]));
        HasShape(tensor.sum([1L]), 2, 4);
        HasShape(tensor.sum([1L], keepdim: true), 2, 1, 4);
        double[] over02 = [.. Enumerable.Range(0, 3).Select(j => Enumerable.Range(0, 8).Sum(i => x[(i / 4 * 12) + (j * 4) + (i % 4)]))];
        Near(over02, tensor.sum([0L, -1L]));
    }

    [TestMethod]
    public void SumMayHaveAnotherType()
    {
        Tensor bits = Of([-1, 0, 2, 3], 4).gt(0);
        CollectionAssert.AreEqual(new[] { 2L }, Elements<long>(bits.sum()));
        CollectionAssert.AreEqual(new[] { 2f }, Elements<float>(bits.sum(type: ScalarType.Float32)));
        CollectionAssert.AreEqual(new[] { 2d }, Elements<double>(bits.sum([0L], type: ScalarType.Float64)));
    }

    [TestMethod]
    public void NormIsThatOfAllElements()
    {
        double[] x = Any(50);
        Assert.AreEqual(Math.Sqrt(x.Sum(value => value * value)), Of(x, 5, 10).norm().ToDouble(), 1e-12);
        // An integer would be a dimension to the package's other overload.
        Assert.AreEqual(x.Sum(Math.Abs), Of(x, 5, 10).norm(1f).ToDouble(), 1e-12);
    }

    private static double[] Product(double[] a, double[] b, int rows, int inner, int columns)
    {
        var product = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < inner; k++)
                {
                    product[(i * columns) + j] += a[(i * inner) + k] * b[(k * columns) + j];
                }
            }
        }

        return product;
    }
}
