using ActionML.Reference;

namespace ActionML.Reference.Tests;

[TestClass]
public sealed class GeTePotentialTests(TestContext context)
{
    [TestMethod]
    public void Energy_is_that_of_the_published_implementation()
    {
        // Run of PyGeTe (dquigley533/PyGeTe, ae61261), compiled with gfortran: 512 atoms, energies of free atoms left out.
        (Cell cell, string[] kinds, double[] q) = GeTe.RockSalt(4, 6.009, displaced: true);
        double energy = new GeTePotential(cell, kinds).Evaluate(q, new double[q.Length]) / kinds.Length;
        context.WriteLine($"difference {energy + 1.1386446711043163:E2} eV/atom");
        Assert.AreEqual(-1.1386446711043163, energy, 1e-9);
    }

    [TestMethod]
    public void Crystals_have_their_energies_and_small_cells_those_of_large_ones()
    {
        double Rock(int side, double a)
        {
            (Cell cell, string[] kinds, double[] q) = GeTe.RockSalt(side, a);
            return new GeTePotential(cell, kinds).Evaluate(q, new double[q.Length]) / kinds.Length;
        }

        Assert.AreEqual(-1.14726, Rock(4, 6.009), 1e-5);
        Assert.AreEqual(Rock(4, 6.009), Rock(1, 6.009), 1e-12, "8 atoms see many images of each other");
        Assert.IsTrue(Rock(2, 6.03) < Rock(2, 6.0) && Rock(2, 6.03) < Rock(2, 6.06));

        // One formula unit: an atom sees its own images. Rhombohedral α-GeTe, Ge at −u and Te at u along the hexagonal c.
        Assert.AreEqual(-1.15652, Alpha(1), 1e-5);
        Assert.AreEqual(Alpha(3), Alpha(1), 1e-12);

        static double Alpha(int side)
        {
            const double A = 4.1719, C = 10.710, U = 0.763;
            double[][] primitive =
            [
                [A / 2, -A / (2 * Math.Sqrt(3)), C / 3], [0, A / Math.Sqrt(3), C / 3], [-A / 2, -A / (2 * Math.Sqrt(3)), C / 3],
            ];
            var q = new List<double>();
            var kinds = new List<string>();
            for (int n = 0; n < side * side * side; n++)
            {
                int[] s = [n % side, n / side % side, n / side / side];
                for (int t = 0; t < 2; t++)
                {
                    for (int d = 0; d < 3; d++)
                    {
                        q.Add(Enumerable.Range(0, 3).Sum(c => s[c] * primitive[c][d]) + (d == 2 ? (t == 0 ? 1 - U : U) * C : 0));
                    }

                    kinds.Add(t == 0 ? "Ge" : "Te");
                }
            }

            var cell = new Cell([.. primitive.SelectMany(row => row.Select(x => x * side))]);
            return new GeTePotential(cell, kinds).Evaluate([.. q], new double[q.Count]) / kinds.Count;
        }
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(24)]
    [DataRow(64)]
    public void Forces_are_the_negative_gradient(int count)
    {
        Random random = Chance.New(context);
        (Cell cell, string[] kinds, double[] q) = GeTe.Disordered(random, count);
        var potential = new GeTePotential(cell, kinds);
        var forces = new double[q.Length];
        var ignored = new double[q.Length];
        potential.Evaluate(q, forces);
        double scale = Math.Sqrt(forces.Average(f => f * f));
        int kinks = 0;
        double worst = 0;
        for (int c = 0; c < q.Length; c++)
        {
            // The second derivative jumps where a bond passes R or S, and at each step of the coordination: there differences
            // of two widths disagree, and neither is the derivative.
            (double wide, double narrow) = (Slope(c, 2e-4), Slope(c, 1e-4));
            if (Math.Abs(wide - narrow) > 1e-7 * scale)
            {
                kinks++;
                continue;
            }

            worst = Math.Max(worst, Math.Abs(wide + forces[c]) / scale);
        }

        context.WriteLine($"worst {worst:E2} of the RMS force {scale:F3} eV/Å; {kinks} of {q.Length} coordinates at kinks");
        Assert.IsLessThan(1e-7, worst);
        Assert.IsLessThan(3 + (q.Length / 10), kinks);

        double Slope(int c, double h)
        {
            double At(double shift)
            {
                double[] moved = [.. q];
                moved[c] += shift;
                return potential.Evaluate(moved, ignored);
            }

            return ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
        }
    }

    [TestMethod]
    public void Virial_is_the_derivative_by_strain()
    {
        Random random = Chance.New(context);
        (Cell cell, string[] kinds, double[] q) = GeTe.Disordered(random, 40);
        var potential = new GeTePotential(cell, kinds);
        potential.Evaluate(q, new double[q.Length]);
        double[] virial = [.. potential.Virial];
        double scale = virial.Max(Math.Abs);
        int kinks = 0;
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
            {
                Assert.AreEqual(virial[(3 * a) + b], virial[(3 * b) + a], 0);
                (double wide, double narrow) = (Slope(a, b, 2e-5), Slope(a, b, 1e-5));
                if (Math.Abs(wide - narrow) > 1e-6 * scale)
                {
                    kinks++;
                    continue;
                }

                Assert.AreEqual(-narrow, virial[(3 * a) + b], 1e-6 * scale);
            }
        }

        context.WriteLine($"{kinks} of 9 strains at kinks");
        Assert.IsLessThan(5, kinks);

        double Slope(int a, int b, double h)
        {
            double At(double strain)
            {
                double[] vectors = [.. cell.Vectors];
                double[] moved = [.. q];
                foreach (double[] rows in new[] { vectors, moved })
                {
                    for (int i = 0; i < rows.Length; i += 3)
                    {
                        rows[i + a] += strain * rows[i + b];
                    }
                }

                return new GeTePotential(new Cell(vectors), kinds).Evaluate(moved, new double[moved.Length]);
            }

            return ((8 * (At(h) - At(-h))) - (At(2 * h) - At(-2 * h))) / (12 * h);
        }
    }

    [TestMethod]
    public void Energy_and_forces_follow_every_symmetry()
    {
        Random random = Chance.New(context);
        (Cell cell, string[] kinds, double[] q) = GeTe.Disordered(random, 48);
        var forces = new double[q.Length];
        double energy = new GeTePotential(cell, kinds).Evaluate(q, forces);
        double scale = forces.Max(Math.Abs);
        for (int d = 0; d < 3; d++)
        {
            Assert.AreEqual(0, Enumerable.Range(0, 48).Sum(i => forces[(3 * i) + d]), 1e-11 * scale);
        }

        // Translation, and atoms taken to other images.
        double[] moved = [.. q.Select((x, c) => x + (1.7 * (c % 3)) - 0.4)];
        for (int i = 0; i < 48; i++)
        {
            int image = random.Next(-2, 3);
            for (int d = 0; d < 3; d++)
            {
                moved[(3 * i) + d] += image * cell.Vectors[(3 * (i % 3)) + d];
            }
        }

        Check(cell, kinds, moved, forces);

        // Rotation, with a reflection.
        (double sin, double cos) = Math.SinCos(0.7);
        double[] Turn(ReadOnlySpan<double> rows)
        {
            double[] turned = [.. rows];
            for (int i = 0; i < rows.Length; i += 3)
            {
                turned[i] = (cos * rows[i]) - (sin * rows[i + 2]);
                turned[i + 1] = -rows[i + 1];
                turned[i + 2] = (sin * rows[i]) + (cos * rows[i + 2]);
            }

            return turned;
        }

        Check(new Cell(Turn(cell.Vectors)), kinds, Turn(q), Turn(forces));

        // Permutation.
        int[] order = [.. Enumerable.Range(0, 48)];
        random.Shuffle(order);
        double[] Permute(double[] rows) => [.. order.SelectMany(i => rows[(3 * i)..((3 * i) + 3)])];
        Check(cell, [.. order.Select(i => kinds[i])], Permute(q), Permute(forces));

        void Check(Cell otherCell, string[] otherKinds, double[] positions, double[] expected)
        {
            var actual = new double[positions.Length];
            Assert.AreEqual(energy, new GeTePotential(otherCell, otherKinds).Evaluate(positions, actual), 1e-11 * Math.Abs(energy));
            Assert.IsLessThan(1e-10 * scale, actual.Zip(expected, (x, y) => Math.Abs(x - y)).Max());
        }
    }

    [TestMethod]
    public void Result_depends_on_the_positions_alone_and_allocates_nothing()
    {
        Random random = Chance.New(context);
        (GeTePotential potential, ParticleSystem system, PhasePoint state) = GeTe.Liquid(random, 2, 1500, 200);
        var stepper = new VelocityVerletStepper(system, potential, TimeStep.FromFemtoseconds(2));
        var forces = new double[system.Coordinates];
        var again = new double[system.Coordinates];
        stepper.Step(state);
        long builds = potential.Edges.Builds;
        long allocated = 0;
        for (int check = 0; check < 8; check++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 25; i++)
            {
                stepper.Step(state);
            }

            double energy = potential.Evaluate(state.Positions, forces);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual(energy, new GeTePotential(potential.Cell, [.. system.Kinds], skin: 0).Evaluate(state.Positions, again));
            CollectionAssert.AreEqual(forces, again);
        }

        context.WriteLine($"{potential.Edges.Builds - builds} lists in 200 steps, {GeTe.Temperature(system, state):F0} K");
        Assert.IsGreaterThan(builds, potential.Edges.Builds);
        Assert.AreEqual(0, allocated);
    }

    [TestMethod]
    public void Energy_of_a_liquid_is_conserved()
    {
        (double rms, double drift, double temperature) = EnergyOf(Chance.New(context), 3, 1000, equilibration: 1500, steps: 1500);
        context.WriteLine($"3 ps at {temperature:F0} K: RMS {rms:E2} eV/atom, drift {drift:E2} eV/atom");
        Assert.IsLessThan(1e-5, rms);
        Assert.IsLessThan(1e-5, drift);
    }

    [TestMethod]
    public void Senseless_input_is_refused_in_words()
    {
        var cell = Cell.Cubic(12);
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => new GeTePotential(cell, ["Ge", "Sb"])).Message, "Atom 2 is 'Sb'");
        var potential = new GeTePotential(cell, ["Ge", "Te"]);
        var forces = new double[6];
        StringAssert.Contains(
            Assert.ThrowsExactly<DataException>(() => potential.Evaluate([1, 1, 1, 13, 1, 1.0001], forces)).Message, "Particles 1 and 2");
        Assert.ThrowsExactly<ArgumentException>(() => potential.Evaluate(new double[3], forces));
        Assert.IsTrue(double.IsNaN(potential.Evaluate([1, 1, 1, double.PositiveInfinity, 1, 2], forces)));
        Assert.IsTrue(Array.TrueForAll(forces, double.IsNaN));

        // Two free atoms: D² is bounded, D is not.
        double Free(double z0, double c1, double c2) => (c1 * -(Math.Floor(z0) + (0.5 * (1 - Math.Cos(Math.PI * (z0 % 1)))))) + (c2 * 9);
        double energy = potential.Evaluate([1, 1, 1, 7, 7, 7], forces);
        Assert.AreEqual(Free(4.41569, 0.01877, 0.09932) + Free(3.45086, 0.10449, 0.22749), energy, 1e-12);
        Assert.IsTrue(Array.TrueForAll(forces, f => f == 0));
    }

    /// <summary>Detrended RMS and drift of the energy per atom over a run of velocity Verlet at 2 fs.</summary>
    private static (double Rms, double Drift, double Temperature) EnergyOf(Random random, int side, double temperature, int equilibration, int steps)
    {
        (GeTePotential potential, ParticleSystem system, PhasePoint state) = GeTe.Liquid(random, side, temperature, equilibration);
        var stepper = new VelocityVerletStepper(system, potential, TimeStep.FromFemtoseconds(2));
        var ignored = new double[system.Coordinates];
        var energies = new double[steps];
        double mean = 0;
        for (int step = 0; step < steps; step++)
        {
            stepper.Step(state);
            energies[step] = (potential.Evaluate(state.Positions, ignored) + Observables.KineticEnergy(system, state)) / system.Count;
            mean += GeTe.Temperature(system, state) / steps;
        }

        double average = energies.Average();
        double middle = (steps - 1) / 2.0;
        double slope = energies.Select((e, step) => (step - middle) * (e - average)).Sum() / Enumerable.Range(0, steps).Sum(step => (step - middle) * (step - middle));
        double rms = Math.Sqrt(energies.Select((e, step) => Math.Pow(e - average - (slope * (step - middle)), 2)).Average());
        return (rms, Math.Abs(slope * (steps - 1)), mean);
    }
}
