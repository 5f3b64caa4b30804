using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Periodic training data that are wrapped, overlap, change their cell or differ in composition.</summary>
[TestClass]
public sealed class PeriodicDataTests
{
    private static readonly PairSamplerOptions Sampling = new() { ValidationFraction = 0.25, OutlierFraction = 0 };

    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 6,
        BatchSize = 2,
        Cutoff = SoftSpheres.Cutoff,
        MaxIterations = 6,
        ValidationInterval = 1,
        Precision = ModelPrecision.Double,
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void WrappedPositionsAreTakenToTheNearestImage()
    {
        Random random = Chance();
        List<Frame> frames = SoftSpheres.Trajectory("t", random, speed: 1.5);
        var cell = new Cell(frames[0].Cell);
        List<Frame> wrapped = [.. frames.Select(frame =>
        {
            double[] q = [.. frame.State.Positions];
            cell.Wrap(q);
            return frame with { State = new PhasePoint(frame.System.Count, 3, q, frame.State.Momenta) };
        })];
        double jump = wrapped.Zip(wrapped.Skip(1)).Max(p => p.First.State.Positions.Zip(p.Second.State.Positions).Max(c => Math.Abs(c.First - c.Second)));
        Assert.IsGreaterThan(3, jump); // some do cross the boundary

        PairSet one = PairSampler.Sample(frames, Sampling);
        PairSet other = PairSampler.Sample(wrapped, Sampling);
        for (int f = 1; f < frames.Count; f++)
        {
            for (int i = 0; i < frames[f].State.Positions.Length; i++)
            {
                Assert.AreEqual(
                    one.Frames[f].State.Positions[i] - one.Frames[f - 1].State.Positions[i],
                    other.Frames[f].State.Positions[i] - other.Frames[f - 1].State.Positions[i],
                    1e-12);
            }
        }
    }

    [TestMethod]
    public void AJumpThatCannotBeUndoneNamesFrameAndParticle()
    {
        List<Frame> frames = SoftSpheres.Trajectory("melt", Chance());
        frames[4] = Moved(frames[4], 11, 0.45 * SoftSpheres.Length);
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, Sampling)).Message;
        StringAssert.Contains(message, "Particle 12");
        StringAssert.Contains(message, "frames 4 and 5 of trajectory 'melt'");
    }

    [TestMethod]
    public void ParticlesOnTopOfEachOtherAreNamed()
    {
        List<Frame> frames = SoftSpheres.Trajectory("t", Chance());
        double[] q = frames[3].State.Positions;
        q[(3 * 5) + 0] = q[0] + SoftSpheres.Length; // an image of it
        q[(3 * 5) + 1] = q[1];
        q[(3 * 5) + 2] = q[2] + 1e-5;
        frames.RemoveRange(0, 3); // the jump there would be named first
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, Sampling)).Message;
        StringAssert.Contains(message, "Frame 1 of trajectory 't'");
        StringAssert.Contains(message, "Particles 1 and 6");

        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        List<Frame> isolated = Toys.Trajectories(seed);
        isolated[2].State.Positions.AsSpan(0, 2).CopyTo(isolated[2].State.Positions.AsSpan(4));
        message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(isolated, Sampling)).Message;
        StringAssert.Contains(message, "Frame 3 of trajectory 't0': particles 1 and 3 are at the same place");
    }

    [TestMethod]
    public void ACellThatChangesWithinATrajectoryIsRefused()
    {
        List<Frame> frames = SoftSpheres.Trajectory("npt", Chance());
        frames[6] = frames[6] with { Cell = [SoftSpheres.Length, 0, 0, 0, 1.001 * SoftSpheres.Length, 0, 0, 0, SoftSpheres.Length] };
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, Sampling)).Message;
        StringAssert.Contains(message, "Frame 7 of trajectory 'npt' has another cell");
        StringAssert.Contains(message, "component y of vector 2 is 6.00");

        frames[6] = frames[6] with { Cell = null };
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, Sampling)).Message, "Frame 7 of trajectory 'npt' is isolated");
    }

    [TestMethod]
    public void CellsMayDifferFromTrajectoryToTrajectory()
    {
        Random random = Chance();
        List<Frame> frames = SoftSpheres.Trajectory("a", random);
        frames.AddRange(SoftSpheres.Trajectory("b", random).Select(frame => frame with { Cell = [6.5, 0, 0, 0, 6.2, 0, 0.3, 0, 6.4] }));
        Assert.HasCount(18, PairSampler.Sample(frames, Sampling with { ValidationFraction = 0 }).Training);
    }

    [TestMethod]
    public void ACutoffLongerThanTheCellAllowsIsRefused()
    {
        PairSet pairs = PairSampler.Sample(SoftSpheres.Trajectory("t", Chance()), Sampling);
        string message = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Action, pairs, Tiny with { Cutoff = 11 * SoftSpheres.Length })).Message;
        StringAssert.Contains(message, "The cell is only 6 wide");
    }

    [TestMethod]
    public void TrajectoriesOfDifferentCompositionTrainTogetherAndTheirOrderDoesNotMatter()
    {
        Random random = Chance();
        List<Frame>[] trajectories = [.. new[] { 27, 20, 13, 6 }.Select((a, t) =>
            SoftSpheres.Trajectory($"t{t}", random, kinds: SoftSpheres.Kinds(random, a)))];
        TrainedModel one = ModelTraining.Train(ModelKind.Action, PairSampler.Sample(trajectories.SelectMany(t => t), Sampling), Tiny);
        TrainedModel other = ModelTraining.Train(
            ModelKind.Action, PairSampler.Sample(trajectories.SelectMany(t => SoftSpheres.Permuted(t, random)), Sampling), Tiny);
        CollectionAssert.AreEqual(new[] { "A", "B" }, one.Manifest.Species.ToArray());
        Assert.AreEqual(new MassRange(2, 2), one.Manifest.Masses[1]);
        for (int i = 0; i < one.Summary.History.Count; i++)
        {
            Assert.AreEqual(one.Summary.History[i].Loss, other.Summary.History[i].Loss, 1e-7 * one.Summary.History[i].Loss);
        }

        // Kinds are seen: with their names exchanged in one trajectory, it is other data.
        TrainedModel confused = ModelTraining.Train(
            ModelKind.Action, PairSampler.Sample(trajectories.SelectMany((t, i) => i == 1 ? t.Select(Renamed) : t), Sampling), Tiny);
        Assert.AreNotEqual(one.Summary.History[^1].Loss, confused.Summary.History[^1].Loss, 1e-7 * one.Summary.History[^1].Loss);
    }

    private static Frame Renamed(Frame frame) => frame with
    {
        System = new ParticleSystem(3, frame.System.Units, [.. frame.System.Kinds.Select(kind => kind == "A" ? "B" : "A")], [.. frame.System.Masses]),
    };

    private static Frame Moved(Frame frame, int particle, double by)
    {
        double[] q = [.. frame.State.Positions];
        q[3 * particle] += by;
        return frame with { State = new PhasePoint(frame.System.Count, 3, q, frame.State.Momenta) };
    }

    private Random Chance()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
