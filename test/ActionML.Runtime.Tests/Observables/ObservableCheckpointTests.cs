using ActionML.Runtime.Tests.Periodic;

namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class ObservableCheckpointTests(TestContext context)
{
    private static readonly Cell Box = Cell.Cubic(9);
    private static readonly ParticleSystem System = Seeded.Mixture(11, 8);
    private static readonly TimeStep Spacing = TimeStep.FromFemtoseconds(5);

    [TestMethod]
    public void ResumedObservablesEqualTheUninterruptedBitForBit()
    {
        Random random = Seeded.Random(context);
        List<PhasePoint> states = States(random, 61);
        (ICheckpointState State, Action<PhasePoint> Add)[] whole = All();
        (ICheckpointState State, Action<PhasePoint> Add)[] first = All();
        (ICheckpointState State, Action<PhasePoint> Add)[] second = All();
        int interruption = random.Next(1, 60);
        context.WriteLine($"interrupted after {interruption} states");
        for (int o = 0; o < whole.Length; o++)
        {
            states.ForEach(whole[o].Add);
            states[..interruption].ForEach(first[o].Add);
            second[o].State.Load(new BinaryReader(new MemoryStream(Bytes(first[o].State))));
            CollectionAssert.AreEqual(Bytes(first[o].State), Bytes(second[o].State));
            states[interruption..].ForEach(second[o].Add);
            CollectionAssert.AreEqual(Bytes(whole[o].State), Bytes(second[o].State), whole[o].State.GetType().Name);
            CollectionAssert.AreNotEqual(Bytes(whole[o].State), Bytes(first[o].State), whole[o].State.GetType().Name);
        }
    }

    [TestMethod]
    public void CheckpointsOfOtherOptionsAreRefused()
    {
        (ICheckpointState From, ICheckpointState To)[] cases =
        [
            (new RadialDistribution(System, Box, 5), new RadialDistribution(System, Box, 4)),
            (new LocalStructure(System, Box, new BondLengths(3)), new LocalStructure(System, Box, new BondLengths(3.1))),
            (new MeanSquareDisplacement(System, Spacing, 8, 2), new MeanSquareDisplacement(System, Spacing, 9, 2)),
            (new VelocityCorrelation(System, Spacing, 8), new VelocityCorrelation(System, Spacing, 9)),
            (new TemperatureStatistics(System), new TemperatureStatistics(new ParticleSystem(3, UnitSystem.Atomistic, ["A"], [1]))),
        ];
        foreach ((ICheckpointState from, ICheckpointState to) in cases)
        {
            Assert.ThrowsExactly<DataException>(() => to.Load(new BinaryReader(new MemoryStream(Bytes(from)))));
        }
    }

    [TestMethod]
    public void AddingAllocatesNothing()
    {
        Random random = Seeded.Random(context);
        List<PhasePoint> states = States(random, 40);
        foreach ((ICheckpointState state, Action<PhasePoint> add) in All())
        {
            states.ForEach(add);
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (PhasePoint point in states)
            {
                add(point);
            }

            Assert.AreEqual(0, GC.GetAllocatedBytesForCurrentThread() - before, state.GetType().Name);
        }
    }

    private static (ICheckpointState State, Action<PhasePoint> Add)[] All()
    {
        var temperature = new TemperatureStatistics(System);
        var distribution = new RadialDistribution(System, Box, 6);
        var displacement = new MeanSquareDisplacement(System, Spacing, 12, 5);
        var correlation = new VelocityCorrelation(System, Spacing, 9, 2);
        var structure = new LocalStructure(System, Box, new BondLengths(3));
        return [(temperature, temperature.Add), (distribution, distribution.Add), (displacement, displacement.Add), (correlation, correlation.Add), (structure, structure.Add)];
    }

    private static List<PhasePoint> States(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new PhasePoint(
            19, 3, PeriodicCase.Positions(random, Box, 19, images: 1), [.. Enumerable.Range(0, 57).Select(_ => Seeded.Gaussian(random))]))];

    private static byte[] Bytes(ICheckpointState state)
    {
        var stream = new MemoryStream();
        state.Save(new BinaryWriter(stream));
        return stream.ToArray();
    }
}
