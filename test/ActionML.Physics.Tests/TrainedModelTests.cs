using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Physics.Tests;

/// <summary>The shipped three-body model on the figure eight: what holds by construction, and what training must reach.</summary>
[TestClass]
public sealed class TrainedModelTests
{
    private static readonly ParticleSystem Bodies = ThreeBodyStates.UnitMasses();

    [TestMethod]
    [DataRow(1e-6)]
    [DataRow(1e-8)]
    [DataRow(1e-10)]
    [DataRow(1e-12)]
    public void TheExecutedStepIsSymplectic(double tolerance)
    {
        using OnnxActionModel model = OnnxActionModel.Load(Folder);
        SymplecticStepper stepper = Stepper(model, tolerance, WarmStart.None);
        PhasePoint state = ThreeBodyStates.FigureEight();
        double worst = 0;
        for (int i = 0; i < 5; i++)
        {
            worst = Math.Max(worst, StepVerification.SymplecticDefect(stepper, state));
            stepper.ResetHistory();
            stepper.Step(state);
            stepper.Step(state);
        }

        Console.WriteLine($"tolerance {tolerance}: defect {worst:G3}");
        Assert.IsLessThanOrEqualTo(Math.Max(10 * tolerance, 1e-10), worst);
    }

    [TestMethod]
    public void AStepAllocatesNothing()
    {
        using OnnxActionModel model = OnnxActionModel.Load(Folder);
        using OnnxDirectModel direct = OnnxDirectModel.Load(Folder);
        SymplecticStepper stepper = Stepper(model, 1e-8, WarmStart.Direct, direct);
        PhasePoint state = ThreeBodyStates.FigureEight();
        for (int i = 0; i < 20; i++)
        {
            stepper.Step(state);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            stepper.Step(state);
        }

        Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void AThousandStepsCanBeUndone()
    {
        using OnnxActionModel model = OnnxActionModel.Load(Folder);
        double error = StepVerification.ReversalError(
            Stepper(model, 1e-13, WarmStart.Extrapolation), ThreeBodyStates.FigureEight(), 1000);
        Console.WriteLine($"reversal error {error:G3}");
        Assert.IsLessThanOrEqualTo(1e-6, error);
    }

    [TestMethod]
    public void EnergyStaysBoundedOverAHundredPeriods()
    {
        using OnnxActionModel model = OnnxActionModel.Load(Folder);
        using OnnxDirectModel direct = OnnxDirectModel.Load(Folder);
        SymplecticStepper stepper = Stepper(model, 1e-8, WarmStart.Direct, direct);
        PhasePoint state = ThreeBodyStates.FigureEight();
        var potential = new GravityPotential(2, Bodies.Masses);
        double[] forces = new double[state.Positions.Length];
        double Energy() => potential.Evaluate(state.Positions, forces) + state.Momenta.Sum(p => p * p / 2);
        double start = Energy();
        double worst = 0;
        long evaluations = 0;
        int steps = (int)(100 * ThreeBodyStates.FigureEightPeriod / stepper.TimeStep.Value);
        for (int i = 0; i < steps; i++)
        {
            evaluations += stepper.Step(state).Evaluations;
            worst = Math.Max(worst, Math.Abs((Energy() - start) / start));
        }

        Console.WriteLine($"energy error {worst:G3}, {(double)evaluations / steps:F2} evaluations per step");
        Assert.IsLessThanOrEqualTo(1e-3, worst);
        Assert.IsLessThanOrEqualTo(7.0, (double)evaluations / steps);
    }

    private static string Folder => Models.Folder("three-body");

    private static SymplecticStepper Stepper(OnnxActionModel model, double tolerance, WarmStart warm, OnnxDirectModel? direct = null) => new(
        Bodies,
        model,
        new AllPairs(3, 2),
        new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance }, WarmStart = warm },
        direct);
}
