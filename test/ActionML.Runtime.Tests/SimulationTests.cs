using System.Diagnostics.Metrics;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class SimulationTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void ObserversAreCalledAtTheirIntervalsStartIncluded()
    {
        Recorder every = new();
        Recorder tenth = new();
        Simulation simulation = Toy.Verlet().Observe(every).Observe(tenth, 10);
        SimulationResult result = simulation.Run(25);
        Assert.AreEqual(SimulationEnd.Completed, result.End);
        Assert.AreEqual(25, result.Step);
        Assert.AreEqual(0.25, result.Time, 1e-15);
        CollectionAssert.AreEqual(Enumerable.Range(0, 26).Select(i => (long)i).ToArray(), every.Steps);
        CollectionAssert.AreEqual(new long[] { 0, 10, 20 }, tenth.Steps);
        simulation.Run(30);
        CollectionAssert.AreEqual(new long[] { 0, 10, 20, 30 }, tenth.Steps);
    }

    [TestMethod]
    public void CancelledRunStopsBetweenStepsAndLeavesACheckpoint()
    {
        string path = Path.Combine(Toy.Folder(TestContext), "cancelled");
        using CancellationTokenSource source = new();
        Simulation simulation = Toy.Verlet(options: new() { CheckpointPath = path }).Observe(new Stopper(40, _ => source.Cancel()));
        Assert.ThrowsExactly<OperationCanceledException>(() => simulation.Run(100, token: source.Token));
        Assert.AreEqual(40, simulation.Step);
        Simulation resumed = Toy.Verlet();
        resumed.LoadCheckpoint(path);
        Assert.AreEqual(40, resumed.Step);
        Assert.AreEqual(0, Toy.Distance(simulation.State, resumed.State));
    }

    [TestMethod]
    public void ObserverCanStopARun()
    {
        Simulation simulation = Toy.Verlet().Observe(new Stopper(7, s => s.RequestStop("seen enough.")));
        SimulationResult result = simulation.Run(100);
        Assert.AreEqual((SimulationEnd.Stopped, 7L, "seen enough."), (result.End, result.Step, result.Reason));
    }

    [TestMethod]
    public void RejectedStepEndsARunWithItsReason()
    {
        int evaluations = 0;
        WrappedAction broken = new(GravityAction.FigureEight(0.25), (_, dq, _) => dq[0] = ++evaluations > 50 ? double.NaN : dq[0]);
        Simulation simulation = new(new SymplecticStepper(ThreeBodies.System, broken, new AllPairs(3, 2), new()), ThreeBodies.FigureEight());
        SimulationResult result = simulation.TryRun(100);
        TestContext.WriteLine(result.Reason);
        Assert.AreEqual(SimulationEnd.StepRejected, result.End);
        Assert.IsInRange(3, 20, result.Step);
        Assert.AreEqual(result.Step, simulation.Statistics.Steps);
        Assert.Contains($"Step {result.Step + 1} ", result.Reason!);
        Assert.ThrowsExactly<ConvergenceException>(() => simulation.Run(100));
    }

    [TestMethod]
    public void ProgressEndsAtTheLastStep()
    {
        List<SimulationProgress> reports = [];
        Toy.Verlet(options: new() { ProgressInterval = TimeSpan.FromMilliseconds(0.001) }).Run(2000, new Now<SimulationProgress>(reports.Add));
        Assert.IsGreaterThan(1, reports.Count);
        Assert.AreEqual(1, reports[^1].Fraction);
        Assert.AreEqual(TimeSpan.Zero, reports[^1].Remaining);
        Assert.IsTrue(reports.Zip(reports.Skip(1)).All(pair => pair.First.Step <= pair.Second.Step));
    }

    [TestMethod]
    public void StatisticsCountEverything()
    {
        StepStatistics statistics = new();
        statistics.Add(new StepReport(StepOutcome.Completed, 5));
        statistics.Add(new StepReport(StepOutcome.Completed, 7));
        statistics.Add(new StepReport(StepOutcome.KeptUnconverged, 200));
        statistics.Add(new StepReport(StepOutcome.FellBack, 5));
        Assert.AreEqual(4, statistics.Steps);
        Assert.AreEqual(217, statistics.Evaluations);
        Assert.AreEqual(54.25, statistics.MeanEvaluations);
        Assert.AreEqual(2, statistics.Unconverged);
        Assert.AreEqual(1, statistics.FellBack);
        Assert.AreEqual(201, statistics.Histogram.Length);
        Assert.AreEqual(2, statistics.Histogram[5]);
        Assert.AreEqual(1, statistics.Histogram[200]);
    }

    [TestMethod]
    public void UnconvergedStepsAreCountedInARun()
    {
        SymplecticStepperOptions options = new() { Policy = UnconvergedPolicy.KeepAndCount, WarmStart = WarmStart.None, Corrector = new() { MaxEvaluations = 5 } };
        SymplecticStepper stepper = new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), options);
        Simulation simulation = new(stepper, ThreeBodies.FigureEight());
        simulation.Run(50);
        Assert.IsGreaterThan(40, simulation.Statistics.KeptUnconverged);
        Assert.AreEqual(250, simulation.Statistics.Evaluations);
    }

    [TestMethod]
    public void MeterCountsStepsAndEvaluations()
    {
        int thread = Environment.CurrentManagedThreadId; // other tests run simulations at the same time
        long steps = 0;
        long evaluations = 0;
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "ActionML.Runtime")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            steps += instrument.Name == "actionml.steps" && Environment.CurrentManagedThreadId == thread ? value : 0);
        listener.SetMeasurementEventCallback<int>((_, value, _, _) =>
            evaluations += Environment.CurrentManagedThreadId == thread ? value : 0);
        listener.Start();
        Simulation simulation = Toy.Verlet();
        simulation.Run(30);
        Assert.AreEqual(30, steps);
        Assert.AreEqual(simulation.Statistics.Evaluations, evaluations);
    }

    [TestMethod]
    public void EnergyObserverSeesErrorDriftAndLoss()
    {
        EnergyObserver energy = new(new ToyGravity(ThreeBodies.System), lostError: 0.1, lostDistance: 10, stopWhenLost: true);
        Simulation good = Toy.Verlet().Observe(energy);
        good.Run(1000);
        Assert.AreEqual(1001, energy.Times.Count);
        Assert.IsNull(energy.LostAt);
        Assert.IsLessThan(1e-3, energy.MaxRelativeError);
        Assert.AreEqual(energy.MaxRelativeError, energy.RelativeErrors.Max(Math.Abs));
        Assert.AreEqual(Slope(energy.Times, energy.RelativeErrors), energy.DriftPerTime, 1e-12);

        EnergyObserver lost = new(new ToyGravity(ThreeBodies.System), lostError: 0.1, lostDistance: 10, stopWhenLost: true);
        SimulationResult result = Toy.Verlet(0.25).Observe(lost).Run(2000);
        TestContext.WriteLine(result.Reason);
        Assert.AreEqual(SimulationEnd.Stopped, result.End);
        Assert.AreEqual(result.Time, lost.LostAt);
    }

    [TestMethod]
    public void ConservationObserverFollowsTheWholeRun()
    {
        ConservationObserver conservation = new();
        Toy.Verlet().Observe(conservation).Run(1000);
        Assert.IsLessThan(1e-12, conservation.Largest.LinearMomentum);
        Assert.IsLessThan(1e-12, conservation.Largest.CenterOfMass);
        Assert.IsLessThan(1e-12, conservation.Largest.AngularMomentum);

        ConservationObserver seen = new();
        ToyDirect direct = new(ThreeBodies.System, TimeStep.Dimensionless(0.01), (_, _, _, dp) => dp[0] = 1e-4);
        new Simulation(new DirectStepper(ThreeBodies.System, direct, new AllPairs(3, 2)), ThreeBodies.FigureEight()).Observe(seen).Run(10);
        Assert.IsInRange(1e-4, 1e-2, seen.Largest.LinearMomentum);
        Assert.IsInRange(1e-5, 1e-2, seen.Largest.AngularMomentum);
    }

    [TestMethod]
    public void OptionsAndStatesAreChecked()
    {
        SimulationOptions options = new() { CheckpointInterval = 5, ProgressInterval = TimeSpan.Zero };
        UsageException error = Assert.ThrowsExactly<UsageException>(() => Toy.Verlet(options: options));
        Assert.Contains("2 errors", error.Message);
        PhasePoint bad = ThreeBodies.FigureEight();
        bad.Momenta[3] = double.PositiveInfinity;
        VelocityVerletStepper stepper = new(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(0.01));
        Assert.ThrowsExactly<DataException>(() => new Simulation(stepper, bad));
        Assert.ThrowsExactly<ArgumentException>(() => new Simulation(stepper, new PhasePoint(2, 2)));
    }

    [TestMethod]
    public void StepsOfARunAllocateNothing()
    {
        SymplecticStepper stepper = new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), new());
        Simulation simulation = new(stepper, ThreeBodies.FigureEight());
        simulation.Observe(new ConservationObserver());
        simulation.Run(10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        simulation.Run(20);
        long short_ = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        simulation.Run(220);
        Assert.AreEqual(short_, GC.GetAllocatedBytesForCurrentThread() - before, "200 steps allocate as much as 10");
    }

    private static double Slope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double n = x.Count;
        double sx = x.Sum();
        double sy = y.Sum();
        return ((n * x.Zip(y, (a, b) => a * b).Sum()) - (sx * sy)) / ((n * x.Sum(a => a * a)) - (sx * sx));
    }

    private sealed class Recorder : ISimulationObserver
    {
        public List<long> Steps { get; } = [];

        public void Observe(Simulation simulation) => Steps.Add(simulation.Step);
    }
}
