using ActionML.Runtime;

namespace ActionML.Trainers.Tests;

/// <summary>Trajectories are grouped by temperature, each group is held out in part, and validated by itself.</summary>
[TestClass]
public sealed class TemperatureTests
{
    private static readonly PairSamplerOptions Sampling = new() { ValidationFraction = 0.3, OutlierFraction = 0 };

    private static readonly TrainingOptions Tiny = new()
    {
        Width = 8,
        VectorWidth = 4,
        RadialFunctions = 6,
        BatchSize = 3,
        WarmUp = 5,
        Cutoff = SoftSpheres.Cutoff,
        MaxIterations = 200,
        ValidationInterval = 50,
        WeightThreshold = double.PositiveInfinity,
        Precision = ModelPrecision.Double,
    };

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void TrajectoriesOfThreeTemperaturesMakeThreeGroups()
    {
        Random random = Chance();
        List<Frame> frames = [];
        double[] kelvin = [300, 600, 1000];
        for (int t = 0; t < 12; t++)
        {
            frames.AddRange(Gas($"t{t}", kelvin[t % 3], random, drift: 5));
        }

        TemperatureGroups groups = PairSampler.Sample(frames, Sampling).Temperatures;
        TestContext.WriteLine(string.Join("; ", groups));
        Assert.HasCount(3, groups);
        for (int g = 0; g < 3; g++)
        {
            // 297 degrees of freedom in 8 independent frames of 4 trajectories: five standard errors are 7 %.
            Assert.AreEqual(kelvin[g], groups[g].Mean.DisplayValue, 5 * Math.Sqrt(2.0 / (297 * 8 * 4)) * kelvin[g]);
            Assert.AreEqual(4, groups[g].Trajectories);
            Assert.IsTrue(groups[g].Lowest.Value <= groups[g].Mean.Value && groups[g].Mean.Value <= groups[g].Highest.Value);
            Assert.AreEqual(g, groups.IndexOf($"t{g + 9}"));
        }

        Assert.AreEqual(-1, groups.IndexOf("none"));
    }

    [TestMethod]
    public void OfEachTemperatureATrajectoryIsHeldOut()
    {
        Random random = Chance();
        List<Frame> frames = [.. new double[] { 300, 300, 600, 600, 600, 1000, 1000, 1000, 1000, 2000 }.SelectMany((kelvin, t) => Gas($"t{t}", kelvin, random, drift: 0))];
        for (int seed = 0; seed < 5; seed++)
        {
            PairSet set = PairSampler.Sample(frames, Sampling with { ValidationFraction = 0.1, Seed = seed });
            int[] held = [.. set.Validation.Select(pair => set.Temperatures.IndexOf(set.Frames[pair.Start].TrajectoryId)).Distinct().Order()];
            CollectionAssert.AreEqual(new[] { 0, 1, 2 }, held); // the only one at 2000 K trains
            Assert.HasCount(3, set.Validation.Select(pair => set.Frames[pair.Start].TrajectoryId).Distinct().ToArray());
        }
    }

    [TestMethod]
    public void FewBodiesHaveNoTemperature()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        Assert.HasCount(1, PairSampler.Sample(Toys.Trajectories(seed, trajectories: 40), Sampling).Temperatures);
        Assert.IsEmpty(ModelTraining.Train(ModelKind.Direct, PairSampler.Sample(Toys.Trajectories(seed), Sampling), Tiny with { Cutoff = null, MaxIterations = 1 }).Summary.ByTemperature);
    }

    [TestMethod]
    [DataRow(ModelKind.Action)]
    [DataRow(ModelKind.Direct)]
    public void ErrorsByTemperatureAddUpToTheValidationError(ModelKind kind)
    {
        Random random = Chance();
        List<Frame> frames = [];
        for (int t = 0; t < 6; t++)
        {
            frames.AddRange(SoftSpheres.Trajectory($"t{t}", random, speed: t % 2 == 0 ? 0.7 : 2));
        }

        PairSet pairs = PairSampler.Sample(frames, Sampling);
        Assert.HasCount(2, pairs.Temperatures);
        TrainedModel model = ModelTraining.Train(kind, pairs, Tiny);
        IReadOnlyList<TemperatureErrors> errors = model.Summary.ByTemperature;
        TestContext.WriteLine(string.Join("; ", errors));
        Assert.HasCount(2, errors);

        // Held out is one trajectory of each, nine pairs in three whole batches: the mean of both is that of all.
        double all = 0, size = 0;
        for (int g = 0; g < 2; g++)
        {
            Assert.AreEqual(9, errors[g].Pairs);
            Assert.AreEqual(pairs.Temperatures[g].Mean, errors[g].Temperature);
            double square = MeanSquareKick(pairs, g);
            all += 0.5 * errors[g].RelativeMomenta * errors[g].RelativeMomenta * square;
            size += 0.5 * square;
        }

        Assert.AreEqual(model.Summary.RmseMomenta, Math.Sqrt(all), 1e-8 * model.Summary.RmseMomenta);
        Assert.IsLessThan(1, Math.Sqrt(all / size));
        StringAssert.Contains(model.Manifest.Training, errors[1].ToString());
        StringAssert.Contains(ActionML.Export.ModelCard.Compose([("action.onnx", model.Manifest)]), errors[0].ToString());
    }

    private static double MeanSquareKick(PairSet pairs, int group)
    {
        double sum = 0;
        long count = 0;
        foreach (FramePair pair in pairs.Validation)
        {
            Frame start = pairs.Frames[pair.Start], end = pairs.Frames[pair.End];
            if (pairs.Temperatures.IndexOf(start.TrajectoryId) != group)
            {
                continue;
            }

            for (int i = 0; i < start.State.Momenta.Length; i++)
            {
                double kick = end.State.Momenta[i] - start.State.Momenta[i];
                sum += kick * kick / start.System.Masses[i / 3];
                count++;
            }
        }

        return sum / count;
    }

    /// <summary>Eight frames of 100 atoms with fresh momenta of a temperature, and a common drift that is none.</summary>
    private static IEnumerable<Frame> Gas(string name, double kelvin, Random random, double drift)
    {
        const int count = 100;
        var system = new ParticleSystem(3, UnitSystem.Atomistic, [.. Enumerable.Repeat("Ar", count)], [.. Enumerable.Repeat(39.948, count)]);
        double spread = Math.Sqrt(39.948 * Temperature.FromKelvin(kelvin).Value);
        double[] positions = [.. Enumerable.Range(0, 3 * count).Select(i => i % 3 == 0 ? i : 50 * random.NextDouble())];
        return Enumerable.Range(0, 8).Select(k => new Frame(name, k, k, system, new PhasePoint(
            count, 3, positions, [.. Enumerable.Range(0, 3 * count).Select(_ => drift + (spread * Gaussian(random)))]))).ToArray();
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private Random Chance()
    {
        int seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        return new Random(seed);
    }
}
