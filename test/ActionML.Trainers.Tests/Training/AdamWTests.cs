namespace ActionML.Trainers.Tests;

[TestClass]
public sealed class AdamWTests
{
    [TestMethod]
    public void TheFirstStepHasTheLengthOfTheLearningRateWhateverTheGradient()
    {
        // m/√v is ±1 after bias correction, so |Δw| = learning rate per component.
        var optimizer = new AdamW<double>(2, new TrainingOptions { GradientClip = 1e9 });
        double[] weights = [1, 1];
        optimizer.Step(weights, [1e-3, -2e3], learningRate: 0.01);
        Assert.AreEqual(0.99, weights[0], 1e-6);
        Assert.AreEqual(1.01, weights[1], 1e-6);
    }

    [TestMethod]
    public void AQuadraticIsMinimizedAndTheAverageFollows()
    {
        int seed = Random.Shared.Next();
        Console.WriteLine($"seed {seed}");
        var random = new Random(seed);
        double[] target = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble() - 0.5)];
        double[] curvature = [.. target.Select(_ => 0.1 + random.NextDouble())];
        double[] weights = new double[20];
        var options = new TrainingOptions { LearningRate = 0.02, WarmUp = 10, AverageDecay = 0.98, MaxIterations = 3000 };
        var optimizer = new AdamW<double>(20, options);
        for (int i = 0; i < options.MaxIterations; i++)
        {
            double[] gradient = [.. weights.Select((w, k) => curvature[k] * (w - target[k]))];
            optimizer.Step(weights, gradient, LearningRateSchedule.At(options, i, (double)i / options.MaxIterations));
        }

        for (int k = 0; k < 20; k++)
        {
            Assert.AreEqual(target[k], weights[k], 1e-4);
            Assert.AreEqual(target[k], optimizer.Average[k], 1e-3);
        }
    }

    [TestMethod]
    public void VectorsAndWhatIsLeftOfThemFollowTheEquations()
    {
        const int Size = 37; // no multiple of the width of a vector
        var options = new TrainingOptions { WeightDecay = 0.01, GradientClip = 3, AverageDecay = 0.99 };
        var random = new Random(1);
        double[] Numbers() => [.. Enumerable.Range(0, Size).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] weights = Numbers();
        double[] expected = [.. weights];
        double[] average = [.. weights];
        double[] first = new double[Size];
        double[] second = new double[Size];
        var optimizer = new AdamW<double>(Size, options);
        for (int t = 1; t <= 20; t++)
        {
            double[] gradient = Numbers();
            optimizer.Step(weights, gradient, learningRate: 0.1);

            double scale = Math.Min(1, options.GradientClip / Math.Sqrt(gradient.Sum(g => g * g)));
            double decay = Math.Min(options.AverageDecay, (1.0 + t) / (10.0 + t));
            for (int i = 0; i < Size; i++)
            {
                double g = gradient[i] * scale;
                first[i] = (0.9 * first[i]) + (0.1 * g);
                second[i] = (0.999 * second[i]) + (0.001 * g * g);
                double m = first[i] / (1 - Math.Pow(0.9, t));
                double v = second[i] / (1 - Math.Pow(0.999, t));
                expected[i] -= 0.1 * ((m / (Math.Sqrt(v) + 1e-8)) + (options.WeightDecay * expected[i]));
                average[i] = (decay * average[i]) + ((1 - decay) * expected[i]);
                Assert.AreEqual(expected[i], weights[i], 1e-12);
                Assert.AreEqual(average[i], optimizer.Average[i], 1e-12);
            }
        }
    }

    [TestMethod]
    public void DecayShrinksWeightsThatHaveNoGradient()
    {
        var optimizer = new AdamW<double>(1, new TrainingOptions { WeightDecay = 0.1 });
        double[] weights = [2];
        optimizer.Step(weights, [1e-300], learningRate: 0.5);
        Assert.AreEqual(2 * (1 - (0.5 * 0.1)), weights[0], 1e-6);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(1e30f)] // its square overflows
    public void AGradientThatIsNotFiniteChangesNothing(float value)
    {
        var optimizer = new AdamW<float>(2, new TrainingOptions());
        float[] weights = [1, 2];
        optimizer.Step(weights, [value, 1], learningRate: 0.1);
        CollectionAssert.AreEqual(new float[] { 1, 2 }, weights);
    }

    [TestMethod]
    public void TheScheduleRisesThenFallsToZero()
    {
        var options = new TrainingOptions { LearningRate = 0.01, WarmUp = 100 };
        Assert.AreEqual(0.0001, LearningRateSchedule.At(options, 0, 0), 1e-12);
        Assert.AreEqual(0.01, LearningRateSchedule.At(options, 100, 0), 1e-12);
        Assert.AreEqual(0.005, LearningRateSchedule.At(options, 5000, 0.5), 1e-12);
        Assert.AreEqual(0, LearningRateSchedule.At(options, 10_000, 1), 1e-12);
    }
}
