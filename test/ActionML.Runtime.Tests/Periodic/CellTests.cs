namespace ActionML.Runtime.Tests.Periodic;

[TestClass]
public sealed class CellTests(TestContext context)
{
    [TestMethod]
    public void InverseVolumeAndWidthsBelongTogether()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 3, 9);
        double[] a = [.. cell.Vectors];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double product = Enumerable.Range(0, 3).Sum(k => a[(3 * i) + k] * cell.Inverse[(3 * k) + j]);
                Assert.AreEqual(i == j ? 1 : 0, product, 1e-12);
            }

            double[] b = a[(3 * ((i + 1) % 3))..][..3];
            double[] c = a[(3 * ((i + 2) % 3))..][..3];
            double[] normal = [(b[1] * c[2]) - (b[2] * c[1]), (b[2] * c[0]) - (b[0] * c[2]), (b[0] * c[1]) - (b[1] * c[0])];
            double area = Math.Sqrt(normal.Sum(x => x * x));
            Assert.AreEqual(cell.Volume / area, cell.Widths[i], 1e-10);
            Assert.AreEqual(cell.Volume, Math.Abs(normal.Zip(a[(3 * i)..], (x, y) => x * y).Sum()), 1e-9);
        }

        Assert.AreEqual(cell.Widths.ToArray().Min(), cell.SmallestWidth);
    }

    [TestMethod]
    public void MinimumImageIsTheShortestWithinHalfTheWidth()
    {
        Random random = PeriodicCase.Random(context);
        for (int attempt = 0; attempt < 200; attempt++)
        {
            Cell cell = PeriodicCase.Triclinic(random, 3, 9);
            double[] direction = [random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5];
            double length = 0.499 * cell.SmallestWidth * random.NextDouble() / Math.Sqrt(direction.Sum(x => x * x));
            double[] r = [.. direction.Select(x => x * length)];
            double[] image = [.. r];
            for (int c = 0; c < 3; c++)
            {
                int n = random.Next(-5, 6);
                for (int d = 0; d < 3; d++)
                {
                    image[d] += n * cell.Vectors[(3 * c) + d];
                }
            }

            cell.MinimumImage(image);
            Assert.IsLessThan(1e-10, image.Zip(r, (x, y) => Math.Abs(x - y)).Max());
        }
    }

    [TestMethod]
    public void WrappedPositionsAreImagesInTheCell()
    {
        Random random = PeriodicCase.Random(context);
        Cell cell = PeriodicCase.Triclinic(random, 3, 9);
        double[] q = PeriodicCase.Positions(random, cell, 50);
        double[] wrapped = [.. q];
        cell.Wrap(wrapped);
        for (int i = 0; i < q.Length; i += 3)
        {
            for (int c = 0; c < 3; c++)
            {
                double Fraction(double[] x) => Enumerable.Range(0, 3).Sum(d => x[i + d] * cell.Inverse[(3 * d) + c]);
                Assert.IsTrue(Fraction(wrapped) is > -1e-12 and < 1 + 1e-12);
                double images = Fraction(q) - Fraction(wrapped);
                Assert.AreEqual(Math.Round(images), images, 1e-10);
            }
        }
    }

    [TestMethod]
    public void FlatAndSenselessCellsAreRefused()
    {
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => new Cell([1, 0, 0, 0, 1, 0, 2, 3, 0])).Message, "no volume");
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => new Cell([1, 0, 0, 0])).Message, "4 numbers");
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => new Cell([1, 0, 0, 0, 1, 0, 0, 0, double.NaN])).Message, "not finite");
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => Cell.Orthorhombic(1, -2, 3)).Message, "-2");
    }
}
