namespace ActionML.Runtime.Tests;

[TestClass]
public sealed class VelocityCorrelationTests
{
    private static readonly TimeStep Spacing = TimeStep.FromFemtoseconds(10);

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    public void AnOscillatorCorrelatesAsItsCosine(int originInterval)
    {
        // Opposite circular motion of two particles per kind: v(0)·v(t) = v² cos ωt at every origin.
        ParticleSystem system = Seeded.Mixture(2, 2);
        var correlation = new VelocityCorrelation(system, Spacing, 100, originInterval);
        double[] frequency = [3, 8]; // THz of A, B
        double[] speed = [1, 2];
        var state = new PhasePoint(4, 3);
        for (int frame = 0; frame < 250; frame++)
        {
            for (int i = 0; i < 4; i++)
            {
                double phase = 2 * Math.PI * frequency[i / 2] * frame * 0.01;
                double p = system.Masses[i] * speed[i / 2] * (i % 2 == 0 ? 1 : -1);
                state.Momenta[3 * i] = p * Math.Cos(phase);
                state.Momenta[(3 * i) + 1] = p * Math.Sin(phase);
                state.Momenta[(3 * i) + 2] = 4 * system.Masses[i]; // drift
            }

            correlation.Add(state);
        }

        double heatA = 2 * 1.0, heatB = 7 * 4.0; // m v²
        for (int lag = 0; lag <= 100; lag++)
        {
            double a = Math.Cos(2 * Math.PI * 3 * lag * 0.01);
            double b = Math.Cos(2 * Math.PI * 8 * lag * 0.01);
            Assert.AreEqual(lag * 10, correlation.LagTimes[lag], 1e-9);
            Assert.AreEqual(a, correlation.Of("A")[lag], 1e-12);
            Assert.AreEqual(b, correlation.Of("B")[lag], 1e-12);
            Assert.AreEqual(((heatA * a) + (heatB * b)) / (heatA + heatB), correlation.All[lag], 1e-12);
        }

        VibrationSpectrum spectrum = correlation.Spectrum();
        Assert.AreEqual("THz", spectrum.FrequencyUnit);
        Assert.AreEqual(50, spectrum.Frequencies[^1], 1e-9);
        Assert.AreEqual(3, Peak(spectrum, spectrum.Of("A")), 0.13); // the grid has 0.125 THz
        Assert.AreEqual(8, Peak(spectrum, spectrum.Of("B")), 0.13);
        foreach (IReadOnlyList<double> power in new[] { spectrum.Of("A"), spectrum.Of("B"), spectrum.All })
        {
            double sum = 0.5 * (power[0] + power[^1]);
            for (int k = 1; k < power.Count - 1; k++)
            {
                sum += power[k];
            }

            Assert.AreEqual(1, sum * spectrum.Frequencies[1], 1e-12);
        }

        // By equipartition a line's share of the whole is its share of the heat.
        double low = spectrum.All.Zip(spectrum.Frequencies).Where(s => s.Second < 5.5).Sum(s => s.First) * spectrum.Frequencies[1];
        Assert.AreEqual(heatA / (heatA + heatB), low, 0.01);
    }

    [TestMethod]
    public void ARunShorterThanTheLagsHasASpectrumOfWhatItHas()
    {
        var correlation = new VelocityCorrelation(Seeded.Mixture(1, 1), Spacing, 50);
        for (int frame = 0; frame < 11; frame++)
        {
            correlation.Add(new PhasePoint(2, 3, new double[6], [1, 0, 0, -1, 0, 0]));
        }

        Assert.AreEqual(1, correlation.All[10], 1e-12);
        Assert.IsTrue(double.IsNaN(correlation.All[11]));
        VibrationSpectrum spectrum = correlation.Spectrum();
        Assert.AreEqual(50, spectrum.Frequencies[^1], 1e-9);
        Assert.AreEqual(0, Peak(spectrum, spectrum.All), 1e-9); // constant motion
        Assert.IsTrue(new VelocityCorrelation(Seeded.Mixture(1, 1), Spacing, 5).Spectrum().All.All(double.IsNaN));
    }

    private static double Peak(VibrationSpectrum spectrum, IReadOnlyList<double> power) =>
        spectrum.Frequencies[power.Select((p, k) => (p, k)).MaxBy(x => x.p).k];
}
