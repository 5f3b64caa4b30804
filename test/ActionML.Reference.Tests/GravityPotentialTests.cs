namespace ActionML.Reference.Tests;

[TestClass]
public sealed class GravityPotentialTests(TestContext context)
{
    [TestMethod]
    [DataRow(2, 0.0)]
    [DataRow(3, 0.0)]
    [DataRow(2, 0.3)]
    [DataRow(3, 0.3)]
    public void Forces_are_the_negative_gradient(int dimension, double softening)
    {
        Random random = Chance.New(context);
        double[] masses = [.. Enumerable.Range(0, 5).Select(_ => 0.5 + random.NextDouble())];
        var potential = new GravityPotential(dimension, masses, softening, gravitationalConstant: 1.7);
        double[] q = SpreadOut(random, 5, dimension);
        var forces = new double[q.Length];
        var ignored = new double[q.Length];
        potential.Evaluate(q, forces);

        for (int i = 0; i < q.Length; i++)
        {
            double At(double shift)
            {
                double[] moved = [.. q];
                moved[i] += shift;
                return potential.Evaluate(moved, ignored);
            }

            const double h = 1e-3; // fourth order: truncation and rounding both near 1e-12
            double numeric = -((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
            Assert.AreEqual(numeric, forces[i], 1e-7 * (1 + Math.Abs(numeric)));
        }
    }

    [TestMethod]
    public void Two_bodies_attract_by_the_formula()
    {
        var potential = new GravityPotential(3, [2, 3], softening: 1, gravitationalConstant: 0.5);
        var forces = new double[6];
        double energy = potential.Evaluate([0, 0, 0, 0, 2, 2], forces);

        Assert.AreEqual(-0.5 * 2 * 3 / 3.0, energy, 1e-15);
        Assert.AreEqual(0.5 * 2 * 3 * 2 / 27.0, forces[1], 1e-15);
        Assert.AreEqual(-forces[1], forces[4], 0);
    }

    [TestMethod]
    public void Total_force_and_torque_vanish()
    {
        Random random = Chance.New(context);
        double[] q = SpreadOut(random, 6, 2);
        var forces = new double[q.Length];
        new GravityPotential(2, [1, 2, 3, 0.5, 0.7, 1.1]).Evaluate(q, forces);

        double x = 0, y = 0, torque = 0;
        for (int i = 0; i < 6; i++)
        {
            x += forces[2 * i];
            y += forces[(2 * i) + 1];
            torque += (q[2 * i] * forces[(2 * i) + 1]) - (q[(2 * i) + 1] * forces[2 * i]);
        }

        Assert.AreEqual(0, Math.Abs(x) + Math.Abs(y) + Math.Abs(torque), 1e-12);
    }

    [TestMethod]
    public void Plane_and_space_agree()
    {
        Random random = Chance.New(context);
        double[] masses = [1, 2, 0.5];
        double[] q2 = SpreadOut(random, 3, 2);
        double[] q3 = [q2[0], q2[1], 0, q2[2], q2[3], 0, q2[4], q2[5], 0];
        var f2 = new double[6];
        var f3 = new double[9];

        Assert.AreEqual(
            new GravityPotential(2, masses, 0.1).Evaluate(q2, f2), new GravityPotential(3, masses, 0.1).Evaluate(q3, f3), 1e-14);
        CollectionAssert.AreEqual(f2, new[] { f3[0], f3[1], f3[3], f3[4], f3[6], f3[7] });
    }

    [TestMethod]
    public void Senseless_parameters_are_refused()
    {
        Assert.ThrowsExactly<DataException>(() => new GravityPotential(4, [1, 1]));
        Assert.ThrowsExactly<DataException>(() => new GravityPotential(2, []));
        Assert.ThrowsExactly<DataException>(() => new GravityPotential(2, [1, -1]));
        Assert.ThrowsExactly<DataException>(() => new GravityPotential(2, [1, 1], double.NaN));
        Assert.ThrowsExactly<DataException>(() => new GravityPotential(2, [1, 1], 0, 0));
        Assert.ThrowsExactly<ArgumentException>(() => new GravityPotential(2, [1, 1]).Evaluate(new double[6], new double[6]));
    }

    private static double[] SpreadOut(Random random, int count, int dimension)
    {
        // On a line one apart, displaced by up to 0.3 in each direction: no pair comes close.
        var q = new double[count * dimension];
        for (int i = 0; i < q.Length; i++)
        {
            q[i] = (i % dimension == 0 ? i / dimension : 0) + (0.6 * random.NextDouble()) - 0.3;
        }

        return q;
    }
}
