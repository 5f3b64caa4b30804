using ActionML.Runtime;
using Microsoft.ML;

namespace ActionML.Trainers.Tests;

/// <summary>Data that no model of relative positions can learn are refused or noticed, not learned badly.</summary>
[TestClass]
public sealed class MechanicsCheckTests
{
    [TestMethod]
    public void AnIsolatedSystemPasses()
    {
        MechanicsCheck check = MechanicsCheck.Of(Pairs(Toys.Trajectories(Seed())));
        Console.WriteLine(check);
        Assert.IsLessThan(1e-12, check.TotalMomentum);
        Assert.IsLessThan(0.01, check.FreeFlight);
        Assert.IsEmpty(check.Warnings());
        check.Require();
    }

    [TestMethod]
    public void AnAnchoredSystemIsRefused()
    {
        // Each particle on a spring of its own: q oscillates about a fixed point.
        var random = new Random(Seed());
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["A", "B"], [1, 2]);
        double[] phases = [.. Enumerable.Range(0, 4).Select(_ => 6 * random.NextDouble())];
        List<Frame> frames = [.. Enumerable.Range(0, 40).Select(f => new Frame("t", f, 0.1 * f, system, new PhasePoint(
            2,
            2,
            [.. phases.Select(phase => Math.Sin(phase + (0.1 * f)))],
            [.. phases.Select((phase, i) => system.Masses[i / 2] * Math.Cos(phase + (0.1 * f)))])))];
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Action, Pairs(frames), new TrainingOptions { MaxIterations = 1 }));
        StringAssert.Contains(error.Message, "an anchor");
    }

    [TestMethod]
    [DataRow(1000)]
    [DataRow(0.001)]
    public void AnotherUnitOfTimeIsRefused(double factor)
    {
        List<Frame> frames = [.. Toys.Trajectories(Seed()).Select(frame => frame with { Time = factor * frame.Time })];
        var error = Assert.ThrowsExactly<DataException>(() => ModelTraining.Train(ModelKind.Direct, Pairs(frames), new TrainingOptions { MaxIterations = 1 }));
        StringAssert.Contains(error.Message, "Is the unit of times");
    }

    [TestMethod]
    public void VelocitiesInPlaceOfMomentaAreNoticed()
    {
        List<Frame> frames = [.. Toys.Trajectories(Seed()).Select(frame => frame with
        {
            System = new ParticleSystem(2, UnitSystem.Dimensionless, frame.System.Kinds, [.. Enumerable.Repeat(3.0, frame.System.Count)]),
        })];
        var log = new List<string>();
        var context = new MLContext(1);
        context.Log += (_, message) => log.Add(message.Message);
        using DirectTransformer model = context.Dynamics().Trainers.Direct(new DirectTrainer.Options { Training = new() { MaxIterations = 1 } })
            .Fit(context.Dynamics().LoadTrajectory(frames));
        Assert.IsTrue(log.Exists(line => line.Contains("Are the momenta velocities", StringComparison.Ordinal)));
    }

    private static int Seed()
    {
        int seed = Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        return seed;
    }

    private static PairSet Pairs(List<Frame> frames) => PairSampler.Sample(frames, new PairSamplerOptions { ValidationFraction = 0.25 });
}
