using System.Globalization;
using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class PairSamplerTests
{
    private static readonly PairSamplerOptions All = new() { OutlierFraction = 0 };

    [TestMethod]
    public void PairsAreOneLagApartWithinATrajectory()
    {
        List<Frame> frames = Toys.Trajectories(1, trajectories: 5);
        PairSet set = PairSampler.Sample(frames, All with { Lag = 3 });

        Assert.AreEqual(5 * (12 - 3), set.Training.Count + set.Validation.Count);
        Assert.AreEqual(0.3, set.TimeStep.Value);
        foreach (FramePair pair in set.Training.Concat(set.Validation))
        {
            Assert.AreEqual(frames[pair.Start].TrajectoryId, frames[pair.End].TrajectoryId);
            Assert.AreEqual(0.3, frames[pair.End].Time - frames[pair.Start].Time, 1e-12);
        }
    }

    [TestMethod]
    public void FramesOfTrajectoriesMayBeMixed()
    {
        List<Frame> frames = Toys.Trajectories(2);
        List<Frame> mixed = [.. frames.OrderBy(frame => frame.Time)];
        PairSet set = PairSampler.Sample(mixed, All with { ValidationFraction = 0 });

        Assert.HasCount(4 * 11, set.Training);
        Assert.IsTrue(set.Training.All(pair => mixed[pair.Start].TrajectoryId == mixed[pair.End].TrajectoryId));
        Assert.IsTrue(set.Training.All(pair => mixed[pair.End].Step - mixed[pair.Start].Step == 10));
    }

    [TestMethod]
    public void TheLagIsTakenFromTheStep()
    {
        PairSet set = PairSampler.Sample(Toys.Trajectories(3), All with { TimeStep = TimeStep.Dimensionless(0.5) });

        Assert.AreEqual(5, set.Lag);
        Assert.AreEqual(TimeStep.Dimensionless(0.5), set.TimeStep);
    }

    [TestMethod]
    public void AtomisticLagsAreInFemtoseconds()
    {
        List<Frame> frames = Toys.Trajectories(4, units: UnitSystem.Atomistic);
        double spacing = Toys.Spacing * TimeStep.FemtosecondsPerAtomisticUnit;
        PairSet set = PairSampler.Sample(frames, All with { TimeStep = TimeStep.FromFemtoseconds(2 * spacing) });

        Assert.AreEqual(2, set.Lag);
        Assert.AreEqual(UnitSystem.Atomistic, set.TimeStep.Units);
    }

    [TestMethod]
    [DataRow(0.25, "0.2 or 0.3")]
    [DataRow(0.04, "0.1")]
    public void AStepBetweenFramesIsRefusedWithTheNearestOnes(double step, string nearest)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            string message = Assert.ThrowsExactly<DataException>(
                () => PairSampler.Sample(Toys.Trajectories(5), All with { TimeStep = TimeStep.Dimensionless(step) })).Message;

            StringAssert.Contains(message, "not a multiple of the frame spacing, which is 0.1");
            StringAssert.Contains(message, step.ToString(CultureInfo.InvariantCulture));
            StringAssert.Contains(message, $"Choose {nearest}, or record");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestMethod]
    public void AStepInOtherUnitsIsRefused()
    {
        string message = Assert.ThrowsExactly<DataException>(
            () => PairSampler.Sample(Toys.Trajectories(6), All with { TimeStep = TimeStep.FromFemtoseconds(1) })).Message;

        StringAssert.Contains(message, "atomistic");
        StringAssert.Contains(message, "dimensionless");
    }

    [TestMethod]
    public void NoTrajectoryIsOnBothSides()
    {
        List<Frame> frames = Toys.Trajectories(7, trajectories: 10);
        PairSet set = PairSampler.Sample(frames, All with { ValidationFraction = 0.3 });
        HashSet<string> training = [.. set.Training.Select(pair => frames[pair.Start].TrajectoryId)];
        HashSet<string> validation = [.. set.Validation.Select(pair => frames[pair.Start].TrajectoryId)];

        Assert.HasCount(7, training);
        Assert.HasCount(3, validation);
        Assert.IsFalse(training.Overlaps(validation));
    }

    [TestMethod]
    public void AtLeastOneTrajectoryValidatesAndOneTrains()
    {
        PairSet set = PairSampler.Sample(Toys.Trajectories(8, trajectories: 2), All with { ValidationFraction = 0.01 });
        Assert.HasCount(11, set.Validation);
        set = PairSampler.Sample(Toys.Trajectories(8, trajectories: 2), All with { ValidationFraction = 0.9 });
        Assert.HasCount(11, set.Training);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void ASingleTrajectoryIsSplitInTimeWithAGap(int lag)
    {
        List<Frame> frames = Toys.Trajectories(9, trajectories: 1, frames: 60);
        PairSet set = PairSampler.Sample(frames, All with { Lag = lag, ValidationFraction = 0.25 });
        int lastTrained = set.Training.Max(pair => pair.End);
        int firstValidated = set.Validation.Min(pair => pair.Start);

        Assert.IsGreaterThan(lag, firstValidated - lastTrained);
        Assert.AreEqual(0.25, set.Validation.Count / (double)(set.Validation.Count + set.Training.Count), 0.03);
        Assert.AreEqual(59, set.Validation.Max(pair => pair.End));
    }

    [TestMethod]
    public void ATooShortSingleTrajectoryIsRefused()
    {
        List<Frame> frames = Toys.Trajectories(10, trajectories: 1, frames: 12);
        PairSet set = PairSampler.Sample(frames[..11], All with { Lag = 3 });
        Assert.HasCount(1, set.Training);
        Assert.HasCount(1, set.Validation);

        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames[..10], All with { Lag = 3 })).Message;
        StringAssert.Contains(message, "it needs 11");
    }

    [TestMethod]
    public void TheSeedAloneChoosesTheSplit()
    {
        List<Frame> frames = Toys.Trajectories(11, trajectories: 30, frames: 3);
        IReadOnlyList<FramePair> Validation(int seed) =>
            PairSampler.Sample(frames, All with { ValidationFraction = 0.2, Seed = seed }).Validation;

        CollectionAssert.AreEqual(Validation(1).ToArray(), Validation(1).ToArray());
        CollectionAssert.AreNotEqual(Validation(1).ToArray(), Validation(2).ToArray());
    }

    [TestMethod]
    public void ViolentPairsAreLeftOutAndCounted()
    {
        List<Frame> frames = Toys.Trajectories(12, trajectories: 20, frames: 21);
        var violent = new HashSet<int>();
        var random = new Random(12);
        for (int k = 0; k < 6; k++)
        {
            // A kick at one frame touches the pair before it and the pair after it.
            int at = (random.Next(20) * 21) + 1 + random.Next(19);
            frames[at] = frames[at] with { State = frames[at].State.Clone() };
            frames[at].State.Momenta[0] += 1000;
            violent.Add(at - 1);
            violent.Add(at);
        }

        var options = new PairSamplerOptions { OutlierFraction = 0.1, ValidationFraction = 0.4 };
        PairSet all = PairSampler.Sample(frames, options with { OutlierFraction = 0 });
        PairSet set = PairSampler.Sample(frames, options);

        Assert.AreEqual(0, all.OutliersLeftOut);
        Assert.AreEqual(all.Training.Count(pair => violent.Contains(pair.Start)), set.OutliersLeftOut);
        Assert.IsGreaterThan(0, set.OutliersLeftOut);
        Assert.AreEqual(all.Training.Count, set.Training.Count + set.OutliersLeftOut);
        Assert.AreEqual(all.Validation.Count, set.Validation.Count + set.ValidationOutliers.Count);
        Assert.IsFalse(set.Training.Concat(set.Validation).Any(pair => violent.Contains(pair.Start)));
        Assert.IsTrue(set.ValidationOutliers.All(pair => violent.Contains(pair.Start)));
        Assert.IsGreaterThan(4.0, set.OutlierThreshold);
    }

    [TestMethod]
    public void NoMoreThanTheShareIsLeftOut()
    {
        List<Frame> frames = Toys.Trajectories(13, trajectories: 20, frames: 11);
        for (int t = 0; t < 20; t++)
        {
            Frame frame = frames[(t * 11) + 5] = frames[(t * 11) + 5] with { State = frames[(t * 11) + 5].State.Clone() };
            frame.State.Momenta[0] += 1000 + t;
        }

        PairSet set = PairSampler.Sample(frames, new PairSamplerOptions { OutlierFraction = 0.02, ValidationFraction = 0 });
        Assert.AreEqual(4, set.OutliersLeftOut); // 2 % of 200
    }

    [TestMethod]
    public void TameDataLoseNothing()
    {
        PairSet set = PairSampler.Sample(Toys.Trajectories(14, trajectories: 20, frames: 20), new PairSamplerOptions { OutlierFraction = 0.05 });
        Assert.AreEqual(0, set.OutliersLeftOut);
        Assert.AreEqual(double.PositiveInfinity, set.OutlierThreshold);
    }

    [TestMethod]
    public void SystemsOfDifferentSizeMayBeMixed()
    {
        List<Frame> frames = Toys.Trajectories(15, trajectories: 2, count: 3);
        frames.AddRange(Toys.Trajectories(16, trajectories: 2, count: 5).Select(frame => frame with { TrajectoryId = "large " + frame.TrajectoryId }));
        PairSet set = PairSampler.Sample(frames, All);

        Assert.AreEqual(4 * 11, set.Training.Count + set.Validation.Count);
        Assert.IsTrue(set.Training.All(pair => frames[pair.Start].System.Count == frames[pair.End].System.Count));
    }

    [TestMethod]
    public void ShortTrajectoriesAreCounted()
    {
        List<Frame> frames = Toys.Trajectories(17, trajectories: 3);
        frames.RemoveRange(26, 10);
        PairSet set = PairSampler.Sample(frames, All with { Lag = 2 });

        Assert.AreEqual(1, set.TrajectoriesTooShort);
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, All with { Lag = 12 })).Message;
        StringAssert.Contains(message, "has 12 frames");
        StringAssert.Contains(message, "needs 13 frames");
    }

    [TestMethod]
    public void UnevenTimesAreRefused()
    {
        List<Frame> frames = Toys.Trajectories(18, trajectories: 1, frames: 40);
        frames.RemoveAt(20);
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, All)).Message;
        StringAssert.Contains(message, "not evenly spaced");
        StringAssert.Contains(message, "'t0'");

        frames = [.. Toys.Trajectories(18, trajectories: 1).Select(frame => frame with { Time = 1 })];
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, All)).Message, "increasing times");
    }

    [TestMethod]
    public void DifferentSpacingsAreRefused()
    {
        List<Frame> frames = Toys.Trajectories(19, trajectories: 2);
        frames = [.. frames.Select(frame => frame.TrajectoryId == "t1" ? frame with { Time = 2 * frame.Time } : frame)];
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, All)).Message;
        StringAssert.Contains(message, "0.1 apart");
        StringAssert.Contains(message, "0.2");
    }

    [TestMethod]
    public void NumbersThatAreNotFiniteAreNamed()
    {
        List<Frame> frames = Toys.Trajectories(20);
        frames[14].State.Momenta[3] = double.NaN;
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, All)).Message;
        StringAssert.Contains(message, "Frame 3 of trajectory 't1'");
        StringAssert.Contains(message, "momentum component of particle 2");
    }

    [TestMethod]
    public void SizesMayNotChangeWithinATrajectory()
    {
        List<Frame> frames = Toys.Trajectories(21);
        frames[5] = Toys.Trajectories(21, count: 4)[5];
        string message = Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(frames, All)).Message;
        StringAssert.Contains(message, "Frame 6 of trajectory 't0' has 4 particles, its first frame 3");
    }

    [TestMethod]
    public void NothingAndSingleFramesAreRefused()
    {
        Assert.ThrowsExactly<DataException>(() => PairSampler.Sample([], All));
        List<Frame> single = [.. Toys.Trajectories(22).Where(frame => frame.Step == 0)];
        StringAssert.Contains(Assert.ThrowsExactly<DataException>(() => PairSampler.Sample(single, All)).Message, "single frame");
    }

    [TestMethod]
    public void TheHashIsThatOfTheContent()
    {
        static string Hash(IEnumerable<Frame> frames) => PairSampler.Sample(frames, All).DataSha256;
        List<Frame> frames = Toys.Trajectories(23);
        string hash = Hash(frames);
        Assert.AreEqual(64, hash.Length);

        // The same content in other instances.
        Assert.AreEqual(hash, Hash(frames.Select(frame => frame with
        {
            State = frame.State.Clone(),
            System = new ParticleSystem(2, frame.System.Units, frame.System.Kinds, frame.System.Masses),
        })));
        frames[7].State.Positions[2] = Math.BitIncrement(frames[7].State.Positions[2]);
        Assert.AreNotEqual(hash, Hash(frames));
    }

    [TestMethod]
    public void AllBadOptionsAreListedTogether()
    {
        var options = new PairSamplerOptions { Lag = 0, ValidationFraction = double.NaN, OutlierFraction = 2, OutlierScore = 0 };
        string message = Assert.ThrowsExactly<UsageException>(options.Validate).Message;
        foreach (string name in new[] { "Lag", "ValidationFraction", "OutlierFraction", "OutlierScore" })
        {
            StringAssert.Contains(message, name);
        }
    }

    [TestMethod]
    public void ReadingCanBeCancelled()
    {
        using var source = new CancellationTokenSource();
        IEnumerable<Frame> Frames()
        {
            foreach ((int i, Frame frame) in Toys.Trajectories(24).Index())
            {
                if (i == 5)
                {
                    source.Cancel();
                }

                Assert.IsLessThan(7, i);
                yield return frame;
            }
        }

        Assert.ThrowsExactly<OperationCanceledException>(() => PairSampler.Sample(Frames(), All, source.Token));
    }
}
