namespace ActionML.Runtime.Tests;

/// <summary>Through the spectrum, which is all that is public: a line appears where it is, with its share.</summary>
[TestClass]
public sealed class VelocitySpectrumTests(TestContext context)
{
    [TestMethod]
    public void Lines_appear_at_their_frequencies_with_their_shares()
    {
        Random random = Modes.NewRandom(context);
        double[] frequencies = [1 + random.NextDouble(), 4 + random.NextDouble()];
        double[] amplitudes = [1, Math.Sqrt(random.NextDouble() + 0.2)];
        VelocitySpectrum spectrum = TrajectoryAnalysis.Analyze(
            Modes.Record(frequencies, amplitudes, random, spacing: 0.04, count: 3000), []).Spectrum;

        double Share(double from, double to) =>
            spectrum.Frequencies.Zip(spectrum.Power).Where(p => p.First >= from && p.First < to).Sum(p => p.Second);
        double first = amplitudes[0] * amplitudes[0] / ((amplitudes[0] * amplitudes[0]) + (amplitudes[1] * amplitudes[1]));
        Assert.AreEqual(1, spectrum.Power.Sum(), 1e-12);
        Assert.AreEqual(first, Share(0, 3), 2e-3);
        Assert.AreEqual(first, Share(frequencies[0] - 0.05, frequencies[0] + 0.05), 2e-3);
        Assert.AreEqual(1 - first, Share(frequencies[1] - 0.05, frequencies[1] + 0.05), 2e-3);
        Assert.AreEqual(1 / 0.08, spectrum.NyquistFrequency, 1e-12);
        Assert.AreEqual((first * frequencies[0]) + ((1 - first) * frequencies[1]), spectrum.MeanFrequency, 0.02);
    }

    [TestMethod]
    public void Masses_weight_the_power()
    {
        // Two particles with equal kinetic energy, one a hundred times heavier: equal shares.
        var system = new ParticleSystem(2, UnitSystem.Dimensionless, ["a", "b"], [1, 100]);
        IEnumerable<Frame> frames = Enumerable.Range(0, 1000).Select(k => new Frame("t", k, 0.05 * k, system, new PhasePoint(
            2, 2, new double[4], [Math.Cos(2 * Math.PI * 0.05 * k), 0, 0, 10 * Math.Cos(2 * Math.PI * 3 * 0.05 * k)])));
        VelocitySpectrum spectrum = TrajectoryAnalysis.Analyze(frames, []).Spectrum;

        Assert.AreEqual(0.5, spectrum.Frequencies.Zip(spectrum.Power).Where(p => p.First < 2).Sum(p => p.Second), 1e-3);
    }

    [TestMethod]
    [DataRow(3000)]
    [DataRow(200)]
    [DataRow(9000)]
    public void Highest_frequency_is_that_of_the_fastest_mode(int count)
    {
        Random random = Modes.NewRandom(context);
        double[] frequencies = [0.5 + random.NextDouble(), 2, 5 + random.NextDouble()];
        TrajectoryAnalysis analysis = TrajectoryAnalysis.Analyze(
            Modes.Record(frequencies, [1, 1, 1], random, spacing: 0.02, count), []);

        double duration = Math.Min(count, VelocitySpectrum.LongestPiece) * 0.02;
        Assert.AreEqual(frequencies[2], analysis.HighestFrequency, 2 / duration);
        Assert.IsEmpty(analysis.Warnings);
    }

    [TestMethod]
    public void One_stiff_mode_among_many_soft_ones_is_seen()
    {
        Random random = Modes.NewRandom(context);
        double[] soft = [.. Enumerable.Range(0, 119).Select(_ => 0.5 + (1.5 * random.NextDouble()))];
        double[] equal = [.. Enumerable.Repeat(1.0, 120)];
        double without = TrajectoryAnalysis.Analyze(Modes.Record(soft, equal[1..], random, spacing: 0.04, count: 1000), []).HighestFrequency;
        double with = TrajectoryAnalysis.Analyze(Modes.Record([.. soft, 7], equal, random, spacing: 0.04, count: 1000), []).HighestFrequency;
        Assert.AreEqual(soft.Max(), without, 0.1);
        Assert.AreEqual(7, with, 0.1); // 1/120 of the power
    }

    [TestMethod]
    public void Frames_too_far_apart_and_trajectories_too_short_are_doubted()
    {
        Random random = Modes.NewRandom(context);
        TrajectoryAnalysis coarse = TrajectoryAnalysis.Analyze(Modes.Record([1, 4.6], [1, 1], random, spacing: 0.1, count: 500), []);
        Assert.IsTrue(coarse.Warnings.Any(w => w.Contains("Record frames more often", StringComparison.Ordinal)));
        TrajectoryAnalysis brief = TrajectoryAnalysis.Analyze(Modes.Record([1], [1], random, spacing: 0.05, count: 30), []);
        Assert.IsTrue(brief.Warnings.Any(w => w.Contains("longer trajectories", StringComparison.Ordinal)));
    }
}
