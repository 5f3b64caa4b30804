namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class StepVerificationTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(1e-6)]
    [DataRow(1e-8)]
    [DataRow(1e-10)]
    [DataRow(1e-12)]
    public void SymplecticDefectFallsWithTheTolerance(double tolerance)
    {
        double bound = Math.Max(10 * tolerance, 1e-10);
        GravityAction gravity = GravityAction.FigureEight(0.25);
        double defect = StepVerification.SymplecticDefect(Stepper(ThreeBodies.System, gravity, tolerance), ThreeBodies.FigureEight());
        TestContext.WriteLine($"gravity {defect:E2}");
        Assert.IsLessThan(bound, defect);

        DeterministicRandom random = Toy.Random(TestContext);
        for (int i = 0; i < 4; i++)
        {
            int dimension = 2 + (i % 2);
            ParticleSystem system = Toy.RandomSystem(4, dimension, random);
            PhasePoint state = Toy.RandomState(system, random);
            RandomAction action = ScaledAction(system, state, random);
            defect = StepVerification.SymplecticDefect(Stepper(system, action, tolerance), state);
            TestContext.WriteLine($"random {dimension}-D {defect:E2}");
            Assert.IsLessThan(bound, defect);
        }
    }

    [TestMethod]
    public void SymplecticDefectIsLargeForAMapThatIsNotSymplectic()
    {
        // Half of the gradient's momentum part is missing: no generating function has this derivative.
        WrappedAction broken = new(GravityAction.FigureEight(0.25), (_, dq, dp) =>
        {
            dp[0] *= 1.01;
        });
        double defect = StepVerification.SymplecticDefect(Stepper(ThreeBodies.System, broken, 1e-10), ThreeBodies.FigureEight());
        Assert.IsGreaterThan(1e-5, defect);

        ToyDirect direct = ToyDirect.Noisy(ThreeBodies.System, TimeStep.Dimensionless(0.25), new ToyGravity(ThreeBodies.System), 0, 1);
        DirectStepper stepper = new(ThreeBodies.System, direct, new AllPairs(3, 2));
        double directDefect = StepVerification.SymplecticDefect(
            ThreeBodies.System, stepper.TimeStep, ThreeBodies.FigureEight(), state => stepper.Step(state));
        Assert.IsGreaterThan(1e-3, directDefect);
    }

    [TestMethod]
    public void SampledDirectionsTellASymplecticMapFromOneThatIsNot()
    {
        const ulong Seed = 5;
        foreach (double tolerance in new[] { 1e-6, 1e-8, 1e-10 })
        {
            MeasuredError kept = new DefectSampler(Stepper(ThreeBodies.System, GravityAction.FigureEight(0.25), tolerance), Seed).At(ThreeBodies.FigureEight());
            TestContext.WriteLine($"tolerance {tolerance}: {kept}");
            Assert.IsLessThan(10 * tolerance, kept.Value + kept.Floor);
        }

        WrappedAction broken = new(GravityAction.FigureEight(0.25), (_, dq, dp) =>
        {
            dp[0] *= 1.01;
        });
        MeasuredError lost = new DefectSampler(Stepper(ThreeBodies.System, broken, 1e-10), Seed).At(ThreeBodies.FigureEight());
        TestContext.WriteLine($"{lost}");
        Assert.IsGreaterThan(1e-5, lost.Value);
        Assert.IsLessThan(1e-9, lost.Floor);
    }

    [TestMethod]
    public void SampledDefectIsTheRootMeanSquareOfTheRows()
    {
        // p → (1 − c) p has D = −cJ: every row has the norm c.
        const double C = 1e-3;
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(20, 3, random);
        var damped = new MapStepper(system, TimeStep.Dimensionless(0.1), x =>
        {
            for (int i = 0; i < x.Positions.Length; i++)
            {
                x.Positions[i] += 0.1 * x.Momenta[i] / system.Masses[i / 3];
                x.Momenta[i] *= 1 - C;
            }
        });
        double square = 0;
        const int Draws = 100;
        for (int k = 0; k < Draws; k++)
        {
            MeasuredError error = new DefectSampler(damped, random.NextUInt64()).At(Toy.RandomState(system, random));
            square += error.Value * error.Value / Draws;
        }

        // 300 pairs, each the square of a normal number.
        Assert.AreEqual(1, Math.Sqrt(square) / C, 4 * Math.Sqrt(2.0 / (3 * Draws)) / 2);
    }

    [TestMethod]
    public void TheFloorSaysWhatAFloatModelHides()
    {
        GravityAction gravity = GravityAction.FigureEight(0.25);
        WrappedAction single = new(gravity, (_, dq, dp) =>
        {
            for (int i = 0; i < dq.Length; i++)
            {
                dq[i] = (float)dq[i];
                dp[i] = (float)dp[i];
            }
        });
        var wide = new DefectSampler(Stepper(ThreeBodies.System, gravity, 1e-5), 3);
        var narrow = new DefectSampler(Stepper(ThreeBodies.System, single, 1e-5), 3);
        MeasuredError exact = wide.At(ThreeBodies.FigureEight());
        MeasuredError rounded = narrow.At(ThreeBodies.FigureEight());
        TestContext.WriteLine($"double {exact} at {wide.Displacement:E1}, float {rounded} at {narrow.Displacement:E1}");
        Assert.IsLessThan(1e-9, exact.Floor);
        Assert.IsInRange(1e-7, 1e-4, rounded.Floor);
        Assert.IsLessThan(exact.Value + (4 * rounded.Floor), rounded.Value);
        Assert.IsGreaterThan(10 * wide.Displacement, narrow.Displacement);
    }

    [TestMethod]
    public void VelocityVerletIsSymplectic()
    {
        VelocityVerletStepper stepper = new(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(0.05));
        double defect = StepVerification.SymplecticDefect(
            ThreeBodies.System, stepper.TimeStep, ThreeBodies.FigureEight(), state => stepper.Step(state));
        TestContext.WriteLine($"{defect:E2}");
        Assert.IsLessThan(1e-10, defect);
    }

    [TestMethod]
    public void SymplecticDefectDoesNotDependOnUnits()
    {
        // Stretching lengths by a and momenta by b is the same system in other units; natural units remove both.
        const double A = 1e3;
        const double B = 1e-2;
        PhasePoint state = ThreeBodies.FigureEight();
        PhasePoint scaled = state.Clone();
        for (int i = 0; i < 6; i++)
        {
            scaled.Positions[i] *= A;
            scaled.Momenta[i] *= B;
        }

        static void Map(PhasePoint x, double a, double b)
        {
            for (int i = 0; i < 6; i++)
            {
                (double q, double p) = (x.Positions[i] / a, x.Momenta[i] / b);
                x.Positions[i] += 0.1 * a * p;
                x.Momenta[i] -= 0.1 * b * q * Math.Abs(p);
            }
        }

        double first = StepVerification.SymplecticDefect(ThreeBodies.System, TimeStep.Dimensionless(1), state, x => Map(x, 1, 1));
        double second = StepVerification.SymplecticDefect(ThreeBodies.System, TimeStep.Dimensionless(A / B), scaled, x => Map(x, A, B));
        Assert.IsGreaterThan(1e-3, first);
        Assert.AreEqual(first, second, 1e-9);
    }

    [TestMethod]
    public void ReversalReturnsToTheStart()
    {
        GravityAction gravity = GravityAction.FigureEight(0.25);
        SymplecticStepper stepper = Stepper(ThreeBodies.System, gravity, 1e-13);
        double error = StepVerification.ReversalError(stepper, ThreeBodies.FigureEight(), 1000);
        double growth = StepVerification.TangentGrowth(Stepper(ThreeBodies.System, gravity, 1e-10), ThreeBodies.FigureEight(), 1000, 1);
        TestContext.WriteLine($"figure eight, 1000 steps: {error:E2}, growth {growth:E2}");
        Assert.IsLessThan(1e-6, error);

        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(4, 3, random);
        PhasePoint state = Toy.RandomState(system, random);
        RandomAction action = ScaledAction(system, state, random);
        error = StepVerification.ReversalError(Stepper(system, action, 1e-12), state, 100);
        growth = StepVerification.TangentGrowth(Stepper(system, action, 1e-10), state, 100, 2);
        TestContext.WriteLine($"random, 100 steps: {error:E2}, growth {growth:E2}");
        Assert.IsLessThan(1e-8 * growth, error);
    }

    [TestMethod]
    public void ReversalFailsForAnActionThatIsOddInTheVelocities()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(4, 3, random);
        RandomAction action = new(system, TimeStep.Dimensionless(0.25), 0.01, random, odd: 0.01);
        SymplecticStepper stepper = Stepper(system, action, 1e-12);
        PhasePoint state = Toy.RandomState(system, random);
        Assert.IsGreaterThan(1e-4, StepVerification.ReversalError(stepper, state, 10));
        Assert.IsLessThan(1e-10, StepVerification.SymplecticDefect(stepper, state)); // it is symplectic all the same
    }

    [TestMethod]
    public void TangentGrowthOfAnOscillatorIsThatOfItsMatrix()
    {
        DeterministicRandom random = new(1);
        ParticleSystem system = Toy.RandomSystem(2, 2, random);
        HarmonicAction action = new(system, TimeStep.Dimensionless(0.3), [1], random);
        PhasePoint state = Toy.RandomState(system, random);
        double growth = StepVerification.TangentGrowth(Stepper(system, action, 1e-12), state, 200, 7);

        // The center of mass flies freely: a displaced momentum grows linearly, by no more than 1 + Nh σ_p/σ_q.
        StateScale scale = StateScale.Of(system, state, action.Manifest.TimeStep);
        double bound = 2 + (200 * 0.3 * scale.Momenta / scale.Positions);
        TestContext.WriteLine($"{growth} of at most {bound}");
        Assert.IsInRange(1.5, bound, growth);
    }

    [TestMethod]
    public void LinearInvariantsHoldToRoundingWithABadDirectGuessAndMixing()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(5, 3, random);
        TimeStep step = TimeStep.Dimensionless(0.1);
        RandomAction action = new(system, step, 0.01, random);
        PhasePoint state = Toy.RandomState(system, random);
        ToyDirect guess = ToyDirect.Noisy(system, step, new ToyGravity(system), 0.01, 8);
        SymplecticStepperOptions options = new()
        {
            WarmStart = WarmStart.Direct,
            Corrector = new() { Mixing = 0.5, Tolerance = 1e-10 },
        };
        InvariantErrors exact = StepVerification.Invariants(
            new SymplecticStepper(system, action, new AllPairs(5, 3), options, guess), state, 100);
        TestContext.WriteLine($"{exact}");
        Assert.IsLessThan(1e-13, exact.LinearMomentum);
        Assert.IsLessThan(1e-13, exact.CenterOfMass);
        Assert.IsLessThan(100 * 1e-10, exact.AngularMomentum);

        // Sums in float break the invariants of the model; the projection restores them.
        WrappedAction single = new(action, (_, dq, dp) =>
        {
            for (int i = 0; i < dq.Length; i++)
            {
                dq[i] = (float)dq[i];
                dp[i] = (float)dp[i];
            }
        });
        options = options with { Corrector = options.Corrector with { Tolerance = 1e-6 } };
        InvariantErrors rounded = StepVerification.Invariants(
            new SymplecticStepper(system, single, new AllPairs(5, 3), options, guess), state, 100);
        TestContext.WriteLine($"float {rounded}");
        Assert.IsLessThan(1e-13, rounded.LinearMomentum);
        Assert.IsLessThan(1e-13, rounded.CenterOfMass);
        Assert.IsLessThan(100 * 1e-6, rounded.AngularMomentum);
    }

    [TestMethod]
    public void InvariantErrorsAreSeenWhereTheyAre()
    {
        PhasePoint before = ThreeBodies.FigureEight();
        PhasePoint after = before.Clone();
        const double Duration = 0.1;
        for (int i = 0; i < 6; i++)
        {
            after.Positions[i] += 0.1 * before.Momenta[i];
        }

        InvariantErrors none = InvariantErrors.Between(ThreeBodies.System, Duration, before, after);
        Assert.IsLessThan(1e-15, none.LinearMomentum + none.CenterOfMass + none.AngularMomentum);
        after.Momenta[0] += 1e-3;
        InvariantErrors some = InvariantErrors.Between(ThreeBodies.System, Duration, before, after);
        Assert.IsGreaterThan(1e-4, some.LinearMomentum);
        Assert.IsGreaterThan(1e-5, some.AngularMomentum);
        Assert.IsLessThan(1e-15, some.CenterOfMass);
        after.Positions[1] += 1e-3;
        Assert.IsGreaterThan(1e-4, InvariantErrors.Between(ThreeBodies.System, Duration, before, after).CenterOfMass);
    }

    [TestMethod]
    public void DefectOfAStateThatDoesNotConvergeIsAnError()
    {
        SymplecticStepperOptions options = new() { Corrector = new() { MaxEvaluations = 2 } };
        SymplecticStepper stepper = new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), options);
        Assert.ThrowsExactly<ConvergenceException>(() => StepVerification.SymplecticDefect(stepper, ThreeBodies.FigureEight()));
    }

    [TestMethod]
    public void SpectralRadiusIsThatOfTheFastestMode()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(4, 3, random);
        HarmonicAction action = new(system, TimeStep.Dimensionless(0.7), [0.3, 1.9, 1.1], random);
        double radius = StepVerification.SpectralRadius(Stepper(system, action, 1e-12), Toy.RandomState(system, random));
        Assert.AreEqual(Math.Tan(1.9 * 0.7 / 2), radius, 1e-4);
    }

    // Scaled so that the fastest mode has a spectral radius of ½J∇²S from 0.1 to 0.3, as in a usable model.
    private RandomAction ScaledAction(ParticleSystem system, PhasePoint state, DeterministicRandom random)
    {
        ulong seed = random.NextUInt64();
        double strength = 0.01;
        while (true)
        {
            RandomAction action = new(system, TimeStep.Dimensionless(0.25), strength, new DeterministicRandom(seed));
            double radius = StepVerification.SpectralRadius(Stepper(system, action, 1e-8), state);
            TestContext.WriteLine($"strength {strength:G3}: spectral radius {radius:F3}");
            if (radius is > 0.1 and < 0.3)
            {
                return action;
            }

            strength *= radius < 0.1 ? 1.7 : 0.6;
            if (strength > 0.1)
            {
                // Weights that do nothing here are so strong elsewhere that no step of this length could follow them.
                seed = random.NextUInt64();
                strength = 0.01;
            }
        }
    }

    private static SymplecticStepper Stepper(ParticleSystem system, IActionModel action, double tolerance) =>
        new(system, action, new AllPairs(system.Count, system.Dimension), new() { Corrector = new() { Tolerance = tolerance } });
}
