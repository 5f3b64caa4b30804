using TorchSharp;
using static TorchSharp.torch;

namespace ActionML.TorchSharp.Tests;

/// <summary>Operators that work element by element, against plain loops.</summary>
[TestClass]
public sealed class ElementwiseTests : TorchTest
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Operator, Func<double, double> Reference, bool Positive)> Unary = new()
    {
        ["neg"] = (x => x.neg(), x => -x, false),
        ["exp"] = (x => x.exp(), Math.Exp, false),
        ["log"] = (x => x.log(), Math.Log, true),
        ["sqrt"] = (x => x.sqrt(), Math.Sqrt, true),
        ["reciprocal"] = (x => x.reciprocal(), x => 1 / x, true),
        ["sigmoid"] = (x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x)), false),
        ["silu"] = (x => x.silu(), x => x / (1 + Math.Exp(-x)), false),
        ["relu"] = (x => x.relu(), x => Math.Max(0, x), false),
        ["add a number"] = (x => x.add(0.7), x => x + 0.7, false),
        ["mul by a number"] = (x => x.mul(-1.3), x => -1.3 * x, false),
        ["mul by an integer"] = (x => x.mul(3), x => 3 * x, false),
        ["mul by a long"] = (x => x.mul(5L), x => 5 * x, false),
        ["mul by a float"] = (x => x.mul(0.1f), x => (double)0.1f * x, false),
        ["div by a number"] = (x => x.div(0.3), x => x / 0.3, false),
        ["clone"] = (x => x.clone(), x => x, false),
        ["cpu"] = (x => x.cpu(), x => x, false),
        ["to the CPU"] = (x => x.to(CPU), x => x, false),
    };

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Operator, Func<double, double, double> Reference)> Binary = new()
    {
        ["add"] = ((x, y) => x.add(y), (x, y) => x + y),
        ["sub"] = ((x, y) => x.sub(y), (x, y) => x - y),
        ["mul"] = ((x, y) => x.mul(y), (x, y) => x * y),
        ["div"] = ((x, y) => x.div(y), (x, y) => x / y),
        ["add in place"] = ((x, y) => x.clone().add_(y), (x, y) => x + y),
        ["add a multiple in place"] = ((x, y) => x.clone().add_(y, 2.5), (x, y) => x + (2.5 * y)),
        ["mul in place"] = ((x, y) => x.clone().mul_(y), (x, y) => x * y),
        ["copy in place"] = ((x, y) => x.clone().copy_(y), (_, y) => y),
    };

    [TestMethod]
    public void UnaryOperatorsAreTheirFormulas()
    {
        foreach ((string name, (Func<Tensor, Tensor> apply, Func<double, double> reference, bool positive)) in Unary)
        {
            double[] x = positive ? Positive(60) : Any(60);
            Tensor input = Of(x, 3, 4, 5);
            Tensor output = apply(input);
            HasShape(output, 3, 4, 5);
            Assert.IsLessThan(1e-13, Testing.Compare.Relative(Values(output), [.. x.Select(reference)]), name);
            CollectionAssert.AreEqual(x, Values(input), $"{name} changed its operand");
        }
    }

    [TestMethod]
    public void BinaryOperatorsAreTheirFormulas()
    {
        foreach ((string name, (Func<Tensor, Tensor, Tensor> apply, Func<double, double, double> reference)) in Binary)
        {
            (double[] x, double[] y) = (Any(24), Positive(24));
            (Tensor left, Tensor right) = (Of(x, 4, 6), Of(y, 4, 6));
            Tensor output = apply(left, right);
            HasShape(output, 4, 6);
            Assert.IsLessThan(1e-14, Testing.Compare.Relative(Values(output), [.. x.Zip(y, reference)]), name);
            CollectionAssert.AreEqual(x, Values(left), $"{name} changed its left operand");
            CollectionAssert.AreEqual(y, Values(right), $"{name} changed its right operand");
        }
    }

    [TestMethod]
    public void BinaryOperatorsRepeatTheShorterDimension()
    {
        (double[] x, double[] y) = (Any(6), Any(3));
        Tensor output = Of(x, 2, 3, 1).mul(Of(y, 3));
        HasShape(output, 2, 3, 3);
        Near([.. Enumerable.Range(0, 18).Select(i => x[i / 3] * y[i % 3])], output);
    }

    [TestMethod]
    public void ChangesInPlaceReachTheTensorAndItsViews()
    {
        double[] x = Any(6);
        Tensor tensor = Of(x, 2, 3);
        Tensor view = tensor.t();
        tensor.mul_(2);
        tensor.mul_(0.25);
        Near([.. Enumerable.Range(0, 6).Select(i => x[(i % 2 * 3) + (i / 2)] / 2)], view);
    }

    [TestMethod]
    public void AddcmulAndAddcdivAddAMultiple()
    {
        (double[] x, double[] y, double[] z) = (Any(10), Any(10), Positive(10));
        Tensor product = Of(x, 10);
        product.addcmul_(Of(y, 10), Of(z, 10), 0.3);
        Near([.. Enumerable.Range(0, 10).Select(i => x[i] + (0.3 * y[i] * z[i]))], product);
        Tensor quotient = Of(x, 10);
        quotient.addcdiv_(Of(y, 10), Of(z, 10), -0.7);
        Near([.. Enumerable.Range(0, 10).Select(i => x[i] - (0.7 * y[i] / z[i]))], quotient);
    }

    [TestMethod]
    public void ComparisonsGiveBooleans()
    {
        Tensor x = Of([-1, 0, 2, 3], 4);
        CollectionAssert.AreEqual(new[] { false, false, true, true }, Elements<bool>(x.gt(0)));
        CollectionAssert.AreEqual(new[] { false, true, false, true }, Elements<bool>(x.eq(Of([1, 0, 1, 3], 4))));
    }

    [TestMethod]
    public void DivisionRoundsAsAsked()
    {
        Tensor x = Of([-7, 7, 5], 3);
        Near([-3, 3, 2], x.div(2, RoundingMode.trunc));
        Near([-4, 3, 2], x.div(2, RoundingMode.floor));
        Near([-3, 3, 2], x.div(Of([2, 2, 2], 3), RoundingMode.trunc));
    }

    [TestMethod]
    public void TypesAreConverted()
    {
        Tensor x = Of([-1.5, 0, 2.75], 3);
        CollectionAssert.AreEqual(new[] { -1.5f, 0, 2.75f }, Elements<float>(x.to(ScalarType.Float32)));
        CollectionAssert.AreEqual(new[] { -1L, 0, 2 }, Elements<long>(x.to(ScalarType.Int64)));
        CollectionAssert.AreEqual(new[] { true, false, true }, Elements<bool>(x.to(ScalarType.Bool)));
        Near([1, 0, 1], x.to(ScalarType.Bool).to(ScalarType.Float64));
    }

    [TestMethod]
    public void ASinglePrecisionTensorStaysSoBesideNumbers()
    {
        Tensor x = Of<float>([1, 2], ScalarType.Float32, 2);
        CollectionAssert.AreEqual(new[] { 1.1f, 2.1f }, Elements<float>(x.add(0.1)));
        CollectionAssert.AreEqual(new[] { 0.5f, 1f }, Elements<float>(x.mul(0.5)));
    }
}
