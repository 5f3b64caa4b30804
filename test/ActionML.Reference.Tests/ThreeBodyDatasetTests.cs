using System.Diagnostics;

namespace ActionML.Reference.Tests;

[TestClass]
public sealed class ThreeBodyDatasetTests(TestContext context)
{
    private static readonly ThreeBodyDatasetOptions Small = new() { Trajectories = 40, Duration = 0.5, Seed = 7 };

    [TestMethod]
    public void Frames_do_not_depend_on_threads()
    {
        Frame[] one = [.. ThreeBodyDataset.Generate(Small with { Threads = 1 })];
        Frame[] two = [.. ThreeBodyDataset.Generate(Small with { Threads = 2 })];

        Assert.HasCount(one.Length, two);
        for (int i = 0; i < one.Length; i++)
        {
            Assert.AreEqual(one[i].TrajectoryId, two[i].TrajectoryId);
            CollectionAssert.AreEqual(one[i].State.Positions, two[i].State.Positions);
            CollectionAssert.AreEqual(one[i].State.Momenta, two[i].State.Momenta);
        }
    }

    [TestMethod]
    public void Seeds_give_different_frames()
    {
        Frame first = ThreeBodyDataset.Generate(Small).First();
        Frame other = ThreeBodyDataset.Generate(Small with { Seed = 8 }).First();

        CollectionAssert.AreNotEqual(first.State.Positions, other.State.Positions);
    }

    [TestMethod]
    public void Shares_and_shape_are_as_asked()
    {
        ThreeBodyDatasetOptions options = Small with { FigureEightShare = 0.5, UnequalMassShare = 0.25, UnequalMassEightShare = 0.1 };
        Frame[][] trajectories = [.. ThreeBodyDataset.Generate(options).GroupBy(f => f.TrajectoryId).Select(g => g.ToArray())];

        Assert.HasCount(40, trajectories);
        Assert.AreEqual(18, trajectories.Count(t => t[0].TrajectoryId.StartsWith("eight-0", StringComparison.Ordinal)));
        Assert.AreEqual(2, trajectories.Count(t => t[0].TrajectoryId.StartsWith("eight-masses-", StringComparison.Ordinal)));
        Assert.AreEqual(15, trajectories.Count(t => t[0].TrajectoryId.StartsWith("triangle-0", StringComparison.Ordinal)));
        Assert.AreEqual(5, trajectories.Count(t => t[0].TrajectoryId.StartsWith("triangle-masses-", StringComparison.Ordinal)));
        foreach (Frame[] frames in trajectories)
        {
            Assert.HasCount(options.FramesPerTrajectory, frames);
            for (int k = 0; k < frames.Length; k++)
            {
                Assert.AreEqual(k, frames[k].Step);
                Assert.AreEqual(k * options.FrameSpacing, frames[k].Time, 1e-12);
                Assert.AreSame(frames[0].System, frames[k].System);
            }

            bool unequal = frames[0].TrajectoryId.Contains("masses", StringComparison.Ordinal);
            foreach (double mass in frames[0].System.Masses)
            {
                Assert.IsTrue(unequal ? mass is >= 0.5 and <= 2 && mass != 1 : mass == 1);
            }
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void Every_trajectory_keeps_energy_and_angular_momentum(int dimension)
    {
        foreach (IGrouping<string, Frame> frames in ThreeBodyDataset.Generate(Small with { Dimension = dimension }).GroupBy(f => f.TrajectoryId))
        {
            ParticleSystem system = frames.First().System;
            var integrator = new AccurateIntegrator(system, new GravityPotential(dimension, system.Masses));
            double energy = integrator.Energy(frames.First().State);
            double momentum = AngularMomentum(frames.First().State);
            foreach (Frame frame in frames)
            {
                Assert.AreEqual(energy, integrator.Energy(frame.State), 1e-9 * Math.Abs(energy));
                Assert.AreEqual(momentum, AngularMomentum(frame.State), 1e-11);
            }
        }
    }

    [TestMethod]
    public void A_thousand_trajectories_take_seconds()
    {
        var options = new ThreeBodyDatasetOptions();
        long start = Stopwatch.GetTimestamp();
        int frames = ThreeBodyDataset.Generate(options).Count();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);

        context.WriteLine($"{frames} frames in {elapsed.TotalSeconds:f2} s");
        Assert.AreEqual(options.Trajectories * options.FramesPerTrajectory, frames);
        Assert.IsLessThan(60, elapsed.TotalSeconds); // takes about 1 s; a loaded machine may take longer
    }

    [TestMethod]
    public void Triangles_have_run_for_a_while_when_asked()
    {
        ThreeBodyDatasetOptions triangles = Small with { FigureEightShare = 0, UnequalMassShare = 0, HnnStartTime = 0 };
        Assert.IsTrue(ThreeBodyDataset.Generate(triangles).Where(f => f.Step == 0).All(f => Unevenness(f.State) < 1e-12));
        double[] later = [.. ThreeBodyDataset.Generate(triangles with { HnnStartTime = 3 }).Where(f => f.Step == 0).Select(f => Unevenness(f.State))];
        Assert.IsGreaterThan(0.3, later.Max());
    }

    [TestMethod]
    public void Progress_and_cancellation_reach_the_caller()
    {
        var reports = new Reports();
        _ = ThreeBodyDataset.Generate(Small with { Trajectories = 100 }, reports).Count();
        Assert.AreEqual(new ThreeBodyProgress(100, 100, reports.Seen[^1].Redrawn), reports.Seen[^1]);

        using var source = new CancellationTokenSource();
        IEnumerator<Frame> frames = ThreeBodyDataset.Generate(Small with { Trajectories = 10_000 }, null, source.Token).GetEnumerator();
        Assert.IsTrue(frames.MoveNext());
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
        {
            while (frames.MoveNext())
            {
            }
        });
    }

    [TestMethod]
    public void Impossible_energy_tolerance_is_an_error_not_a_hang()
    {
        ThreeBodyDatasetOptions options = Small with { Trajectories = 1, EnergyTolerance = 1e-30, Duration = 5 };
        DataException error = Assert.ThrowsExactly<DataException>(() => ThreeBodyDataset.Generate(options).Count());
        StringAssert.Contains(error.Message, "energy tolerance");
    }

    [TestMethod]
    public void Bad_options_are_listed_together()
    {
        ThreeBodyDatasetOptions options = Small with
        {
            Trajectories = 0,
            Dimension = 4,
            FigureEightShare = 2,
            MassMinimum = double.NaN,
            Spread = new(0, 1),
            FrameSpacing = -1,
            Softening = -1,
        };
        string message = Assert.ThrowsExactly<UsageException>(() => ThreeBodyDataset.Generate(options)).Message;
        foreach (string name in new[] { "Trajectories", "Dimension", "FigureEightShare", "MassMinimum", "Spread", "FrameSpacing", "Softening" })
        {
            StringAssert.Contains(message, name);
        }
    }

    [TestMethod]
    public void Test_sets_are_valid()
    {
        ThreeBodyDatasetOptions.HnnTest.Validate();
        ThreeBodyDatasetOptions.UnequalMassesTest.Validate();
        ThreeBodyDatasetOptions.OutsideMassesTest.Validate();
        Assert.AreEqual(21, ThreeBodyDatasetOptions.HnnTest.FramesPerTrajectory);
    }

    private static double Unevenness(PhasePoint state)
    {
        double[] q = state.Positions;
        double[] sides = [double.Hypot(q[0] - q[2], q[1] - q[3]), double.Hypot(q[0] - q[4], q[1] - q[5]), double.Hypot(q[2] - q[4], q[3] - q[5])];
        return (sides.Max() - sides.Min()) / sides.Max();
    }

    private static double AngularMomentum(PhasePoint state)
    {
        double sum = 0;
        for (int at = 0; at < state.Positions.Length; at += state.Dimension)
        {
            sum += (state.Positions[at] * state.Momenta[at + 1]) - (state.Positions[at + 1] * state.Momenta[at]);
        }

        return sum;
    }

    private sealed class Reports : IProgress<ThreeBodyProgress>
    {
        public List<ThreeBodyProgress> Seen { get; } = [];

        public void Report(ThreeBodyProgress value) => Seen.Add(value);
    }
}
