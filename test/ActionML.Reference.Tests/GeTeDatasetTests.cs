namespace ActionML.Reference.Tests;

[TestClass]
public sealed class GeTeDatasetTests(TestContext context)
{
    private static readonly GeTeDatasetOptions Small = new()
    {
        Atoms = 64,
        Temperatures = [1000],
        CrystalTemperatures = [300],
        Replicas = 1,
        EquilibrationPicoseconds = 0.5,
        Segments = 3,
        SegmentFemtoseconds = 40,
        FrameSpacingFemtoseconds = 8,
        GapFemtoseconds = 50,
        Seed = 7,
    };

    [TestMethod]
    public void SegmentsAreMicrocanonicalAndAtRest()
    {
        foreach (GeTePreparation preparation in GeTeDataset.Preparations(Small))
        {
            Frame[][] segments = [.. GeTeDataset.Generate(Small, preparation).GroupBy(frame => frame.TrajectoryId).Select(group => group.ToArray())];

            Assert.HasCount(3, segments);
            foreach (Frame[] frames in segments)
            {
                Assert.HasCount(6, frames);
                StringAssert.StartsWith(frames[0].TrajectoryId, preparation.Name);
                var potential = new GeTePotential(new Cell(frames[0].Cell!), frames[0].System.Kinds);
                double[] energies = [.. frames.Select(frame =>
                    (potential.Evaluate(frame.State.Positions, new double[192]) + Observables.KineticEnergy(frame.System, frame.State)) / 64)];
                double spread = energies.Max() - energies.Min();
                context.WriteLine($"{frames[0].TrajectoryId}: {energies[0]:F4} eV/atom, spread {spread:E1}");

                // The shadow energy of velocity Verlet at 2 fs differs by less from the energy.
                Assert.IsLessThan(1e-4, spread);
                double[] total = new double[3];
                Observables.LinearMomentum(frames[0].System, frames[^1].State, total);
                Assert.IsLessThan(1e-11, total.Max(Math.Abs));
                for (int k = 0; k < frames.Length; k++)
                {
                    Assert.AreEqual(4 * k, frames[k].Step);
                    Assert.AreEqual(k * TimeStep.FromFemtoseconds(8).Value, frames[k].Time, 1e-12);
                }
            }

            // Segments are apart: half a picosecond of friction and noise in between, or what was asked for.
            CollectionAssert.AreNotEqual(segments[0][^1].State.Positions, segments[1][0].State.Positions);
        }
    }

    [TestMethod]
    public void TheCellHasTheDensityAndTheKindsTheComposition()
    {
        GeTeDatasetOptions options = Small with { Atoms = 50, Composition = 0.4, Density = 0.03, CrystalTemperatures = [], Segments = 1 };
        Frame frame = GeTeDataset.Generate(options, GeTeDataset.Preparations(options)[0]).First();

        Assert.AreEqual(50 / 0.03, new Cell(frame.Cell!).Volume, 1e-9 * 50 / 0.03);
        Assert.AreEqual(20, frame.System.Kinds.Count(kind => kind == "Ge"));
        Assert.AreEqual(30, frame.System.Kinds.Count(kind => kind == "Te"));
    }

    [TestMethod]
    public void ThePreparationAloneDecidesItsFrames()
    {
        GeTeDatasetOptions options = Small with { Temperatures = [900, 1000], Segments = 1 };
        GeTePreparation second = GeTeDataset.Preparations(options)[1];

        Frame once = GeTeDataset.Generate(options, second).Last();
        Frame again = GeTeDataset.Generate(options, second).Last();
        Frame other = GeTeDataset.Generate(options with { Seed = 8 }, GeTeDataset.Preparations(options with { Seed = 8 })[1]).Last();

        CollectionAssert.AreEqual(once.State.Positions, again.State.Positions);
        CollectionAssert.AreNotEqual(once.State.Positions, other.State.Positions);
    }

    [TestMethod]
    public void RandomPackingsKeepTheirDistance()
    {
        ulong seed = (ulong)Random.Shared.NextInt64();
        context.WriteLine($"seed {seed}");
        double[] q = GeTeStructures.Random(216, 0.0335, new DeterministicRandom(seed));
        var edges = new PeriodicEdges(GeTeStructures.CellOf(216, 0.0335), 216, 2.39, 0);
        edges.Update(q);

        Assert.AreEqual(0, edges.EdgeCount);
    }

    [TestMethod]
    public void TheCrystalIsRockSalt()
    {
        double a = Math.Cbrt(8 / 0.0335);
        double[] q = GeTeStructures.RockSalt(216, 0.0335);
        var edges = new PeriodicEdges(GeTeStructures.CellOf(216, 0.0335), 216, 0.51 * a, 0);
        edges.Update(q);

        for (int i = 0; i < 216; i++)
        {
            Assert.AreEqual(6, edges.RowStarts[i + 1] - edges.RowStarts[i]);
            for (int e = edges.RowStarts[i]; e < edges.RowStarts[i + 1]; e++)
            {
                Assert.AreNotEqual(i < 108, edges.Neighbors[e] < 108, "unlike atoms only");
            }
        }
    }

    [TestMethod]
    public void EverythingWrongIsListed()
    {
        string message = Assert.ThrowsExactly<UsageException>(() => GeTeDataset.Preparations(
            new GeTeDatasetOptions { Atoms = 100, Temperatures = [-1], Composition = 0.6, FrameSpacingFemtoseconds = 3 })).Message;

        foreach (string part in new[] { "Temperatures is -1", "Atoms is 100, expected 8n³", "Composition is 0.6, expected 0.5", "whole number of steps of 2 fs" })
        {
            StringAssert.Contains(message, part);
        }
    }
}
