namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class NewtonGmresTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(2.9)]
    [DataRow(3.0)]
    [DataRow(3.05)]
    [DataRow(3.1)]
    public void NewtonConvergesUpToThePole(double stiffest)
    {
        (HarmonicAction action, ParticleSystem system, PhasePoint start) = Oscillators(stiffest);
        CorrectorOptions options = new() { Method = CorrectorMethod.Newton, Tolerance = 1e-5, KrylovDimension = 120 };
        (PhasePoint end, CorrectorResult result) = Solve(action, action, system, start, options);
        TestContext.WriteLine($"{result}");
        Assert.IsTrue(result.IsConverged, $"{result}");
        Assert.IsGreaterThan(0, result.HessianProducts);

        // The error is the residual times |(I − g')⁻¹|, which is of order one: the iteration's modes are far from one.
        Assert.IsLessThan(1e-2, Toy.Distance(end, action.Flow(start)));
        (PhasePoint tight, CorrectorResult tightResult) = Solve(action, action, system, start, options with { Tolerance = 1e-11 });
        Assert.IsTrue(tightResult.IsConverged, $"{tightResult}");
        Assert.IsLessThan(1e-8, Toy.Distance(tight, action.Flow(start)));
    }

    [TestMethod]
    public void NewtonTakesOverWhereMixingFails()
    {
        (HarmonicAction action, ParticleSystem system, PhasePoint start) = Oscillators(3.1);
        CorrectorOptions options = new() { Depth = 0, Tolerance = 1e-8, KrylovDimension = 120 };
        (_, CorrectorResult plain) = Solve(action, action, system, start, options);
        Assert.IsFalse(plain.IsConverged, $"{plain}");
        (PhasePoint end, CorrectorResult result) = Solve(action, action, system, start, options with { Method = CorrectorMethod.MixingThenNewton });
        Assert.IsTrue(result.IsConverged, $"{result}");
        Assert.IsGreaterThan(plain.Evaluations, result.Evaluations);
        Assert.IsLessThan(1e-5, Toy.Distance(end, action.Flow(start)));
    }

    [TestMethod]
    public void NewtonAndMixingFindTheSameStepOfGravity()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        CorrectorOptions options = new() { Tolerance = 1e-11 };
        (PhasePoint mixed, CorrectorResult mixing) = Solve(action, null, ThreeBodies.System, ThreeBodies.FigureEight(), options);
        (PhasePoint solved, CorrectorResult newton) = Solve(
            action, new DifferencedHessian(action), ThreeBodies.System, ThreeBodies.FigureEight(), options with { Method = CorrectorMethod.Newton });
        Assert.IsTrue(mixing.IsConverged && newton.IsConverged, $"{mixing} {newton}");
        Assert.IsLessThan(1e-9, Toy.Distance(mixed, solved));
    }

    [TestMethod]
    public void NewtonWithoutAHessianIsRefused()
    {
        GravityAction action = GravityAction.FigureEight(0.25);
        foreach (CorrectorMethod method in new[] { CorrectorMethod.Newton, CorrectorMethod.MixingThenNewton })
        {
            UsageException e = Assert.ThrowsExactly<UsageException>(() => _ = new Corrector(action, ThreeBodies.System, new() { Method = method }));
            Assert.Contains("actionml export --hessian", e.Message);
        }
    }

    // 60 random modes, one of them the stiffest.
    private (HarmonicAction Action, ParticleSystem System, PhasePoint Start) Oscillators(double stiffest)
    {
        DeterministicRandom random = Toy.Random(TestContext);
        ParticleSystem system = Toy.RandomSystem(61, 2, random);
        double[] omega = [stiffest, .. Enumerable.Range(1, 59).Select(_ => random.NextDouble(0.1, stiffest))];
        var action = new HarmonicAction(system, TimeStep.Dimensionless(1), omega, random);
        return (action, system, Toy.RandomState(system, random));
    }

    private static (PhasePoint End, CorrectorResult Result) Solve(
        IActionModel action, IHessianModel? hessian, ParticleSystem system, PhasePoint start, CorrectorOptions options)
    {
        var corrector = new Corrector(action, system, options, hessian);
        PhasePoint end = start.Clone();
        var dq = new double[system.Coordinates];
        var dp = new double[system.Coordinates];
        NeighborList list = new AllPairs(system.Count, system.Dimension).Update(start.Positions);
        CorrectorResult result = corrector.Solve(start, list, [], [], dq, dp);
        for (int i = 0; i < dq.Length; i++)
        {
            end.Positions[i] += dq[i];
            end.Momenta[i] += dp[i];
        }

        return (end, result);
    }
}
