using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Physics.Tests;

/// <summary>Replicas of the shipped model of germanium telluride over one session: each must be the run of a model of its own.</summary>
[TestClass]
public sealed class ReplicaModelTests(TestContext context)
{
    private const int Count = 4;
    private const int Steps = 12;
    private const double Tolerance = 1e-3; // of the corrector

    private static readonly OnnxModelOptions Single = new() { Precision = ModelPrecision.Single };

    [TestMethod]
    public void ReplicasOverOneSessionAreTheirSingleRunsBitForBit()
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        context.WriteLine($"seed {seed}");
        Simulation[] single = new Simulation[Count];
        for (int k = 0; k < Count; k++)
        {
            using OnnxActionModel model = OnnxActionModel.Load(Models.Folder("gete"), Single);
            using OnnxDirectModel guess = OnnxDirectModel.Load(Models.Folder("gete"), Single);
            single[k] = Make(model, guess, seed, k);
            single[k].Run(Steps);
        }

        using OnnxActionModel action = OnnxActionModel.Load(Models.Folder("gete"), Single);
        using OnnxDirectModel direct = OnnxDirectModel.Load(Models.Folder("gete"), Single);
        OnnxActionModel[] actions = [.. Enumerable.Range(0, Count).Select(_ => action.Share())];
        OnnxDirectModel[] directs = [.. Enumerable.Range(0, Count).Select(_ => direct.Share())];
        Simulation[] replicas = [.. Enumerable.Range(0, Count).Select(k => Make(actions[k], directs[k], seed, k))];
        new ReplicaSimulation(replicas, new ReplicaOptions { Threads = 3 }).TryRun(Steps);
        for (int k = 0; k < Count; k++)
        {
            CollectionAssert.AreEqual(single[k].State.Positions, replicas[k].State.Positions, $"replica {k}");
            CollectionAssert.AreEqual(single[k].State.Momenta, replicas[k].State.Momenta, $"replica {k}");
            Assert.AreEqual(single[k].Statistics.Evaluations, replicas[k].Statistics.Evaluations);
            actions[k].Dispose();
            directs[k].Dispose();
        }
    }

    [TestMethod]
    [Timeout(120_000)]
    public void GroupedReplicasAreTheirSingleRunsToTheTolerance()
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        context.WriteLine($"seed {seed}");
        using OnnxActionModel action = OnnxActionModel.Load(Models.Folder("gete"), Single);
        using OnnxDirectModel direct = OnnxDirectModel.Load(Models.Folder("gete"), Single);
        Simulation[] single = [.. Enumerable.Range(0, Count).Select(k => Make(action.Share(), direct.Share(), seed, k))];
        using var group = new EvaluationGroup(single[0].System, action.Share, direct.Share);
        Simulation[] replicas = [.. Enumerable.Range(0, Count).Select(k => Make(group.CreateAction(), group.CreateDirect(), seed, k))];
        new ReplicaSimulation(replicas, new ReplicaOptions { Groups = [group, group, group, group] }).TryRun(Steps);
        for (int k = 0; k < Count; k++)
        {
            single[k].Run(Steps);
            double difference = single[k].State.Positions.Zip(replicas[k].State.Positions, (a, b) => Math.Abs(a - b)).Max();
            context.WriteLine($"replica {k}: positions differ by up to {difference:E1} Å");
            Assert.IsLessThan(Tolerance, difference, $"replica {k}");
            Assert.AreEqual(single[k].Statistics.Evaluations, replicas[k].Statistics.Evaluations, 3.0);
        }
    }

    [TestMethod]
    public void ASessionLivesAsLongAsOneModelUsesIt()
    {
        OnnxActionModel first = OnnxActionModel.Load(Models.Folder("three-body"));
        OnnxActionModel second = first.Share();
        double[] expected = Evaluate(first);
        first.Dispose();
        first.Dispose(); // a second time changes nothing
        CollectionAssert.AreEqual(expected, Evaluate(second));
        OnnxActionModel third = second.Share();
        second.Dispose();
        CollectionAssert.AreEqual(expected, Evaluate(third));
        third.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => third.Share());
    }

    private static double[] Evaluate(OnnxActionModel model)
    {
        double[] q = [0.1, 0.9, -0.8, 0.3, 0.5, -0.7];
        double[] p = [0.2, 0.1, -0.3, 0.4, 0.1, -0.5];
        double[] result = new double[12];
        model.Bind(Reference.ThreeBodyStates.UnitMasses());
        NeighborList list = new AllPairs(3, 2).Update(q);
        model.Evaluate(list, new double[6], p, result.AsSpan(0, 6), result.AsSpan(6));
        return result;
    }

    // 64 atoms of rock salt at the temperature of a melt: the lists of the replicas differ in size before long.
    private static Simulation Make(IActionModel model, IDirectModel guess, ulong seed, int k)
    {
        const int side = 4;
        const double spacing = 3.05;
        List<string> kinds = [];
        List<double> positions = [];
        for (int site = 0; site < side * side * side; site++)
        {
            int x = site / (side * side), y = site / side % side, z = site % side;
            kinds.Add((x + y + z) % 2 == 0 ? "Ge" : "Te");
            positions.AddRange([x * spacing, y * spacing, z * spacing]);
        }

        var cell = Cell.Cubic(side * spacing);
        var system = new ParticleSystem(3, UnitSystem.Atomistic, [.. kinds], [.. kinds.Select(kind => kind == "Ge" ? 72.63 : 127.6)]);
        var map = new SymplecticStepper(
            system,
            model,
            new PeriodicNeighbors(cell, system.Count, model.Manifest.Cutoff!.Value, skin: 0.2),
            new SymplecticStepperOptions { Corrector = new CorrectorOptions { Tolerance = Tolerance }, WarmStart = WarmStart.Direct },
            guess);
        var temperature = Temperature.FromKelvin(600 + (100 * k));
        var stepper = new LangevinStepper(map, new ThermostatOptions
        {
            Temperature = TemperatureRamp.Constant(temperature),
            RelaxationTime = TimeStep.FromFemtoseconds(500),
        });
        var simulation = new Simulation(stepper, new PhasePoint(system.Count, 3, [.. positions], new double[positions.Count]), new SimulationOptions { Seed = seed + (ulong)k });
        MaxwellBoltzmann.Draw(system, temperature, simulation.Random, simulation.State.Momenta);
        return simulation;
    }
}
