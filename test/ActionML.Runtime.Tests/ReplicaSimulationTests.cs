namespace ActionML.Runtime.Tests;

/// <summary>Replicas of the figure eight under Langevin dynamics: each must be the single run.</summary>
[TestClass]
public sealed class ReplicaSimulationTests(TestContext context)
{
    private const int Count = 7;
    private const long Steps = 300;
    private const int FirstNaN = 400; // evaluations

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(5)]
    [DataRow(20)]
    public void EachReplicaIsItsSingleRunWhateverTheThreads(int threads)
    {
        ulong seed = Toy.Random(context).NextUInt64();
        Simulation[] single = [.. Enumerable.Range(0, Count).Select(k => Make(seed + (ulong)k))];
        Simulation[] replicas = [.. Enumerable.Range(0, Count).Select(k => Make(seed + (ulong)k))];
        IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(replicas, new ReplicaOptions { Threads = threads }).TryRun(Steps);
        for (int k = 0; k < Count; k++)
        {
            Assert.AreEqual((SimulationEnd.Completed, Steps), (ends[k].End, ends[k].Step));
            single[k].Run(Steps);
            RequireSame(single[k], replicas[k]);
        }

        Assert.AreNotEqual(0, Toy.Distance(replicas[0].State, replicas[1].State));
    }

    [TestMethod]
    public void AReplicaThatIsNoLongerFiniteEndsAloneAndCostsNoMore()
    {
        WrappedAction broken = Broken();
        Simulation[] replicas = [Make(1), Make(2, broken), Make(3)];
        IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(replicas, new ReplicaOptions { Threads = 2 }).TryRun(Steps);
        context.WriteLine(ends[1].Reason);
        Assert.AreEqual(SimulationEnd.StepRejected, ends[1].End);
        Assert.IsInRange(1, Steps - 1, ends[1].Step);
        Assert.Contains($"Step {ends[1].Step + 1} ", ends[1].Reason!);
        Assert.Contains("not a finite number", ends[1].Reason!);
        Assert.AreEqual(FirstNaN, broken.Evaluations);
        foreach (int k in new[] { 0, 2 })
        {
            Assert.AreEqual(SimulationEnd.Completed, ends[k].End);
            Simulation single = Make((ulong)k + 1);
            single.Run(Steps);
            RequireSame(single, replicas[k]);
        }
    }

    [TestMethod]
    public void AReplicaThatAnObserverStopsEndsAlone()
    {
        Simulation[] replicas = [Make(1), Make(2)];
        replicas[0].Observe(new Stopper(20, s => s.RequestStop("seen enough.")));
        IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(replicas).TryRun(Steps);
        Assert.AreEqual((SimulationEnd.Stopped, 20L, "seen enough."), (ends[0].End, ends[0].Step, ends[0].Reason));
        Assert.AreEqual((SimulationEnd.Completed, Steps), (ends[1].End, ends[1].Step));
    }

    [TestMethod]
    public void ResumedReplicasEndAsUninterruptedOnesThatWhichFailedIncluded()
    {
        string folder = Toy.Folder(context);
        Simulation[] whole = Three(null, Broken());
        IReadOnlyList<SimulationResult> expected = new ReplicaSimulation(whole).TryRun(Steps);
        Assert.AreEqual(SimulationEnd.StepRejected, expected[1].End);

        // Replica 1 has failed when the run is cancelled; the others are on their way.
        using var source = new CancellationTokenSource();
        Simulation[] parts = Three(folder, Broken());
        parts[0].Observe(new Stopper(200, _ => source.Cancel()));
        Assert.ThrowsExactly<OperationCanceledException>(() => new ReplicaSimulation(parts, new ReplicaOptions { Threads = 1 }).TryRun(Steps, token: source.Token));
        Assert.AreEqual(200, parts[0].Step);
        Simulation[] rest = Three(folder, null);
        for (int k = 0; k < rest.Length; k++)
        {
            rest[k].LoadCheckpoint(Path.Combine(folder, $"{k}"));
        }

        context.WriteLine($"resumed at {string.Join(", ", rest.Select(r => r.Step))}");
        Assert.AreEqual(200, rest[0].Step);

        // The failure depends on the number of evaluations: the wrapped model goes on counting where the checkpoint was.
        rest = Three(folder, Broken((int)rest[1].Statistics.Evaluations));
        for (int k = 0; k < rest.Length; k++)
        {
            rest[k].LoadCheckpoint(Path.Combine(folder, $"{k}"));
        }

        IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(rest).TryRun(Steps);
        for (int k = 0; k < rest.Length; k++)
        {
            Assert.AreEqual((expected[k].End, expected[k].Step, expected[k].Reason), (ends[k].End, ends[k].Step, ends[k].Reason));
            RequireSame(whole[k], rest[k]);
        }

        static Simulation[] Three(string? folder, WrappedAction? second) =>
            [.. Enumerable.Range(0, 3).Select(k => Make((ulong)k, k == 1 ? second : null, folder is null ? null : Path.Combine(folder, $"{k}")))];
    }

    [TestMethod]
    public void CheckpointsAreThereBeforeTheFirstStep()
    {
        string folder = Toy.Folder(context);
        using var source = new CancellationTokenSource();
        Simulation[] replicas = [.. Enumerable.Range(0, Count).Select(k => Make((ulong)k, checkpoint: Path.Combine(folder, $"{k}")))];
        replicas[0].Observe(new Stopper(0, _ => Assert.HasCount(Count, Directory.GetFiles(folder))));
        new ReplicaSimulation(replicas, new ReplicaOptions { Threads = 1 }).TryRun(1);
    }

    [TestMethod]
    public void ABadStartEndsOneReplicaOrAllThatShareIt()
    {
        static void Refuse(Simulation simulation) => throw new DataException("two bodies are on top of each other.");
        Simulation[] replicas = [Make(1).Observe(new Stopper(0, Refuse)), Make(2)];
        IReadOnlyList<SimulationResult> ends = new ReplicaSimulation(replicas).TryRun(Steps);
        Assert.AreEqual((SimulationEnd.StepRejected, 0L, "two bodies are on top of each other."), (ends[0].End, ends[0].Step, ends[0].Reason));
        Assert.AreEqual(SimulationEnd.Completed, ends[1].End);
        replicas = [Make(1).Observe(new Stopper(0, Refuse)), Make(2).Observe(new Stopper(0, Refuse))];
        Assert.ThrowsExactly<DataException>(() => new ReplicaSimulation(replicas).TryRun(Steps));
    }

    [TestMethod]
    public void WhatIsNotOneReplicasFaultEndsAll()
    {
        Simulation[] replicas = [Make(1), Make(2)];
        string folder = Toy.Folder(context);
        using var trajectory = new TrajectoryObserver(folder, "t"); // a folder has that name
        replicas[1].Observe(trajectory);
        Assert.ThrowsExactly<FileException>(() => new ReplicaSimulation(replicas).TryRun(1_000_000_000));
    }

    [TestMethod]
    public void ProgressIsThatOfAll()
    {
        List<ReplicaProgress> reports = [];
        Simulation[] replicas = [.. Enumerable.Range(0, Count).Select(k => Make((ulong)k))];
        new ReplicaSimulation(replicas, new ReplicaOptions { ProgressInterval = TimeSpan.FromMilliseconds(1) }).TryRun(Steps, new Now<ReplicaProgress>(reports.Add));
        ReplicaProgress last = reports[^1];
        Assert.AreEqual((Count * Steps, Count * Steps, Count, 0), (last.Steps, last.LastSteps, last.Ended, last.Rejected));
        Assert.AreEqual(Count * Steps * replicas[0].Stepper.TimeStep.Value, last.Time, 1e-9);
        Assert.AreEqual(replicas.Average(r => r.Statistics.MeanEvaluations), last.MeanEvaluations, 1e-12);
        Assert.AreEqual(replicas.Max(r => r.LastReport.Correction!.Value.Residual), last.LargestResidual);
        Assert.IsTrue(reports.Zip(reports.Skip(1)).All(pair => pair.First.Steps <= pair.Second.Steps));
    }

    [TestMethod]
    public void WhatReplicasShareIsRefused()
    {
        Simulation one = Make(1);
        Assert.Contains("no replica", Assert.ThrowsExactly<ArgumentException>(() => new ReplicaSimulation([])).Message);
        Assert.Contains("share a stepper", Assert.ThrowsExactly<ArgumentException>(() => new ReplicaSimulation([one, new Simulation(one.Stepper, ThreeBodies.FigureEight())])).Message);
        Assert.Contains("share a stepper or a state", Assert.ThrowsExactly<ArgumentException>(() => new ReplicaSimulation([one, new Simulation(Make(2).Stepper, one.State)])).Message);
        UsageException options = Assert.ThrowsExactly<UsageException>(() => new ReplicaSimulation([one], new ReplicaOptions { Threads = 0, ProgressInterval = TimeSpan.Zero }));
        Assert.Contains("Threads is 0", options.Message);
        Assert.Contains("ProgressInterval", options.Message);
    }

    private static WrappedAction Broken(int evaluations = 0) =>
        new(GravityAction.FigureEight(0.1), (n, dq, _) => dq[0] = evaluations + n >= FirstNaN ? double.NaN : dq[0]);

    private static Simulation Make(ulong seed, IActionModel? model = null, string? checkpoint = null)
    {
        var map = new SymplecticStepper(ThreeBodies.System, model ?? GravityAction.FigureEight(0.1), new AllPairs(3, 2), new SymplecticStepperOptions());
        var thermostat = new LangevinStepper(map, new ThermostatOptions
        {
            Temperature = TemperatureRamp.Constant(Temperature.Dimensionless(1e-4)),
            RelaxationTime = TimeStep.Dimensionless(100),
        });
        return new Simulation(thermostat, ThreeBodies.FigureEight(), new SimulationOptions
        {
            Seed = seed,
            CheckpointPath = checkpoint,
            CheckpointInterval = checkpoint is null ? 0 : 16,
        });
    }

    private static void RequireSame(Simulation expected, Simulation found)
    {
        CollectionAssert.AreEqual(expected.State.Positions, found.State.Positions);
        CollectionAssert.AreEqual(expected.State.Momenta, found.State.Momenta);
        Assert.AreEqual(expected.Statistics.Evaluations, found.Statistics.Evaluations);
        Assert.AreEqual(((ThermostatStepper)expected.Stepper).Heat, ((ThermostatStepper)found.Stepper).Heat);
    }
}
