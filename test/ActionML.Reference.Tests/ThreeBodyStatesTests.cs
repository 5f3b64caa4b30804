using System.Text.Json;

namespace ActionML.Reference.Tests;

[TestClass]
public sealed class ThreeBodyStatesTests(TestContext context)
{
    [TestMethod]
    public void Figure_eight_has_the_published_numbers()
    {
        using JsonDocument file = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "three_body_setup.json")));
        JsonElement eight = file.RootElement.GetProperty("figure_eight_general_knowledge");
        double[] Numbers(string name) => [.. eight.GetProperty(name).EnumerateArray().Select(e => e.GetDouble())];
        PhasePoint state = ThreeBodyStates.FigureEight();

        CollectionAssert.AreEqual(Numbers("q1"), state.Positions[..2]);
        CollectionAssert.AreEqual(Numbers("q2"), state.Positions[2..4]);
        CollectionAssert.AreEqual(Numbers("q3"), state.Positions[4..]);
        CollectionAssert.AreEqual(Numbers("v3"), state.Momenta[4..]);
        foreach ((double expected, double actual) in Numbers("v1_equals_v2").Zip(state.Momenta[..2]))
        {
            Assert.AreEqual(expected, actual, 1e-9); // the file rounds v3/2
        }

        CollectionAssert.AreEqual(state.Momenta[..2], state.Momenta[2..4]);
        double[] momenta = state.Momenta;
        CollectionAssert.AreEqual(momenta[..2], momenta[2..4]);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void Center_of_mass_is_at_rest_at_the_origin(int dimension)
    {
        Random random = Chance.New(context);
        for (int i = 0; i < 20; i++)
        {
            ParticleSystem masses = ThreeBodyStates.RandomMasses(random, 0.5, 2, dimension);
            AssertAtRest(ThreeBodyStates.HnnTriangle(random, masses));
            AssertAtRest(ThreeBodyStates.FigureEightNeighborhood(random, new PhaseSpread(0.01, 0.1), masses));
        }
    }

    [TestMethod]
    public void Hnn_states_follow_the_recipe()
    {
        Random random = Chance.New(context);
        for (int i = 0; i < 50; i++)
        {
            (ParticleSystem system, PhasePoint state) = ThreeBodyStates.HnnTriangle(random);
            double[] sides = Sides(state.Positions, 2);
            Assert.AreEqual(sides[0], sides[1], 1e-12);
            Assert.AreEqual(sides[0], sides[2], 1e-12);
            double radius = sides[0] / Math.Sqrt(3);
            Assert.IsTrue(radius is >= 0.9 and <= 1.2);

            // √(sin 60°/(2 cos² 30°))/√r of the source; noise of 20 % per component, once more for the removed mean
            double speed = Math.Sqrt(Math.Sin(Math.PI / 3) / (2 * Math.Pow(Math.Cos(Math.PI / 6), 2))) / Math.Sqrt(radius);
            for (int body = 0; body < 3; body++)
            {
                double x = state.Positions[2 * body], y = state.Positions[(2 * body) + 1];
                double dx = state.Momenta[2 * body] + (speed * y / radius);
                double dy = state.Momenta[(2 * body) + 1] - (speed * x / radius);
                Assert.IsLessThan(0.4 * speed * Math.Sqrt(2), Math.Sqrt((dx * dx) + (dy * dy)));
            }

            Assert.AreEqual(3, system.Count);
        }
    }

    [TestMethod]
    public void Lagrange_triangle_of_unequal_masses_is_a_circular_orbit()
    {
        // Without the noise the generalized recipe would be Lagrange's solution; check its angular velocity here.
        double[] masses = [0.5, 1.3, 2];
        ParticleSystem system = ThreeBodyStates.WithMasses(masses);
        var state = new PhasePoint(3, 2, [1, 0, -0.5, Math.Sqrt(0.75), -0.5, -Math.Sqrt(0.75)], new double[6]);
        CenterOfMass.Remove(system, state);
        double omega = Math.Sqrt(system.TotalMass / Math.Pow(Math.Sqrt(3), 3));
        var forces = new double[6];
        new GravityPotential(2, masses).Evaluate(state.Positions, forces);
        for (int i = 0; i < 6; i++)
        {
            Assert.AreEqual(-omega * omega * masses[i / 2] * state.Positions[i], forces[i], 1e-14);
        }
    }

    [TestMethod]
    public void Narrow_neighborhood_stays_on_the_orbit()
    {
        Random random = Chance.New(context);
        var unit = new GravityPotential(2, [1, 1, 1]);
        ParticleSystem system = ThreeBodyStates.UnitMasses();
        var integrator = new AccurateIntegrator(system, unit);
        double energy = integrator.Energy(ThreeBodyStates.FigureEight());
        for (int i = 0; i < 20; i++)
        {
            PhasePoint state = ThreeBodyStates.FigureEightNeighborhood(random, new PhaseSpread(1e-6, 1e-5)).State;
            Assert.AreEqual(energy, integrator.Energy(state), 1e-3);
            double momentum = 0;
            for (int b = 0; b < 3; b++)
            {
                momentum += (state.Positions[2 * b] * state.Momenta[(2 * b) + 1]) - (state.Positions[(2 * b) + 1] * state.Momenta[2 * b]);
            }

            Assert.AreEqual(0, momentum, 1e-3); // the figure-eight has no angular momentum
        }
    }

    [TestMethod]
    public void Spread_is_drawn_between_its_ends()
    {
        Random random = Chance.New(context);
        var spread = new PhaseSpread(0.01, 0.1);
        double[] drawn = [.. Enumerable.Range(0, 2000).Select(_ => spread.Draw(random))];

        Assert.IsTrue(drawn.All(width => width is >= 0.01 and <= 0.1));
        double share = drawn.Count(width => width < Math.Sqrt(0.001)) / 2000.0; // log-uniform: half below the geometric mean
        Assert.AreEqual(0.5, share, 5 * 0.5 / Math.Sqrt(2000));
    }

    [TestMethod]
    public void Rotation_keeps_lengths_and_is_uniform()
    {
        Random random = Chance.New(context);
        const int draws = 4000;
        double sum = 0, sumSquare = 0;
        for (int i = 0; i < draws; i++)
        {
            var state = new PhasePoint(2, 3, [1, 0, 0, 0, 1, 0], [0, 0, 1, 1, 1, 1]);
            RandomRotation.Apply(random, state);
            Assert.AreEqual(1, (state.Positions[0] * state.Positions[0]) + (state.Positions[1] * state.Positions[1]) + (state.Positions[2] * state.Positions[2]), 1e-12);
            Assert.AreEqual(0, (state.Positions[0] * state.Positions[3]) + (state.Positions[1] * state.Positions[4]) + (state.Positions[2] * state.Positions[5]), 1e-12);
            sum += state.Positions[0];
            sumSquare += state.Positions[0] * state.Positions[0];
        }

        // A component of a uniform unit vector has mean 0 and mean square 1/3 with variance 4/45.
        Assert.AreEqual(0, sum / draws, 5 * Math.Sqrt(1 / 3.0 / draws));
        Assert.AreEqual(1 / 3.0, sumSquare / draws, 5 * Math.Sqrt(4 / 45.0 / draws));
    }

    private static void AssertAtRest((ParticleSystem System, PhasePoint State) sample)
    {
        (ParticleSystem system, PhasePoint state) = sample;
        for (int d = 0; d < system.Dimension; d++)
        {
            double position = 0, momentum = 0;
            for (int i = 0; i < 3; i++)
            {
                position += system.Masses[i] * state.Positions[(i * system.Dimension) + d];
                momentum += state.Momenta[(i * system.Dimension) + d];
            }

            Assert.AreEqual(0, position, 1e-14);
            Assert.AreEqual(0, momentum, 1e-14);
        }
    }

    private static double[] Sides(double[] q, int dimension)
    {
        double Distance(int a, int b)
        {
            double sum = 0;
            for (int d = 0; d < dimension; d++)
            {
                double difference = q[(a * dimension) + d] - q[(b * dimension) + d];
                sum += difference * difference;
            }

            return Math.Sqrt(sum);
        }

        return [Distance(0, 1), Distance(1, 2), Distance(0, 2)];
    }
}
