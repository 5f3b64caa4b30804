using System.Runtime.InteropServices;

namespace ActionML.Runtime.Tests;

/// <summary>Replicas whose evaluations are made together: each is still its own run.</summary>
[TestClass]
public sealed class EvaluationGroupTests(TestContext context)
{
    private const long Steps = 200;
    private const int FirstNaN = 300; // evaluations of the first replica

    [TestMethod]
    [DataRow(5, 5)]
    [DataRow(7, 3)]
    [DataRow(4, 1)]
    [Timeout(60_000)]
    public void GroupedReplicasAreTheirSingleRuns(int count, int size)
    {
        ulong seed = Toy.Random(context).NextUInt64();
        List<int>[] batches = [.. Enumerable.Range(0, (count + size - 1) / size).Select(_ => new List<int>())];
        EvaluationGroup[] groups = [.. batches.Select(Group)];
        Simulation[] replicas = [.. Enumerable.Range(0, count).Select(k => Make(seed + (ulong)k, groups[k / size].CreateAction()))];
        IReadOnlyList<SimulationResult> ends = Run(replicas, [.. replicas.Select((_, k) => groups[k / size])]);
        long evaluations = 0;
        for (int k = 0; k < count; k++)
        {
            Assert.AreEqual((SimulationEnd.Completed, Steps), (ends[k].End, ends[k].Step));
            Simulation single = Make(seed + (ulong)k, GravityAction.FigureEight(0.1));
            single.Run(Steps);
            CollectionAssert.AreEqual(single.State.Positions, replicas[k].State.Positions);
            CollectionAssert.AreEqual(single.State.Momenta, replicas[k].State.Momenta);
            Assert.AreEqual(single.Statistics.Evaluations, replicas[k].Statistics.Evaluations);
            evaluations += single.Statistics.Evaluations;
        }

        // Everyone waits for everyone, so all evaluations are those of whole groups until the first replica is done.
        context.WriteLine($"{evaluations} evaluations in {batches.Sum(b => b.Count)} batches");
        Assert.AreEqual(evaluations, batches.Sum(b => b.Sum()));
        foreach ((List<int> sizes, int g) in batches.Select((b, g) => (b, g)))
        {
            int members = Math.Min(size, count - (g * size));
            Assert.AreEqual(members, sizes[0]);
            Assert.IsTrue(sizes.Zip(sizes.Skip(1)).All(pair => pair.First >= pair.Second), "a group grew");
            Assert.IsGreaterThan(0.8, sizes.Average() / members);
        }
    }

    [TestMethod]
    [Timeout(60_000)]
    public void AReplicaThatIsNoLongerFiniteEndsAlone()
    {
        var broken = new WrappedAction(GravityAction.FigureEight(0.1), (n, dq, _) => dq[0] = n >= FirstNaN && n % 3 == 1 ? double.NaN : dq[0]);
        using var group = new EvaluationGroup(ThreeBodies.System, () => new BlockAction(broken, []));
        Simulation[] replicas = [.. Enumerable.Range(0, 3).Select(k => Make((ulong)k, group.CreateAction()))];
        IReadOnlyList<SimulationResult> ends = Run(replicas, [group, group, group]);
        context.WriteLine(string.Join("; ", ends.Select(end => $"{end.End} {end.Step} {end.Reason}")));
        Assert.IsTrue(ends.Any(end => end.End == SimulationEnd.StepRejected));
        Assert.IsTrue(ends.All(end => end.End is SimulationEnd.StepRejected or SimulationEnd.Completed));
    }

    [TestMethod]
    [Timeout(60_000)]
    public void AFailureOfTheModelEndsAll()
    {
        var broken = new WrappedAction(GravityAction.FigureEight(0.1), (n, _, _) => _ = n < FirstNaN ? 0 : throw new ExternalException("out of memory"));
        using var group = new EvaluationGroup(ThreeBodies.System, () => new BlockAction(broken, []));
        Simulation[] replicas = [.. Enumerable.Range(0, 3).Select(k => Make((ulong)k, group.CreateAction()))];
        Assert.ThrowsExactly<ExternalException>(() => Run(replicas, [group, group, group]));
    }

    [TestMethod]
    [Timeout(60_000)]
    public void ACancelledRunCanGoOn()
    {
        using EvaluationGroup group = Group([]);
        using var source = new CancellationTokenSource();
        Simulation[] replicas = [.. Enumerable.Range(0, 3).Select(k => Make((ulong)k, group.CreateAction()))];
        replicas[1].Observe(new Stopper(20, _ => source.Cancel()));
        Assert.ThrowsExactly<OperationCanceledException>(() => Run(replicas, [group, group, group], source.Token));
        Assert.IsTrue(Run(replicas, [group, group, group]).All(end => end.End == SimulationEnd.Completed));
    }

    [TestMethod]
    public void WithoutARunNobodyIsWaitedFor()
    {
        using EvaluationGroup group = Group([]);
        IActionModel first = group.CreateAction();
        group.CreateAction();
        Make(1, first).Run(10);
    }

    [TestMethod]
    public void WhatDoesNotFitIsRefused()
    {
        using EvaluationGroup group = Group([]);
        Assert.ThrowsExactly<InvalidOperationException>(() => group.CreateDirect());
        Assert.ThrowsExactly<ArgumentException>(() => group.CreateAction().Bind(new ParticleSystem(2, UnitSystem.Dimensionless, ["Body", "Body"], [1.0, 1.0])));
        Assert.ThrowsExactly<ArgumentException>(() => new ReplicaSimulation([Make(1, group.CreateAction())], new ReplicaOptions { Groups = [group, group] }));
    }

    private static EvaluationGroup Group(List<int> batches) =>
        new(ThreeBodies.System, () => new BlockAction(GravityAction.FigureEight(0.1), batches));

    private static IReadOnlyList<SimulationResult> Run(Simulation[] replicas, EvaluationGroup[] groups, CancellationToken token = default) =>
        new ReplicaSimulation(replicas, new ReplicaOptions { Groups = groups }).TryRun(Steps, token: token);

    private static Simulation Make(ulong seed, IActionModel model)
    {
        var map = new SymplecticStepper(ThreeBodies.System, model, new AllPairs(3, 2), new SymplecticStepperOptions());
        var thermostat = new LangevinStepper(map, new ThermostatOptions
        {
            Temperature = TemperatureRamp.Constant(Temperature.Dimensionless(1e-4)),
            RelaxationTime = TimeStep.Dimensionless(100),
        });
        return new Simulation(thermostat, ThreeBodies.FigureEight(), new SimulationOptions { Seed = seed });
    }
}
