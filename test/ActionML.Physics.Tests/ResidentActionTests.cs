using ActionML.Export;
using ActionML.Reference;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;
using ActionML.Testing;

namespace ActionML.Physics.Tests;

/// <summary>
/// Steps that are solved where the model runs are those of the host's corrector, up to rounding. With copied inputs the device
/// behaves as if it were not the host: it sees what was sent and nothing else.
/// </summary>
[TestClass]
public sealed class ResidentActionTests(TestContext context)
{
    private const int Steps = 20;

    [TestMethod]
    [DataRow(2, 3, 5, 1.0, WarmStart.Extrapolation, false)]
    [DataRow(2, 3, 5, 1.0, WarmStart.Direct, true)]
    [DataRow(3, 5, 0, 0.9, WarmStart.None, true)]
    [DataRow(3, 5, 1, 1.0, WarmStart.PreviousDelta, false)]
    [DataRow(3, 5, 2, 0.7, WarmStart.Extrapolation, true)]
    [DataRow(3, 5, 20, 0.5, WarmStart.Direct, false)]
    public void RandomActionsTakeTheSameSteps(int dimension, int count, int depth, double mixing, WarmStart warmStart, bool copies)
    {
        RandomDynamics dynamics = RandomDynamics.Create(context, dimension, count, Steps);
        using OnnxActionModel host = dynamics.LoadAction();
        using ResidentActionModel device = Resident(dynamics.Action, copies);
        using OnnxDirectModel guess = dynamics.LoadDirect();
        var options = new SymplecticStepperOptions
        {
            Corrector = new CorrectorOptions { Tolerance = 1e-9, Depth = depth, Mixing = mixing },
            WarmStart = warmStart,
        };
        SymplecticStepper Stepper(IActionModel model) => new(dynamics.System, model, new AllPairs(count, dimension), options, guess);
        Compare(Stepper(host), Stepper(device), dynamics.State, 1e-12);
    }

    [TestMethod]
    public void ThreeBodiesTakeTheSameSteps()
    {
        using OnnxActionModel host = OnnxActionModel.Load(Models.Folder("three-body"));
        using ResidentActionModel device = ResidentActionModel.Load(Models.Folder("three-body"));
        Compare(Bodies(host, 1e-8), Bodies(device, 1e-8), ThreeBodyStates.FigureEight(), 1e-12);
    }

    [TestMethod]
    [DataRow(false, false)]
    [DataRow(false, true)]
    [DataRow(true, true)]
    public void AMeltTakesTheSameSteps(bool copies, bool springs)
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        context.WriteLine($"seed {seed}");
        var settings = new GeTeDatasetOptions { Atoms = 64, CrystalTemperatures = [], EquilibrationPicoseconds = 1 };
        GeTeThermalHistory melt = GeTeThermalHistory.Liquid(settings, 900, new DeterministicRandom(seed));
        var precision = new OnnxModelOptions { Precision = ModelPrecision.Single };
        using OnnxActionModel host = OnnxActionModel.Load(Models.Folder("gete"), precision);
        using ResidentActionModel loaded = ResidentActionModel.Load(Models.Folder("gete"), precision);
        using ResidentActionModel device = loaded.Share(copies);
        using OnnxDirectModel guess = OnnxDirectModel.Load(Models.Folder("gete"), precision);
        SymplecticStepper Stepper(IActionModel model) => new(
            melt.System,
            model,
            new PeriodicNeighbors(melt.Cell, melt.System.Count, model.Manifest.Cutoff!.Value, skin: 0.2),
            new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = 1e-4, UsesPairStiffness = springs }, WarmStart = WarmStart.Direct },
            guess);

        // The model rounds the midpoint to single: a last bit of ours may become one of its own, 1e-7 of a displacement.
        Compare(Stepper(host), Stepper(device), melt.State, 1e-6);
    }

    [TestMethod]
    [DataRow(1e-6)]
    [DataRow(1e-9)]
    [DataRow(1e-12)]
    public void TheExecutedStepIsSymplectic(double tolerance)
    {
        using ResidentActionModel model = ResidentActionModel.Load(Models.Folder("three-body"));
        double defect = StepVerification.SymplecticDefect(Bodies(model, tolerance, WarmStart.None), ThreeBodyStates.FigureEight());
        context.WriteLine($"tolerance {tolerance}: defect {defect:G3}");
        Assert.IsLessThanOrEqualTo(Math.Max(10 * tolerance, 1e-10), defect);
    }

    [TestMethod]
    public void AStepAllocatesNothing()
    {
        using ResidentActionModel model = ResidentActionModel.Load(Models.Folder("three-body"));
        using OnnxDirectModel direct = OnnxDirectModel.Load(Models.Folder("three-body"));
        SymplecticStepper stepper = Bodies(model, 1e-8, WarmStart.Direct, direct);
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
    public void AnUnconvergedStepIsThatOfTheHost()
    {
        RandomDynamics dynamics = RandomDynamics.Create(context, 3, 5, steps: 0);
        using OnnxActionModel host = dynamics.LoadAction();
        using ResidentActionModel device = Resident(dynamics.Action, copies: true);
        for (int limit = 1; limit <= 4; limit++)
        {
            SymplecticStepper Stepper(IActionModel model, UnconvergedPolicy policy) => new(
                dynamics.System,
                model,
                new AllPairs(5, 3),
                new SymplecticStepperOptions
                {
                    Corrector = new CorrectorOptions { Tolerance = 1e-15, MaxEvaluations = limit },
                    WarmStart = WarmStart.None,
                    Policy = policy,
                });
            PhasePoint expected = dynamics.State.Clone();
            PhasePoint found = dynamics.State.Clone();
            StepReport report = Stepper(device, UnconvergedPolicy.KeepAndCount).TryStep(found);
            Assert.AreEqual(StepOutcome.KeptUnconverged, Stepper(host, UnconvergedPolicy.KeepAndCount).TryStep(expected).Outcome);
            Assert.AreEqual(StepOutcome.KeptUnconverged, report.Outcome);
            Assert.AreEqual(limit, report.Evaluations);
            Assert.IsLessThanOrEqualTo(1e-12, Distance(expected, found));

            PhasePoint refused = dynamics.State.Clone();
            Assert.ThrowsExactly<ConvergenceException>(() => Stepper(device, UnconvergedPolicy.Throw).Step(refused));
            Assert.AreEqual(0, Distance(dynamics.State, refused));

            // Exactly so many evaluations, as finite differences need them.
            expected = dynamics.State.Clone();
            found = dynamics.State.Clone();
            Stepper(host, UnconvergedPolicy.Throw).StepAlone(expected, limit);
            Stepper(device, UnconvergedPolicy.Throw).StepAlone(found, limit);
            Assert.IsLessThanOrEqualTo(1e-12, Distance(expected, found));
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void WhatIsNotFiniteIsRejectedAndForgotten(bool copies)
    {
        RandomDynamics dynamics = RandomDynamics.Create(context, 2, 3, Steps);
        using OnnxActionModel host = dynamics.LoadAction();
        using ResidentActionModel device = Resident(dynamics.Action, copies);
        SymplecticStepper stepper = dynamics.Stepper(device, 1e-9);
        PhasePoint wrong = dynamics.State.Clone();
        wrong.Momenta[0] = double.NaN;
        for (int i = 0; i < 2; i++)
        {
            StepReport report = stepper.TryStep(wrong);
            Assert.AreEqual(StepOutcome.Rejected, report.Outcome);
            Assert.AreEqual(CorrectorStatus.NotFinite, report.Correction!.Value.Status);
            Assert.AreEqual(1, report.Evaluations);
        }

        Compare(dynamics.Stepper(host, 1e-9), stepper, dynamics.State, 1e-12);
    }

    [TestMethod]
    public void AModelWithoutItsCorrectorIsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("actionml-resident-").FullName;
        try
        {
            File.Copy(Path.Combine(Models.Folder("three-body"), TensorNames.ActionDoubleFile), Path.Combine(folder, TensorNames.ActionDoubleFile));
            Assert.IsFalse(ResidentActionModel.CanLoad(folder, ModelPrecision.Double));
            string missing = Assert.ThrowsExactly<FileException>(() => ResidentActionModel.Load(folder)).Message;
            Assert.Contains(TensorNames.CorrectorResidualDoubleFile, missing);
            Assert.Contains("actionml export", missing);

            File.Copy(Path.Combine(folder, TensorNames.ActionDoubleFile), Path.Combine(folder, TensorNames.CorrectorResidualDoubleFile));
            string wrong = Assert.ThrowsExactly<ModelMismatchException>(() => ResidentActionModel.Load(folder)).Message;
            Assert.Contains("holds an action model; the residual of a corrector is needed here", wrong);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ResidentActionModel Resident(NetworkModel action, bool copies)
    {
        ModelManifest manifest = action.Manifest with { Precision = ModelPrecision.Double };
        using ResidentActionModel model = ResidentActionModel.Load(
            action.ToOnnx(ModelPrecision.Double), CorrectorGraph.WriteResidual(manifest), CorrectorGraph.WriteMixing(manifest), "random action");
        return model.Share(copies);
    }

    private static SymplecticStepper Bodies(IActionModel model, double tolerance, WarmStart warm = WarmStart.Extrapolation, OnnxDirectModel? guess = null) => new(
        ThreeBodyStates.UnitMasses(),
        model,
        new AllPairs(3, 2),
        new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = tolerance }, WarmStart = warm },
        guess);

    // Largest difference, over the largest number of the state.
    private static double Distance(PhasePoint a, PhasePoint b)
    {
        static double Relative(double[] x, double[] y) => x.Zip(y, (i, j) => Math.Abs(i - j)).Max() / x.Max(Math.Abs);
        return Math.Max(Relative(a.Positions, b.Positions), Relative(a.Momenta, b.Momenta));
    }

    private void Compare(SymplecticStepper host, SymplecticStepper device, PhasePoint start, double bound)
    {
        PhasePoint expected = start.Clone();
        PhasePoint found = start.Clone();
        int evaluations = 0;
        double residual = 0;
        for (int step = 0; step < Steps; step++)
        {
            StepReport report = host.Step(expected);
            StepReport other = device.Step(found);
            Assert.AreEqual(report.Evaluations, other.Evaluations);
            evaluations += report.Evaluations;
            residual = Math.Max(residual, Math.Abs((other.Correction!.Value.Residual / report.Correction!.Value.Residual) - 1));
        }

        double distance = Distance(expected, found);
        context.WriteLine($"{evaluations} evaluations in {Steps} steps, distance {distance:E1}, residuals within {residual:E1}");
        Assert.IsLessThanOrEqualTo(bound, distance);
    }
}
