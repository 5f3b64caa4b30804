using System.Numerics;
using ActionML.Runtime;
using ActionML.Runtime.Onnx;

namespace ActionML.Benchmarks;

/// <summary>
/// Which frequencies of S a model knows. Steps of h see a function of the trajectory at multiples of 1/h as if it stood still, so the
/// random walk of the energy is what −dδS/dt has there: its density at 1/h, 2/h, … and at no other frequency.
/// </summary>
/// <remarks>
/// −dS/dt is found at every step of the reference, not of the model, for the model's S and the true one (see
/// <see cref="MidpointKicks"/>); densities are Welch's, over segments of 2 ps with Hann windows that overlap by half.
/// </remarks>
internal static class KickSpectrum
{
    private const double Picoseconds = 20;
    private const double Segment = 2; // ps
    private const double Band = 2; // THz to either side

    /// <summary>Prints a row per frequency, and the random walk.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="start">The start state.</param>
    public static int Print(string models, string start)
    {
        using OnnxActionModel model = OnnxActionModel.Load(models, new OnnxModelOptions { Precision = ModelPrecision.Single });
        (double[] predicted, double[] expected, int atoms) = Follow(model, start);
        double[] error = [.. predicted.Zip(expected, (a, b) => a - b)];
        double step = model.Manifest.TimeStep.DisplayValue / 1000; // ps
        Console.WriteLine("frequency, THz | density of the model's −dS/dt, (meV/atom)² ps | of the true one | of the difference | their coherence");
        foreach (double frequency in (double[])[2, 5, 10, 20, 30, 40, .. Enumerable.Range(1, 3).SelectMany(i => new[] { i / step, (i / step) + 10 })])
        {
            double a = Density(predicted, predicted, frequency).Real;
            double b = Density(expected, expected, frequency).Real;
            Console.WriteLine(FormattableString.Invariant(
                $"{frequency:0} | {a / atoms / atoms:0.0E+0} | {b / atoms / atoms:0.0E+0} | {Density(error, error, frequency).Real / atoms / atoms:0.0E+0} | {Density(predicted, expected, frequency).Magnitude / Math.Sqrt(a * b):0.000}"));
        }

        // Both signs of each frequency; a sum of steps of h grows by the density of its series over h².
        double walk = 2 * Enumerable.Range(1, 4).Sum(i => Density(error, error, i / step).Real) / (step * step * atoms * atoms);
        Console.WriteLine(FormattableString.Invariant($"random walk, (meV/atom)² per 100 ps | {100 * walk:0.00}"));
        return 0;
    }

    private static (double[] Predicted, double[] Expected, int Atoms) Follow(OnnxActionModel model, string start)
    {
        var midpoint = new MidpointKicks(model, start);
        ParticleSystem system = midpoint.System;
        int count = (int)(1000 * Picoseconds / MidpointKicks.ReferenceStep);
        double[] predicted = new double[count];
        double[] expected = new double[count];
        var ends = new Queue<(PhasePoint State, double[] Forces)>();
        PhasePoint state = midpoint.Start.Clone();
        for (int i = -midpoint.Lag; i < count; i++)
        {
            double[] forces = new double[system.Coordinates];
            midpoint.Potential.Evaluate(state.Positions, forces);
            ends.Enqueue((state.Clone(), forces));
            if (i >= 0)
            {
                (PhasePoint before, double[] forcesBefore) = ends.Dequeue();
                midpoint.Evaluate(before, forcesBefore, state, forces);
                predicted[i] = 1e3 * midpoint.Predicted.Sum();
                expected[i] = 1e3 * midpoint.True.Sum();
            }

            midpoint.Reference.Step(state);
        }

        return (predicted, expected, system.Count);
    }

    // Cross density of two series around a frequency.
    private static Complex Density(double[] a, double[] b, double frequency)
    {
        const double step = MidpointKicks.ReferenceStep / 1000;
        int length = (int)(Segment / step);
        double[] window = [.. Enumerable.Range(0, length).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (length - 1))))];
        Complex sum = 0;
        int terms = 0;
        for (double f = frequency - Band; f <= frequency + Band + 1e-9; f += 1 / Segment)
        {
            for (int begin = 0; begin + length <= a.Length; begin += length / 2, terms++)
            {
                sum += Amplitude(a, begin, f) * Complex.Conjugate(Amplitude(b, begin, f));
            }
        }

        return sum / terms * step / window.Sum(w => w * w);

        Complex Amplitude(double[] series, int begin, double f)
        {
            double mean = series.Skip(begin).Take(length).Average();
            Complex amplitude = 0;
            for (int i = 0; i < length; i++)
            {
                amplitude += window[i] * (series[begin + i] - mean) * Complex.FromPolarCoordinates(1, -2 * Math.PI * f * i * step);
            }

            return amplitude;
        }
    }
}
