using System.Globalization;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class StepperTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(3)]
    [DataRow(1e3)]
    [DataRow(1e8)]
    [DataRow(1e300)]
    [DataRow(double.NaN)]
    public void ABadGuessLeadsToTheSameStep(double size)
    {
        // The figure eight, solved from free flight and from a guess far out: one solution, to rounding.
        GravityAction action = GravityAction.FigureEight(0.25);
        var guess = new ToyDirect(ThreeBodies.System, action.Manifest.TimeStep, (_, _, deltaPositions, deltaMomenta) =>
        {
            for (int i = 0; i < deltaPositions.Length; i++)
            {
                deltaPositions[i] = size * (i - 2.5);
                deltaMomenta[i] = size;
            }
        });
        PhasePoint Step(WarmStart warmStart)
        {
            PhasePoint state = ThreeBodies.FigureEight();
            var options = new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = 1e-13 }, WarmStart = warmStart };
            new SymplecticStepper(ThreeBodies.System, action, new AllPairs(3, 2), options, guess).Step(state);
            return state;
        }

        Assert.IsLessThanOrEqualTo(1e-13, Toy.Distance(Step(WarmStart.None), Step(WarmStart.Direct)));
    }

    [TestMethod]
    public void ActionOfHamiltonianAloneIsTheImplicitMidpointRuleOfOrderTwo()
    {
        PhasePoint start = ThreeBodies.FigureEight();
        PhasePoint once = start.Clone();
        Action(GravityAction.FigureEight(0.1, order: 2), 1e-13).Step(once);

        // x' = x + h f((x + x')/2) with f the vector field, iterated on (Δq, Δp) to rounding.
        ToyGravity gravity = new(ThreeBodies.System);
        PhasePoint next = start.Clone();
        var forces = new double[6];
        var middle = new double[6];
        for (int iteration = 0; iteration < 60; iteration++)
        {
            for (int i = 0; i < 6; i++)
            {
                middle[i] = 0.5 * (start.Positions[i] + next.Positions[i]);
            }

            gravity.Evaluate(middle, forces);
            for (int i = 0; i < 6; i++)
            {
                next.Positions[i] = start.Positions[i] + (0.05 * (start.Momenta[i] + next.Momenta[i]));
                next.Momenta[i] = start.Momenta[i] + (0.1 * forces[i]);
            }
        }

        Assert.IsLessThan(1e-13, Toy.Distance(once, next));
        AssertSlope(2, h => GlobalError(Action(GravityAction.FigureEight(h, order: 2), 1e-12), h));
    }

    [TestMethod]
    public void NextTermOfTheActionGivesOrderFour() =>
        AssertSlope(4, h => GlobalError(Action(GravityAction.FigureEight(h), 1e-13), h));

    [TestMethod]
    public void VelocityVerletHasOrderTwo() => AssertSlope(
        2, h => GlobalError(new VelocityVerletStepper(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(h)), h));

    [TestMethod]
    public void VelocityVerletEvaluatesOncePerStepAndNoticesAMovedState()
    {
        ToyGravity gravity = new(ThreeBodies.System);
        VelocityVerletStepper stepper = new(ThreeBodies.System, gravity, TimeStep.Dimensionless(0.01));
        PhasePoint state = ThreeBodies.FigureEight();
        int total = 0;
        for (int i = 0; i < 10; i++)
        {
            total += stepper.Step(state).Evaluations;
        }

        Assert.AreEqual(11, gravity.Evaluations);
        Assert.AreEqual(11, total);
        state.Positions[0] += 1e-3;
        PhasePoint other = state.Clone();
        stepper.Step(state);
        new VelocityVerletStepper(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(0.01)).Step(other);
        Assert.AreEqual(0, Toy.Distance(state, other));
    }

    [TestMethod]
    public void EnergyStaysBoundedOverManyPeriods()
    {
        SymplecticStepper stepper = Action(GravityAction.FigureEight(0.125), 1e-9);
        PhasePoint state = ThreeBodies.FigureEight();
        double start = Toy.Energy(ThreeBodies.System, state);
        double early = 0;
        double late = 0;
        const int Steps = 4000; // 79 periods
        for (int i = 0; i < Steps; i++)
        {
            stepper.Step(state);
            double error = Math.Abs((Toy.Energy(ThreeBodies.System, state) / start) - 1);
            early = i < Steps / 4 ? Math.Max(early, error) : early;
            late = i >= Steps * 3 / 4 ? Math.Max(late, error) : late;
        }

        TestContext.WriteLine($"first quarter {early:E2}, last quarter {late:E2}");
        Assert.IsLessThan(1e-3, early);
        Assert.IsLessThan(1.5 * early, late);
    }

    [TestMethod]
    [DataRow(WarmStart.None)]
    [DataRow(WarmStart.PreviousDelta)]
    [DataRow(WarmStart.Extrapolation)]
    [DataRow(WarmStart.Direct)]
    public void EveryWarmStartFollowsTheSameOrbitInFewEvaluations(WarmStart warmStart)
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        VelocityVerletStepper fine = new(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(0.25 / 8));
        ToyDirect direct = new(ThreeBodies.System, action.Manifest.TimeStep, (q, p, dq, dp) =>
        {
            PhasePoint x = new(3, 2, [.. q], [.. p]);
            for (int i = 0; i < 8; i++)
            {
                fine.Step(x);
            }

            for (int i = 0; i < 6; i++)
            {
                dq[i] = x.Positions[i] - q[i];
                dp[i] = x.Momenta[i] - p[i];
            }
        });
        SymplecticStepper stepper = new(
            ThreeBodies.System, action, new AllPairs(3, 2), new() { WarmStart = warmStart }, direct);
        PhasePoint state = ThreeBodies.FigureEight();
        PhasePoint reference = state.Clone();
        SymplecticStepper accurate = Action(action, 1e-13);
        int evaluations = 0;
        const int Steps = 250;
        for (int i = 0; i < Steps; i++)
        {
            evaluations += stepper.Step(state).Evaluations;
            accurate.Step(reference);
        }

        TestContext.WriteLine($"{(double)evaluations / Steps} evaluations per step");
        Assert.IsLessThan(1e-5, Toy.Distance(state, reference));
        Assert.IsLessThan(8.0 * Steps, evaluations);
        if (warmStart == WarmStart.Direct)
        {
            Assert.IsLessThan(6.5 * Steps, evaluations);
        }
    }

    [TestMethod]
    public void ExtrapolationOfASmoothSequenceIsExactForPolynomials()
    {
        // A warm start of order 2 predicts quadratic sequences: the exact oscillator with a tiny step is nearly one.
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(3, 2, random);
        int[] evaluations = new int[5];
        for (int order = 0; order <= 4; order++)
        {
            HarmonicAction action = new(system, TimeStep.Dimensionless(0.02), [1, 1.5], new DeterministicRandom(3));
            SymplecticStepperOptions options = new() { ExtrapolationOrder = order, Corrector = new() { Tolerance = 1e-9 } };
            SymplecticStepper stepper = new(system, action, new AllPairs(3, 2), options);
            PhasePoint state = Toy.RandomState(system, new DeterministicRandom(4));
            for (int i = 0; i < 40; i++)
            {
                int used = stepper.Step(state).Evaluations;
                evaluations[order] += i < 10 ? 0 : used;
            }
        }

        TestContext.WriteLine(string.Join(' ', evaluations));
        Assert.AreEqual(30, evaluations[4], "order 4 is exact to 1e-9 here: one evaluation per step");
        Assert.IsLessThan(evaluations[0], evaluations[2]);
    }

    [TestMethod]
    public void PolicyThrowLeavesTheStateAlone()
    {
        SymplecticStepper stepper = new(
            ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), new() { Corrector = new() { MaxEvaluations = 3 } });
        PhasePoint state = ThreeBodies.FigureEight();
        ConvergenceException error = Assert.ThrowsExactly<ConvergenceException>(() => stepper.Step(state));
        TestContext.WriteLine(error.Message);
        StringAssert.Contains(error.Message, "after 3 evaluations");
        Assert.AreEqual(ErrorKind.Convergence, error.Kind);
        Assert.AreEqual(0, Toy.Distance(state, ThreeBodies.FigureEight()));
        StepReport report = stepper.TryStep(state);
        Assert.AreEqual(StepOutcome.Rejected, report.Outcome);
        Assert.AreEqual(CorrectorStatus.MaxEvaluationsReached, report.Correction!.Value.Status);
        Assert.AreEqual(0, Toy.Distance(state, ThreeBodies.FigureEight()));
    }

    [TestMethod]
    public void PolicyKeepAndCountKeepsTheBestEvaluation()
    {
        SymplecticStepperOptions options = new() { Policy = UnconvergedPolicy.KeepAndCount, Corrector = new() { MaxEvaluations = 4 } };
        SymplecticStepper stepper = new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), options);
        PhasePoint state = ThreeBodies.FigureEight();
        StepReport report = stepper.Step(state);
        PhasePoint exact = ThreeBodies.FigureEight();
        Action(GravityAction.FigureEight(0.25), 1e-12).Step(exact);
        Assert.AreEqual(StepOutcome.KeptUnconverged, report.Outcome);
        Assert.IsFalse(report.IsConverged);
        Assert.IsInRange(1e-9, 1e-2, Toy.Distance(state, exact));
    }

    [TestMethod]
    public void PolicyFallBackMakesTheStepByVelocityVerlet()
    {
        SymplecticStepperOptions options = new()
        {
            Policy = UnconvergedPolicy.FallBack,
            FallBackSubsteps = 20,
            Corrector = new() { MaxEvaluations = 3 },
        };
        ToyGravity gravity = new(ThreeBodies.System);
        SymplecticStepper stepper = new(
            ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), options, fallback: gravity);
        PhasePoint state = ThreeBodies.FigureEight();
        StepReport report = stepper.Step(state);
        Assert.AreEqual(StepOutcome.FellBack, report.Outcome);
        Assert.AreEqual(3 + 21, report.Evaluations);
        VelocityVerletStepper verlet = new(ThreeBodies.System, gravity, TimeStep.Dimensionless(0.25 / 20));
        PhasePoint expected = ThreeBodies.FigureEight();
        for (int i = 0; i < 20; i++)
        {
            verlet.Step(expected);
        }

        Assert.AreEqual(0, Toy.Distance(state, expected));
    }

    [TestMethod]
    [DataRow(UnconvergedPolicy.Throw)]
    [DataRow(UnconvergedPolicy.KeepAndCount)]
    [DataRow(UnconvergedPolicy.FallBack)]
    public void NaNIsNeverKept(UnconvergedPolicy policy)
    {
        WrappedAction broken = new(GravityAction.FigureEight(0.25), (_, dq, _) => dq[0] = double.NaN);
        SymplecticStepper stepper = new(
            ThreeBodies.System, broken, new AllPairs(3, 2), new() { Policy = policy }, fallback: new ToyGravity(ThreeBodies.System));
        PhasePoint state = ThreeBodies.FigureEight();
        StepReport report = stepper.TryStep(state);
        Assert.IsTrue(Observables.IsFinite(state));
        Assert.AreEqual(policy == UnconvergedPolicy.FallBack ? StepOutcome.FellBack : StepOutcome.Rejected, report.Outcome);
        if (policy != UnconvergedPolicy.FallBack)
        {
            Assert.Contains("not a finite number", Assert.ThrowsExactly<ConvergenceException>(() => stepper.Step(state)).Message);
        }
    }

    [TestMethod]
    public void AdviceDependsOnHowASolveStagnated()
    {
        string Message(double noise)
        {
            WrappedAction noisy = new(GravityAction.FigureEight(0.25), (evaluation, dq, _) => dq[evaluation % 6] += noise);
            return Assert.ThrowsExactly<ConvergenceException>(() => Action(noisy, 1e-9).Step(ThreeBodies.FigureEight())).Message;
        }

        Assert.Contains("double precision", Message(1e-7));
        Assert.Contains("shorter step", Message(0.1));
    }

    [TestMethod]
    public void ExplicitSteppersRefuseWhatIsNotFinite()
    {
        ParticleSystem pair = new(2, UnitSystem.Dimensionless, ["Body", "Body"], [1, 1]);
        PhasePoint collision = new(2, 2, [0, 0, 0, 0], [0, 0, 0, 0]);
        VelocityVerletStepper verlet = new(pair, new ToyGravity(pair), TimeStep.Dimensionless(0.1));
        Assert.AreEqual(StepOutcome.Rejected, verlet.TryStep(collision).Outcome);
        Assert.IsTrue(Observables.IsFinite(collision));
        Assert.ThrowsExactly<ConvergenceException>(() => verlet.Step(collision));

        ToyDirect direct = new(pair, TimeStep.Dimensionless(0.1), (_, _, dq, _) => dq[0] = double.NaN);
        DirectStepper stepper = new(pair, direct, new AllPairs(2, 2));
        Assert.AreEqual(StepOutcome.Rejected, stepper.TryStep(collision).Outcome);
        Assert.IsTrue(Observables.IsFinite(collision));
        Assert.ThrowsExactly<ConvergenceException>(() => stepper.Step(collision));
    }

    [TestMethod]
    public void MismatchesAreNamed()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        AllPairs pairs = new(3, 2);
        string Message(ParticleSystem system, SymplecticStepperOptions options, IDirectModel? guess = null) =>
            Assert.ThrowsExactly<ModelMismatchException>(() => new SymplecticStepper(system, action, pairs, options, guess)).Message;

        Assert.AreEqual(
            "The action model was trained for steps of 0.25; this run asks for 0.5. Use a model for 0.5 or set the step to 0.25.",
            Message(ThreeBodies.System, new() { TimeStep = TimeStep.Dimensionless(0.5) }));
        Assert.Contains("16 fs", Message(ThreeBodies.System, new() { TimeStep = TimeStep.FromFemtoseconds(16) }));
        Assert.Contains("2 dimensions", Message(new(3, UnitSystem.Dimensionless, ["Body"], [1]), new()));
        Assert.Contains("atomistic units", Message(new(2, UnitSystem.Atomistic, ["Body"], [1]), new()));
        Assert.Contains("kind 'Moon'", Message(new(2, UnitSystem.Dimensionless, ["Moon"], [1]), new()));

        ToyDirect longer = new(ThreeBodies.System, TimeStep.Dimensionless(0.5), (_, _, _, _) => { });
        Assert.Contains("direct model was trained for steps of 0.5", Message(ThreeBodies.System, new() { WarmStart = WarmStart.Direct }, longer));
        ToyDirect wrongKind = new(ThreeBodies.System, TimeStep.Dimensionless(0.25), (_, _, _, _) => { }) { Manifest = action.Manifest };
        Assert.Contains("a direct model was expected", Message(ThreeBodies.System, new() { WarmStart = WarmStart.Direct }, wrongKind));

        // Nothing is wrong with a step that says the same.
        _ = new SymplecticStepper(ThreeBodies.System, action, pairs, new() { TimeStep = TimeStep.Dimensionless(0.25) });
    }

    [TestMethod]
    public void OptionsOfAllPartsAreReportedTogetherInTheInvariantCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            SymplecticStepperOptions options = new()
            {
                WarmStart = WarmStart.Direct,
                ExtrapolationOrder = 9,
                FallBackSubsteps = 0,
                Policy = UnconvergedPolicy.FallBack,
                Corrector = new() { Mixing = 1.5 },
            };
            UsageException error = Assert.ThrowsExactly<UsageException>(
                () => new SymplecticStepper(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), options));
            TestContext.WriteLine(error.Message);
            foreach (string part in new[] { "5 errors", "Mixing is 1.5", "ExtrapolationOrder is 9", "FallBackSubsteps is 0", "no direct model", "no potential" })
            {
                Assert.Contains(part, error.Message);
            }

            GravityAction action = GravityAction.FigureEight(0.25);
            SymplecticStepperOptions other = new() { TimeStep = TimeStep.Dimensionless(0.5) };
            Assert.Contains("asks for 0.5.", Assert.ThrowsExactly<ModelMismatchException>(
                () => new SymplecticStepper(ThreeBodies.System, action, new AllPairs(3, 2), other)).Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void TraitsFollowFromTheSymmetriesOfTheModel()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        StepperTraits all = Action(action, 1e-9).Traits;
        Assert.IsTrue(all.IsSymplectic && all.IsTimeReversible && all.ConservesAngularMomentum && all.ConservesCenterOfMass && all.ConservesLinearMomentum);
        Assert.AreEqual(1e-9, all.Tolerance);
        WrappedAction plain = new(action, (_, _, _) => { }) { Manifest = action.Manifest with { Symmetries = [] } };
        StepperTraits few = Action(plain, 1e-9).Traits;
        Assert.IsTrue(few.IsSymplectic);
        Assert.IsFalse(few.IsTimeReversible || few.ConservesAngularMomentum);
    }

    [TestMethod]
    public void StepsAllocateNothing()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        SymplecticStepper stepper = Action(action, 1e-8);
        VelocityVerletStepper verlet = new(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(0.01));
        PhasePoint state = ThreeBodies.FigureEight();
        PhasePoint other = ThreeBodies.FigureEight();
        stepper.Step(state);
        verlet.Step(other);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            stepper.Step(state);
            verlet.Step(other);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SymplecticStepper Action(IActionModel action, double tolerance) =>
        new(ThreeBodies.System, action, new AllPairs(3, 2), new() { Corrector = new() { Tolerance = tolerance } });

    private static double GlobalError(IStepper stepper, double h)
    {
        const double Duration = 1.6;
        PhasePoint state = ThreeBodies.FigureEight();
        for (int i = 0; i < (int)Math.Round(Duration / h); i++)
        {
            stepper.Step(state);
        }

        const int Fine = 128;
        PhasePoint reference = ThreeBodies.FigureEight();
        SymplecticStepper exact = Action(GravityAction.FigureEight(Duration / Fine / 4), 1e-14);
        for (int i = 0; i < Fine * 4; i++)
        {
            exact.Step(reference);
        }

        return Toy.Distance(state, reference);
    }

    private void AssertSlope(double expected, Func<double, double> error)
    {
        double coarse = error(0.05);
        double fine = error(0.025);
        double slope = Math.Log2(coarse / fine);
        TestContext.WriteLine($"errors {coarse:E2}, {fine:E2}: slope {slope:F2}");
        Assert.AreEqual(expected, slope, 0.2);
    }
}
