using System.Globalization;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class CheckpointTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow(WarmStart.None)]
    [DataRow(WarmStart.Extrapolation)]
    [DataRow(WarmStart.PreviousDelta)]
    public void ResumedRunEqualsTheUninterruptedOneBitForBit(WarmStart warmStart)
    {
        string folder = Toy.Folder(TestContext);
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
        string path = Path.Combine(Toy.Folder(TestContext), "verlet");
        Simulation whole = Toy.Verlet();
        whole.Run(300);
        Simulation first = Toy.Verlet();
        first.Run(123);
        first.SaveCheckpoint(path);
        Simulation second = Toy.Verlet();
        second.LoadCheckpoint(path);
        second.Run(300);
        Assert.AreEqual(0, Toy.Distance(whole.State, second.State));
    }

    [TestMethod]
    public void CheckpointsAreTheSameUnderGermanCulture()
    {
        string folder = Toy.Folder(TestContext);
        Simulation simulation = Toy.Verlet();
        simulation.Run(50);
        simulation.SaveCheckpoint(Path.Combine(folder, "a"));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            simulation.SaveCheckpoint(Path.Combine(folder, "b"));
            Simulation other = Toy.Verlet();
            other.LoadCheckpoint(Path.Combine(folder, "a"));
            Assert.AreEqual(0, Toy.Distance(simulation.State, other.State));
            string message = Assert.ThrowsExactly<DataException>(() => Toy.Verlet(0.02).LoadCheckpoint(Path.Combine(folder, "a"))).Message;
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
        string folder = Toy.Folder(TestContext);
        string model = Path.Combine(folder, "model");
        File.WriteAllText(model, "one");
        string one = ModelHash.OfFiles(model);
        string path = Path.Combine(folder, "checkpoint");
        Toy.Verlet(options: new() { ModelHash = one }).SaveCheckpoint(path);
        File.WriteAllText(model, "two");
        string two = ModelHash.OfFiles(model);
        ModelMismatchException error = Assert.ThrowsExactly<ModelMismatchException>(
            () => Toy.Verlet(options: new() { ModelHash = two }).LoadCheckpoint(path));
        TestContext.WriteLine(error.Message);
        Assert.Contains(one[..12], error.Message);
        Assert.Contains(two[..12], error.Message);
        Toy.Verlet(options: new() { ModelHash = one }).LoadCheckpoint(path);
        Assert.ThrowsExactly<FileException>(() => ModelHash.OfFiles(Path.Combine(folder, "missing")));
    }

    [TestMethod]
    public void NewerDamagedAndForeignCheckpointsAreRefused()
    {
        string folder = Toy.Folder(TestContext);
        string good = Path.Combine(folder, "good");
        Simulation simulation = Toy.Verlet();
        simulation.Run(10);
        simulation.SaveCheckpoint(good);
        byte[] bytes = File.ReadAllBytes(good);

        string Message(byte[] content)
        {
            string path = Path.Combine(folder, "bad");
            File.WriteAllBytes(path, content);
            string message = Assert.ThrowsExactly<DataException>(() => Toy.Verlet().LoadCheckpoint(path)).Message;
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

        Assert.ThrowsExactly<FileException>(() => Toy.Verlet().LoadCheckpoint(Path.Combine(folder, "missing")));
        new Checkpoint("training", "").Save(Path.Combine(folder, "training"));
        Assert.Contains("of a training", Assert.ThrowsExactly<DataException>(() => Toy.Verlet().LoadCheckpoint(Path.Combine(folder, "training"))).Message);
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
        string folder = Toy.Folder(TestContext);
        string path = Path.Combine(folder, "action");
        Simulation action = Action(new(), WarmStart.Extrapolation, out Observers observers, folder, "x");
        action.Run(20);
        action.SaveCheckpoint(path);
        observers.Trajectory.Dispose();
        Assert.Contains("method is action; here it is velocity Verlet", Assert.ThrowsExactly<DataException>(() => Toy.Verlet().LoadCheckpoint(path)).Message);

        // Another order of extrapolation keeps another history.
        SymplecticStepperOptions lower = new() { ExtrapolationOrder = 0 };
        Simulation other = new(new SymplecticStepper(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), lower), ThreeBodies.FigureEight());
        Assert.Contains("does not have", Assert.ThrowsExactly<DataException>(() => other.LoadCheckpoint(path)).Message);
        other = Action(new(), WarmStart.PreviousDelta, out Observers unused, folder, "y");
        Assert.ThrowsExactly<DataException>(() => other.LoadCheckpoint(path));

        Simulation missing = Toy.Verlet();
        missing.SaveCheckpoint(path);
        Simulation withObserver = Toy.Verlet().Observe(new EnergyObserver(new ToyGravity(ThreeBodies.System)));
        Assert.Contains("no section 'observer 1: EnergyObserver'", Assert.ThrowsExactly<DataException>(() => withObserver.LoadCheckpoint(path)).Message);
    }

    [TestMethod]
    public void FailedCheckpointLeavesTheOldOne()
    {
        string folder = Toy.Folder(TestContext);
        string path = Path.Combine(folder, "checkpoint");
        Simulation simulation = Toy.Verlet().Observe(new BrokenState());
        Toy.Verlet().SaveCheckpoint(path);
        byte[] before = File.ReadAllBytes(path);
        Assert.ThrowsExactly<InvalidOperationException>(() => simulation.SaveCheckpoint(path));
        CollectionAssert.AreEqual(before, File.ReadAllBytes(path));
        Assert.HasCount(1, Directory.GetFiles(folder));
    }

    private static Simulation Action(SimulationOptions options, WarmStart warmStart, out Observers observers, string folder, string name)
    {
        SymplecticStepper stepper = new(ThreeBodies.System, GravityAction.FigureEight(0.25), new AllPairs(3, 2), new() { WarmStart = warmStart });
        Simulation simulation = new(stepper, ThreeBodies.FigureEight(), options);
        observers = new Observers(Path.Combine(folder, name + ".xyz"));
        return simulation.Observe(observers.Energy).Observe(observers.Trajectory, 10).Observe(observers.Conservation).Observe(observers);
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
}
