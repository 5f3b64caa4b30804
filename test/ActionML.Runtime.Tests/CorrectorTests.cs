namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class CorrectorTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void ExactActionOfOscillatorsGivesTheExactFlow()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(7, 3, random);
        double[] omega = [0.1, 0.4, 0.8, 1.1, 1.4, 1.9];
        HarmonicAction action = new(system, TimeStep.Dimensionless(1), omega, random);
        PhasePoint start = Toy.RandomState(system, random);
        PhasePoint end = Solve(action, system, start, new() { Tolerance = 1e-13 }, out CorrectorResult result);
        Assert.IsTrue(result.IsConverged, $"{result}");
        Assert.IsLessThan(1e-11, Toy.Distance(end, action.Flow(start)));
    }

    // On the reduced unknowns plain iteration converges for t(t − θ) < 1, which is ωh < 2.044; on (Δq, Δp) it would
    // stop at ωh = π/2.
    [TestMethod]
    [DataRow(1.7, true)]
    [DataRow(2.0, true)]
    [DataRow(2.03, true)]
    [DataRow(2.06, false)]
    [DataRow(2.3, false)]
    public void PlainIterationConvergesUpToItsLimit(double omega, bool converges)
    {
        DeterministicRandom random = new(5);
        ParticleSystem system = Toy.RandomSystem(2, 2, random);
        HarmonicAction action = new(system, TimeStep.Dimensionless(1), [omega], random);
        CorrectorOptions options = new() { Depth = 0, Tolerance = 1e-8, MaxEvaluations = 5000 };
        Solve(action, system, Toy.RandomState(system, random), options, out CorrectorResult result);
        TestContext.WriteLine($"{result}");
        double theta = omega / 2;
        Assert.AreEqual(converges, Math.Tan(theta) * (Math.Tan(theta) - theta) < 1);
        Assert.AreEqual(converges, result.IsConverged, $"{result}");
    }

    [TestMethod]
    public void MixingReachesBeyondPlainIteration()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(31, 2, random);
        double[] omega = [.. Enumerable.Range(0, 30).Select(i => i == 0 ? 2.9 : random.NextDouble(0.1, 2.9))];
        HarmonicAction action = new(system, TimeStep.Dimensionless(1), omega, random);
        CorrectorOptions options = new() { Depth = 5, Mixing = 0.5, Tolerance = 1e-5 };
        PhasePoint start = Toy.RandomState(system, random);
        Solve(action, system, start, options, out CorrectorResult result);
        TestContext.WriteLine($"{result}");
        Assert.IsTrue(result.IsConverged, $"{result}");
        Assert.IsLessThan(80, result.Evaluations);
        Solve(action, system, start, options with { Depth = 0, Mixing = 1 }, out CorrectorResult plain);
        Assert.IsFalse(plain.IsConverged, $"{plain}");
    }

    [TestMethod]
    public void EveryDepthFindsTheSameStep()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        PhasePoint plain = Solve(action, ThreeBodies.System, ThreeBodies.FigureEight(), new() { Depth = 0, Tolerance = 1e-13 }, out CorrectorResult slow);
        foreach (int depth in new[] { 1, 3, 5, 20, 50 })
        {
            CorrectorOptions options = new() { Depth = depth, Tolerance = 1e-13 };
            PhasePoint mixed = Solve(action, ThreeBodies.System, ThreeBodies.FigureEight(), options, out CorrectorResult result);
            Assert.IsTrue(result.IsConverged, $"depth {depth}: {result}");
            Assert.IsLessThanOrEqualTo(slow.Evaluations, result.Evaluations);
            Assert.IsLessThan(1e-13, Toy.Distance(plain, mixed));
        }
    }

    [TestMethod]
    public void ResidualIsTheMassScaledOneOfTheReducedUnknowns()
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(4, 3, random);
        const double Scale = 0.37;
        const double H = 0.2;
        RandomAction inner = new(system, TimeStep.Dimensionless(H), 0.05, random);
        WrappedAction action = new(inner, (_, _, _) => { }) { Manifest = inner.Manifest with { ResidualScale = Scale } };
        PhasePoint start = Toy.RandomState(system, random);
        NeighborList list = new AllPairs(4, 3).Update(start.Positions);
        var dq = new double[12];
        var dp = new double[12];
        CorrectorResult result = new Corrector(action, system, new()).SolveFixed(start, list, [], [], 1, dq, dp);

        // From free flight (ρ = 0, Δp = 0) the residual of the first evaluation is that evaluation itself.
        var displacements = new double[12];
        for (int i = 0; i < 12; i++)
        {
            displacements[i] = 0.5 * H * start.Momenta[i] / system.Masses[i / 3];
        }

        inner.Evaluate(list, displacements, start.Momenta, dq, dp);
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < 12; i++)
        {
            double mass = system.Masses[i / 3];
            double rho = dq[i] - (H * start.Momenta[i] / mass);
            sum += (mass * rho * rho / (H * H)) + (dp[i] * dp[i] / mass);
            largest = Math.Max(largest, Math.Max(Math.Sqrt(mass) * Math.Abs(rho) / H, Math.Abs(dp[i]) / Math.Sqrt(mass)));
        }

        Assert.AreEqual(Math.Sqrt(sum / (2 * 12)) / Scale, result.Residual, 1e-12);
        Assert.AreEqual(largest / Scale, result.LargestComponent, 1e-12);
        Assert.AreEqual(1, result.Evaluations);
    }

    [TestMethod]
    public void ResultDoesNotDependOnWhereTheSystemIsOrWhatReferenceTheListHas()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        PhasePoint start = ThreeBodies.FigureEight();
        NeighborList atStart = new AllPairs(3, 2).Update(start.Positions);
        NeighborList atOrigin = NeighborList.AllPairs(3, 2);
        Corrector corrector = new(action, ThreeBodies.System, new() { Tolerance = 1e-13 });
        double[][] results = [new double[6], new double[6], new double[6], new double[6]];
        corrector.Solve(start, atStart, [], [], results[0], results[1]);
        corrector.Solve(start, atOrigin, [], [], results[2], results[3]);
        for (int i = 0; i < 6; i++)
        {
            Assert.AreEqual(results[0][i], results[2][i], 1e-13);
            Assert.AreEqual(results[1][i], results[3][i], 1e-13);
        }
    }

    [TestMethod]
    public void FixedNumberOfEvaluationsRepeatsTheSolveBitForBit()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        PhasePoint start = ThreeBodies.FigureEight();
        NeighborList list = new AllPairs(3, 2).Update(start.Positions);
        Corrector corrector = new(action, ThreeBodies.System, new());
        var (dq, dp, fixedDq, fixedDp) = (new double[6], new double[6], new double[6], new double[6]);
        CorrectorResult solved = corrector.Solve(start, list, [], [], dq, dp);
        CorrectorResult repeated = corrector.SolveFixed(start, list, [], [], solved.Evaluations, fixedDq, fixedDp);
        Assert.AreEqual(solved, repeated);
        CollectionAssert.AreEqual(dq, fixedDq);
        CollectionAssert.AreEqual(dp, fixedDp);
        CorrectorResult fewer = corrector.SolveFixed(start, list, [], [], 2, fixedDq, fixedDp);
        Assert.AreEqual(CorrectorStatus.MaxEvaluationsReached, fewer.Status);
        Assert.AreEqual(2, fewer.Evaluations);
    }

    [TestMethod]
    public void ModelThatReturnsNaNIsReportedAtOnce()
    {
        WrappedAction action = new(GravityAction.FigureEight(0.25), (evaluation, dq, _) =>
        {
            if (evaluation == 3)
            {
                dq[1] = double.NaN;
            }
        });
        PhasePoint end = Solve(action, ThreeBodies.System, ThreeBodies.FigureEight(), new(), out CorrectorResult result);
        Assert.AreEqual(CorrectorStatus.NotFinite, result.Status);
        Assert.AreEqual(3, result.Evaluations);
        Assert.IsTrue(Observables.IsFinite(end), "the best evaluation before it is what remains");
    }

    [TestMethod]
    public void GuessThatIsNotFiniteStartsFromFreeFlight()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        PhasePoint start = ThreeBodies.FigureEight();
        NeighborList list = new AllPairs(3, 2).Update(start.Positions);
        Corrector corrector = new(action, ThreeBodies.System, new());
        double[] bad = [0, double.NaN, 0, 0, 0, 0];
        var (dq, dp) = (new double[6], new double[6]);
        CorrectorResult withBad = corrector.Solve(start, list, bad, bad, dq, dp);
        CorrectorResult withNone = corrector.Solve(start, list, [], [], dq, dp);
        Assert.AreEqual(withNone, withBad);
    }

    [TestMethod]
    public void DivergenceIsDetectedLongBeforeTheLimit()
    {
        DeterministicRandom random = new(3);
        ParticleSystem system = Toy.RandomSystem(2, 2, random);
        HarmonicAction action = new(system, TimeStep.Dimensionless(1), [2.8], random);
        Solve(action, system, Toy.RandomState(system, random), new() { Depth = 0 }, out CorrectorResult result);
        Assert.AreEqual(CorrectorStatus.Diverged, result.Status);
        Assert.IsLessThan(20, result.Evaluations);
    }

    [TestMethod]
    public void SinglePrecisionUnderATighterToleranceStagnates()
    {
        // A rounded map can have an exact fixed point by luck; rounding that changes with the evaluation has none.
        WrappedAction noisy = new(GravityAction.FigureEight(0.25), (evaluation, dq, _) => dq[evaluation % 6] *= 1 + 1e-7);
        Solve(noisy, ThreeBodies.System, ThreeBodies.FigureEight(), new() { Tolerance = 1e-9 }, out CorrectorResult result);
        TestContext.WriteLine($"{result}");
        Assert.AreEqual(CorrectorStatus.Stagnated, result.Status);
        Assert.IsLessThan(1e-5, result.Residual);
        Assert.IsLessThan(100, result.Evaluations);
    }

    [TestMethod]
    public void SpentEvaluationsReturnTheBestOne()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        Solve(action, ThreeBodies.System, ThreeBodies.FigureEight(), new() { MaxEvaluations = 3 }, out CorrectorResult result);
        Assert.AreEqual(CorrectorStatus.MaxEvaluationsReached, result.Status);
        Assert.AreEqual(3, result.Evaluations);
        Assert.AreEqual(3, action.Evaluations);
        Assert.IsGreaterThan(1e-8, result.Residual);
    }

    [TestMethod]
    public void SolveAllocatesNothing()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        PhasePoint start = ThreeBodies.FigureEight();
        NeighborList list = new AllPairs(3, 2).Update(start.Positions);
        Corrector corrector = new(action, ThreeBodies.System, new());
        var (dq, dp) = (new double[6], new double[6]);
        corrector.Solve(start, list, [], [], dq, dp);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            corrector.Solve(start, list, [], [], dq, dp);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void OptionsReportAllErrorsTogether()
    {
        CorrectorOptions options = new() { Tolerance = -1, MaxEvaluations = 0, Depth = 51, Mixing = 1.5, Regularization = double.NaN };
        UsageException error = Assert.ThrowsExactly<UsageException>(options.Validate);
        foreach (string name in new[] { "Tolerance is -1", "MaxEvaluations is 0", "Depth is 51", "Mixing is 1.5", "Regularization is NaN" })
        {
            StringAssert.Contains(error.Message, name);
        }

        new CorrectorOptions().Validate();
    }

    [TestMethod]
    public void WrongShapesAreRefused()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        Corrector corrector = new(action, ThreeBodies.System, new());
        NeighborList list = NeighborList.AllPairs(3, 2);
        double[] six = new double[6];
        double[] five = new double[5];
        Assert.ThrowsExactly<ArgumentException>(() => corrector.Solve(new PhasePoint(2, 3), list, [], [], six, six));
        Assert.ThrowsExactly<ArgumentException>(() => corrector.Solve(ThreeBodies.FigureEight(), list, five, five, six, six));
        Assert.ThrowsExactly<ArgumentException>(() => corrector.Solve(ThreeBodies.FigureEight(), list, [], [], five, six));
    }

    private static PhasePoint Solve(IActionModel action, ParticleSystem system, PhasePoint start, CorrectorOptions options, out CorrectorResult result)
    {
        NeighborList list = new AllPairs(system.Count, system.Dimension).Update(start.Positions);
        var dq = new double[system.Coordinates];
        var dp = new double[system.Coordinates];
        result = new Corrector(action, system, options).Solve(start, list, [], [], dq, dp);
        PhasePoint end = start.Clone();
        for (int i = 0; i < dq.Length; i++)
        {
            end.Positions[i] += dq[i];
            end.Momenta[i] += dp[i];
        }

        return end;
    }
}
