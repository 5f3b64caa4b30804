using System.Diagnostics.Metrics;
using System.Globalization;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class SimulationTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(WarmStart.None)]
    [DataRow(WarmStart.Extrapolation)]
    [DataRow(WarmStart.PreviousDelta)]
    public void ResumedRunEqualsTheUninterruptedOneBitForBit(WarmStart warmStart)
    {
        string folder = Folder();
        Simulation whole = Action(new() { CheckpointPath = Path.Combine(folder, "whole"), Seed = 7 }, warmStart, out Observers wholeObservers, folder, "whole");
        whole.Run(500);
        wholeObservers.Trajectory.Commit();

        // The first run is killed at step 237: only the checkpoint of step 200 remains of it.
        string path = Path.Combine(folder, "interrupted");
        SimulationOptions options = new() { CheckpointPath = path, CheckpointInterval = 100, Seed = 7 };
        Simulation killed = Action(options, warmStart, out Observers killedObservers, folder, "resumed");
        killedObservers.Kill = 237;
        Assert.ThrowsExactly<InvalidOperationException>(() => killed.Run(500));
        killedObservers.Trajectory.Dispose();

        Simulation resumed = Action(options with { Seed = 99 }, warmStart, out Observers resumedObservers, folder, "resumed");
        resumed.LoadCheckpoint(path);
        Assert.AreEqual(200, resumed.Step);
        resumed.Run(500);
        resumedObservers.Trajectory.Commit();

        CollectionAssert.AreEqual(whole.State.Positions, resumed.State.Positions);
        CollectionAssert.AreEqual(whole.State.Momenta, resumed.State.Momenta);
        Assert.AreEqual(whole.Statistics.Evaluations, resumed.Statistics.Evaluations);
        Assert.AreEqual(500, resumed.Statistics.Steps);
        CollectionAssert.AreEqual(whole.Statistics.Histogram.ToArray(), resumed.Statistics.Histogram.ToArray());
        CollectionAssert.AreEqual(wholeObservers.Energy.RelativeErrors.ToArray(), resumedObservers.Energy.RelativeErrors.ToArray());
        CollectionAssert.AreEqual(wholeObservers.Energy.Times.ToArray(), resumedObservers.Energy.Times.ToArray());
        Assert.AreEqual(wholeObservers.Energy.DriftPerTime, resumedObservers.Energy.DriftPerTime);
        Assert.AreEqual(wholeObservers.Conservation.Largest, resumedObservers.Conservation.Largest);
        Assert.AreEqual(whole.Random.NextUInt64(), resumed.Random.NextUInt64());
        CollectionAssert.AreEqual(
            File.ReadAllBytes(Path.Combine(folder, "whole.xyz")), File.ReadAllBytes(Path.Combine(folder, "resumed.xyz")));
    }

    [TestMethod]
    public void ResumedVelocityVerletEqualsTheUninterruptedOneBitForBit()
    {
        string path = Path.Combine(Folder(), "verlet");
        Simulation whole = Verlet();
        whole.Run(300);
        Simulation first = Verlet();
        first.Run(123);
        first.SaveCheckpoint(path);
        Simulation second = Verlet();
        second.LoadCheckpoint(path);
        second.Run(300);
        Assert.AreEqual(0, Toy.Distance(whole.State, second.State));
    }

    [TestMethod]
    public void CheckpointsAreTheSameUnderGermanCulture()
    {
        string folder = Folder();
        Simulation simulation = Verlet();
        simulation.Run(50);
        simulation.SaveCheckpoint(Path.Combine(folder, "a"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            simulation.SaveCheckpoint(Path.Combine(folder, "b"));
            Simulation other = Verlet();
            other.LoadCheckpoint(Path.Combine(folder, "a"));
            Assert.AreEqual(0, Toy.Distance(simulation.State, other.State));
            string message = Assert.ThrowsExactly<DataException>(() => Verlet(0.02).LoadCheckpoint(Path.Combine(folder, "a"))).Message;
            Assert.Contains("step in model units is 0.01; here it is 0.02", message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        CollectionAssert.AreEqual(File.ReadAllBytes(Path.Combine(folder, "a")), File.ReadAllBytes(Path.Combine(folder, "b")));
    }

    [TestMethod]
    public void CheckpointOfOtherModelsIsRefused()
    {
        string folder = Folder();
        string model = Path.Combine(folder, "model");
        File.WriteAllText(model, "one");
        string one = ModelHash.OfFiles(model);
        string path = Path.Combine(folder, "checkpoint");
        Verlet(options: new() { ModelHash = one }).SaveCheckpoint(path);
        File.WriteAllText(model, "two");
        string two = ModelHash.OfFiles(model);
        ModelMismatchException error = Assert.ThrowsExactly<ModelMismatchException>(
            () => Verlet(options: new() { ModelHash = two }).LoadCheckpoint(path));
        TestContext.WriteLine(error.Message);
        Assert.Contains(one[..12], error.Message);
        Assert.Contains(two[..12], error.Message);
        Verlet(options: new() { ModelHash = one }).LoadCheckpoint(path);
        Assert.ThrowsExactly<FileException>(() => ModelHash.OfFiles(Path.Combine(folder, "missing")));
    }

    [TestMethod]
    public void NewerDamagedAndForeignCheckpointsAreRefused()
    {
        string folder = Folder();
        string good = Path.Combine(folder, "good");
        Simulation simulation = Verlet();
        simulation.Run(10);
        simulation.SaveCheckpoint(good);
        byte[] bytes = File.ReadAllBytes(good);

        string Message(byte[] content)
        {
            string path = Path.Combine(folder, "bad");
            File.WriteAllBytes(path, content);
            string message = Assert.ThrowsExactly<DataException>(() => Verlet().LoadCheckpoint(path)).Message;
            TestContext.WriteLine(message);
            return message;
        }

        byte[] newer = [.. bytes];
        newer[8] = 2;
        Assert.Contains("format 2; this version reads formats up to 1", Message(newer));
        Assert.Contains("not a checkpoint", Message([]));
        Assert.Contains("not a checkpoint", Message("3\nProperties=species:S:1:pos:R:3\n"u8.ToArray()));
        for (int length = 20; length < bytes.Length; length += 97)
        {
            Assert.Contains("damaged", Message(bytes[..length]));
        }

        DeterministicRandom random = Toy.Random(TestContext);
        for (int i = 0; i < 20; i++)
        {
            byte[] flipped = [.. bytes];
            flipped[12 + (int)(random.NextUInt64() % (ulong)(bytes.Length - 12))] ^= 4;
            Assert.Contains("damaged", Message(flipped));
        }

        Assert.ThrowsExactly<FileException>(() => Verlet().LoadCheckpoint(Path.Combine(folder, "missing")));
        new Checkpoint("training", "").Save(Path.Combine(folder, "training"));
        Assert.Contains("of a training", Assert.ThrowsExactly<DataException>(() => Verlet().LoadCheckpoint(Path.Combine(folder, "training"))).Message);
    }

    [TestMethod]
    public void CheckpointOfEveryOlderFormatIsStillRead()
    {
        // Written by the first version with format 1: 20 steps, one Gaussian number drawn. Bounds, not bits: the
        // solver may have changed since.
        SymplecticStepper Stepper() => new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), new());
        EnergyObserver energy = new(new ToyGravity(ThreeBodies.System));
        Simulation old = new Simulation(Stepper(), ThreeBodies.FigureEight(), new() { ModelHash = "test" }).Observe(energy);
        old.LoadCheckpoint(Path.Combine(AppContext.BaseDirectory, "data", "checkpoints", "simulation-format-1.checkpoint"));
        Assert.AreEqual(20, old.Step);
        Assert.AreEqual(20, old.Statistics.Steps);
        Assert.HasCount(21, energy.Times);
        old.Run(30);
        Simulation fresh = new(Stepper(), ThreeBodies.FigureEight(), new() { Seed = 7 });
        fresh.Run(30);
        Assert.IsLessThan(1e-6, Toy.Distance(old.State, fresh.State));
        fresh.Random.NextGaussian();
        Assert.AreEqual(fresh.Random.NextGaussian(), old.Random.NextGaussian());
    }

    [TestMethod]
    public void CheckpointOfAnotherRunIsRefused()
    {
        string folder = Folder();
        string path = Path.Combine(folder, "action");
        Simulation action = Action(new(), WarmStart.Extrapolation, out Observers observers, folder, "x");
        action.Run(20);
        action.SaveCheckpoint(path);
        observers.Trajectory.Dispose();
        Assert.Contains("method is action; here it is velocity Verlet", Assert.ThrowsExactly<DataException>(() => Verlet().LoadCheckpoint(path)).Message);

        // Another order of extrapolation keeps another history.
        SymplecticStepperOptions lower = new() { ExtrapolationOrder = 0 };
        Simulation other = new(new SymplecticStepper(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), lower), ThreeBodies.FigureEight());
        Assert.Contains("does not have", Assert.ThrowsExactly<DataException>(() => other.LoadCheckpoint(path)).Message);
        other = Action(new(), WarmStart.PreviousDelta, out Observers unused, folder, "y");
        Assert.ThrowsExactly<DataException>(() => other.LoadCheckpoint(path));

        Simulation missing = Verlet();
        missing.SaveCheckpoint(path);
        Simulation withObserver = Verlet().Observe(new EnergyObserver(new ToyGravity(ThreeBodies.System)));
        Assert.Contains("no section 'observer 1: EnergyObserver'", Assert.ThrowsExactly<DataException>(() => withObserver.LoadCheckpoint(path)).Message);
    }

    [TestMethod]
    public void FailedCheckpointLeavesTheOldOne()
    {
        string folder = Folder();
        string path = Path.Combine(folder, "checkpoint");
        Simulation simulation = Verlet().Observe(new BrokenState());
        Verlet().SaveCheckpoint(path);
        byte[] before = File.ReadAllBytes(path);
        Assert.ThrowsExactly<InvalidOperationException>(() => simulation.SaveCheckpoint(path));
        CollectionAssert.AreEqual(before, File.ReadAllBytes(path));
        Assert.HasCount(1, Directory.GetFiles(folder));
    }

    [TestMethod]
    public void ObserversAreCalledAtTheirIntervalsStartIncluded()
    {
        Recorder every = new();
        Recorder tenth = new();
        Simulation simulation = Verlet().Observe(every).Observe(tenth, 10);
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
        string path = Path.Combine(Folder(), "cancelled");
        using CancellationTokenSource source = new();
        Simulation simulation = Verlet(options: new() { CheckpointPath = path }).Observe(new Stopper(40, _ => source.Cancel()));
        Assert.ThrowsExactly<OperationCanceledException>(() => simulation.Run(100, token: source.Token));
        Assert.AreEqual(40, simulation.Step);
        Simulation resumed = Verlet();
        resumed.LoadCheckpoint(path);
        Assert.AreEqual(40, resumed.Step);
        Assert.AreEqual(0, Toy.Distance(simulation.State, resumed.State));
    }

    [TestMethod]
    public void ObserverCanStopARun()
    {
        Simulation simulation = Verlet().Observe(new Stopper(7, s => s.RequestStop("seen enough.")));
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
        Verlet(options: new() { ProgressInterval = TimeSpan.FromMilliseconds(0.001) }).Run(2000, new Now(reports.Add));
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
        Simulation simulation = Verlet();
        simulation.Run(30);
        Assert.AreEqual(30, steps);
        Assert.AreEqual(simulation.Statistics.Evaluations, evaluations);
    }

    [TestMethod]
    public void EnergyObserverSeesErrorDriftAndLoss()
    {
        EnergyObserver energy = new(new ToyGravity(ThreeBodies.System), lostError: 0.1, lostDistance: 10, stopWhenLost: true);
        Simulation good = Verlet().Observe(energy);
        good.Run(1000);
        Assert.AreEqual(1001, energy.Times.Count);
        Assert.IsNull(energy.LostAt);
        Assert.IsLessThan(1e-3, energy.MaxRelativeError);
        Assert.AreEqual(energy.MaxRelativeError, energy.RelativeErrors.Max(Math.Abs));
        Assert.AreEqual(Slope(energy.Times, energy.RelativeErrors), energy.DriftPerTime, 1e-12);

        EnergyObserver lost = new(new ToyGravity(ThreeBodies.System), lostError: 0.1, lostDistance: 10, stopWhenLost: true);
        SimulationResult result = Verlet(0.25).Observe(lost).Run(2000);
        TestContext.WriteLine(result.Reason);
        Assert.AreEqual(SimulationEnd.Stopped, result.End);
        Assert.AreEqual(result.Time, lost.LostAt);
    }

    [TestMethod]
    public void ConservationObserverFollowsTheWholeRun()
    {
        ConservationObserver conservation = new();
        Verlet().Observe(conservation).Run(1000);
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
        UsageException error = Assert.ThrowsExactly<UsageException>(() => Verlet(options: options));
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

    private static Simulation Verlet(double step = 0.01, SimulationOptions? options = null) => new(
        new VelocityVerletStepper(ThreeBodies.System, new ToyGravity(ThreeBodies.System), TimeStep.Dimensionless(step)), ThreeBodies.FigureEight(), options);

    private static Simulation Action(SimulationOptions options, WarmStart warmStart, out Observers observers, string folder, string name)
    {
        SymplecticStepper stepper = new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), new() { WarmStart = warmStart });
        Simulation simulation = new(stepper, ThreeBodies.FigureEight(), options);
        observers = new Observers(Path.Combine(folder, name + ".xyz"));
        return simulation.Observe(observers.Energy).Observe(observers.Trajectory, 10).Observe(observers.Conservation).Observe(observers);
    }

    private string Folder()
    {
        string folder = Path.Combine(TestContext.TestRunDirectory ?? Path.GetTempPath(), "simulation-tests", Guid.NewGuid().ToString("N"));
        return Directory.CreateDirectory(folder).FullName;
    }

    private sealed class Observers(string trajectory) : ISimulationObserver
    {
        public EnergyObserver Energy { get; } = new(new ToyGravity(ThreeBodies.System));

        public TrajectoryObserver Trajectory { get; } = new(trajectory, "eight");

        public ConservationObserver Conservation { get; } = new();

        public long Kill { get; set; } = -1;

        public void Observe(Simulation simulation)
        {
            simulation.Random.NextGaussian();
            if (simulation.Step == Kill)
            {
                throw new InvalidOperationException("killed");
            }
        }
    }

    private sealed class Recorder : ISimulationObserver
    {
        public List<long> Steps { get; } = [];

        public void Observe(Simulation simulation) => Steps.Add(simulation.Step);
    }

    private sealed class Stopper(long step, Action<Simulation> act) : ISimulationObserver
    {
        public void Observe(Simulation simulation)
        {
            if (simulation.Step == step)
            {
                act(simulation);
            }
        }
    }

    private sealed class BrokenState : ISimulationObserver, ICheckpointState
    {
        public void Observe(Simulation simulation)
        {
        }

        public void Save(BinaryWriter writer) => throw new InvalidOperationException("broken");

        public void Load(BinaryReader reader)
        {
        }
    }

    private sealed class Now(Action<SimulationProgress> act) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => act(value);
    }
}
