using ActionML.Testing;

namespace ActionML.Export.Tests;

/// <summary>The harmonics of two directions make the Legendre polynomial of the cosine between them, in the plane cos nφ.</summary>
[TestClass]
public sealed class SphericalHarmonicsTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(2, 2)]
    [DataRow(2, 3)]
    [DataRow(3, 2)]
    [DataRow(3, 3)]
    public void TheirDotProductIsThePolynomialOfTheAngle(int dimension, int degree)
    {
        Random random = Chance.New(TestContext);
        double[][] directions = [.. Enumerable.Range(0, 20).Select(_ => Direction(random, dimension))];
        double[][] harmonics = Harmonics(directions, degree);
        for (int a = 0; a < directions.Length; a++)
        {
            for (int b = 0; b < directions.Length; b++)
            {
                double cosine = Dot(directions[a], directions[b]);
                double expected = (dimension, degree) switch
                {
                    (2, 2) => (2 * cosine * cosine) - 1,
                    (2, _) => ((4 * cosine * cosine) - 3) * cosine,
                    (_, 2) => ((3 * cosine * cosine) - 1) / 2,
                    _ => ((5 * cosine * cosine) - 3) * cosine / 2,
                };
                Assert.AreEqual(expected, Dot(harmonics[a], harmonics[b]), 1e-14);
            }
        }
    }

    private static double[] Direction(Random random, int dimension)
    {
        double[] x = random.Normals(dimension);
        double length = Math.Sqrt(Dot(x, x));
        return [.. x.Select(value => value / length)];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[][] Harmonics(double[][] directions, int degree)
    {
        int dimension = directions[0].Length;
        var graph = new Graph();
        Value input = graph.Input("u", dimension, Dimension.Particles);
        Value output = degree == 2 ? SphericalHarmonics.Second(graph, input) : SphericalHarmonics.Third(graph, input);
        double[] columns = [.. Enumerable.Range(0, dimension).SelectMany(i => directions.Select(u => u[i]))];
        double[] values = new Interpreter([output]).Run(new Dictionary<string, Array> { ["u"] = columns }, new ParameterStore(), directions.Length, 1)[0];
        int size = output.Shape[0].Factor;
        return [.. Enumerable.Range(0, directions.Length).Select(e => Enumerable.Range(0, size).Select(i => values[(i * directions.Length) + e]).ToArray())];
    }
}
