using ActionML.Export;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Physics.Tests;

/// <summary>
/// What executed steps keep by construction: random, untrained weights, exported and run through ONNX Runtime.
/// </summary>
[TestClass]
public sealed class RandomActionTests
{
    // Random Gaussians of the distance bend more sharply than trained ones: at the usual 1e-3 the truncation of the
    // differences alone is up to 5e-9. It falls with the fourth power, while rounding grows to 1e-11 at the smaller of
    // these two; neither hides a defect, which does not depend on the displacement.
    private static readonly double[] Displacements = [2e-4, 5e-5];

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(3, 3)]
    [DataRow(2, 5)]
    [DataRow(3, 5)]
    public void ExecutedStepsAreSymplectic(int dimension, int count)
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 0);
        using OnnxActionModel model = dynamics.LoadAction();
        double previous = double.PositiveInfinity;
        foreach (double tolerance in new[] { 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12 })
        {
            double defect = Displacements.Min(
                displacement => StepVerification.SymplecticDefect(dynamics.Stepper(model, tolerance), dynamics.State, displacement));
            TestContext.WriteLine($"tolerance {tolerance:E0}: symplectic defect {defect:E2}");
            Assert.IsLessThanOrEqualTo(Math.Max(10 * tolerance, 1e-10), defect);

            // Falling with the tolerance, down to what the differences resolve.
            Assert.IsLessThanOrEqualTo(Math.Max(previous, 5e-11), defect);
            previous = defect;
        }
    }

    [TestMethod]
    public void AMapThatIsNoGradientIsNotSymplectic()
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, 2, 3, steps: 5);
        using var broken = new BrokenAction(dynamics.LoadAction(), 1e-3);
        double defect = StepVerification.SymplecticDefect(dynamics.Stepper(broken, 1e-10), dynamics.State);
        TestContext.WriteLine($"symplectic defect {defect:E2}");
        Assert.IsGreaterThan(1e-5, defect);
    }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(3, 3)]
    [DataRow(2, 5)]
    [DataRow(3, 5)]
    public void ForwardFlipBackReturns(int dimension, int count)
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 100);
        using OnnxActionModel model = dynamics.LoadAction();
        double error = StepVerification.ReversalError(dynamics.Stepper(model, 1e-12), dynamics.State, 100);
        double growth = StepVerification.TangentGrowth(dynamics.Stepper(model, 1e-10), dynamics.State, 100, seed: 1);
        TestContext.WriteLine($"100 steps and back: {error:E2}; tangent growth {growth:F1}");
        Assert.IsLessThan(1e-8 * growth, error);
    }

    [TestMethod]
    public void ADirectModelDoesNotReturn()
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, 2, 3, steps: 5);
        using OnnxDirectModel model = dynamics.LoadDirect();
        var stepper = new DirectStepper(dynamics.System, model, new AllPairs(3, 2));
        double error = StepVerification.ReversalError(stepper, dynamics.State, 10);
        InvariantErrors errors = StepVerification.Invariants(stepper, dynamics.State, 10);
        TestContext.WriteLine($"10 steps and back: {error:E2}; {errors}");
        Assert.IsGreaterThan(1e-4, error);
        Assert.IsGreaterThan(1e-6, errors.LinearMomentum);
    }

    [TestMethod]
    [DataRow(2, 3, ModelPrecision.Double)]
    [DataRow(3, 5, ModelPrecision.Double)]
    [DataRow(2, 5, ModelPrecision.Single)]
    [DataRow(3, 3, ModelPrecision.Single)]
    public void MomentaAndCenterOfMassAreKept(int dimension, int count, ModelPrecision precision)
    {
        // A random direct model as first guess and half mixing: both break the linear invariants, the projection mends them.
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 50);
        using OnnxActionModel model = dynamics.LoadAction(precision);
        using OnnxDirectModel guess = dynamics.LoadDirect(precision);

        // Sums of random terms cancel more than trained ones: the float floor is between 1e-7 and 3e-5 here.
        double tolerance = precision == ModelPrecision.Double ? 1e-10 : 1e-4;
        SymplecticStepper stepper = dynamics.Stepper(model, tolerance, WarmStart.Direct, mixing: 0.5, guess);
        InvariantErrors errors = StepVerification.Invariants(stepper, dynamics.State, 50);
        TestContext.WriteLine($"{precision}, tolerance {tolerance:E0}, 50 steps: {errors}");
        Assert.IsLessThanOrEqualTo(1e-12, errors.LinearMomentum);
        Assert.IsLessThanOrEqualTo(1e-12, errors.CenterOfMass);
        Assert.IsLessThanOrEqualTo(100 * tolerance, errors.AngularMomentum);
    }

    [TestMethod]
    public void ASwirlTurnsTheAngularMomentum()
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, 3, 3, steps: 5);
        using var broken = new BrokenAction(dynamics.LoadAction(), 1e-3);
        InvariantErrors errors = StepVerification.Invariants(dynamics.Stepper(broken, 1e-10), dynamics.State, 5);
        TestContext.WriteLine($"{errors}");
        Assert.IsGreaterThan(1e-6, errors.AngularMomentum);
        Assert.IsLessThanOrEqualTo(1e-12, errors.LinearMomentum, "the projection keeps this one even then");
    }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(3, 5)]
    [DataRow(2, 5)]
    public void FloatHasAFloorAndSaysSo(int dimension, int count)
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 5);
        using OnnxActionModel model = dynamics.LoadAction(ModelPrecision.Single);
        using OnnxActionModel wide = dynamics.LoadAction();
        PhasePoint exact = dynamics.State.Clone();
        dynamics.Stepper(wide, 1e-12).StepAlone(exact);
        foreach (double tolerance in new[] { 1e-4, 1e-12 })
        {
            SymplecticStepper stepper = dynamics.Stepper(model, tolerance);
            PhasePoint single = dynamics.State.Clone();
            CorrectorResult result = stepper.StepAlone(single);

            // The float step is the double step to float rounding, whatever was asked of it.
            double difference = single.Momenta.Zip(exact.Momenta, (a, b) => Math.Abs(a - b)).Max() / dynamics.Action.Manifest.ResidualScale;
            TestContext.WriteLine($"tolerance {tolerance:E0}: {result}; momenta differ from double by {difference:E1}");
            Assert.IsLessThan(tolerance == 1e-4 ? 1e-2 : 1e-3, difference);
            if (tolerance == 1e-4)
            {
                Assert.AreEqual(CorrectorStatus.Converged, result.Status);
            }
            else if (result.Status != CorrectorStatus.Converged)
            {
                // Mostly rounding keeps the residual near 1e-6, and the solve says so.
                Assert.AreEqual(CorrectorStatus.Stagnated, result.Status);
                Assert.IsLessThan(1e-4, result.Residual);
                ConvergenceException error = Assert.ThrowsExactly<ConvergenceException>(() => stepper.Step(dynamics.State.Clone()));
                Assert.Contains("double precision", error.Message);
            }
            else
            {
                // A few bodies may reach an iterate that float maps to itself bit for bit; its residual is then zero,
                // and its accuracy still that of float.
                Assert.IsGreaterThan(1e-10, difference);
            }
        }
    }

    [TestMethod]
    [DataRow(2, 3)]
    [DataRow(3, 5)]
    public void TheExportedModelStepsAsTheInterpretedOne(int dimension, int count)
    {
        RandomDynamics dynamics = RandomDynamics.Create(TestContext, dimension, count, steps: 5);
        using OnnxActionModel exported = dynamics.LoadAction();
        using var interpreted = new InterpretedModel(dynamics.Action);
        SymplecticStepper fast = dynamics.Stepper(exported, 1e-12);
        SymplecticStepper slow = dynamics.Stepper(interpreted, 1e-12);
        PhasePoint a = dynamics.State.Clone();
        PhasePoint b = dynamics.State.Clone();
        for (int i = 0; i < 5; i++)
        {
            StepReport first = fast.Step(a);
            StepReport second = slow.Step(b);
            Assert.IsTrue(first.IsConverged && second.IsConverged);
        }

        double difference = a.Positions.Concat(a.Momenta).Zip(b.Positions.Concat(b.Momenta), (x, y) => Math.Abs(x - y)).Max();
        TestContext.WriteLine($"after 5 steps: {difference:E1}");
        Assert.IsLessThan(1e-10, difference);
    }
}
