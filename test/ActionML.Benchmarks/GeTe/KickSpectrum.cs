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
    private const double Step = MidpointKicks.ReferenceStep / 1000; // ps
    private const int Segment = 1024; // of these steps, 2 ps
    private const double Band = 2; // THz to either side

    /// <summary>Prints a row per frequency, and the random walk.</summary>
    /// <param name="models">The model directory.</param>
    /// <param name="start">The start state.</param>
    public static int Print(string models, string start)
    {
        using OnnxActionModel model = OnnxActionModel.Load(models, new OnnxModelOptions { Precision = ModelPrecision.Single });
        (double[] predicted, double[] expected, int atoms) = Follow(model, start);
        Complex[][] own = Spectra(predicted);
        Complex[][] reference = Spectra(expected);
        Complex[][] error = Spectra([.. predicted.Zip(expected, (a, b) => (a - b) / atoms)]);
        double step = model.Manifest.TimeStep.DisplayValue / 1000; // ps
        Console.WriteLine("frequency, THz | density of the model's −dS/dt, (meV/atom)² ps | of the true one | of the difference | their coherence");
        foreach (double frequency in (double[])[2, 5, 10, 20, 30, 40, .. Enumerable.Range(1, 3).SelectMany(i => new[] { i / step, (i / step) + 10 })])
        {
            double a = Density(own, own, frequency).Real;
            double b = Density(reference, reference, frequency).Real;
            double coherence = Density(own, reference, frequency).Magnitude / Math.Sqrt(a * b);
            Console.WriteLine(FormattableString.Invariant(
                $"{frequency:0} | {a / atoms / atoms:0.0E+0} | {b / atoms / atoms:0.0E+0} | {Density(error, error, frequency).Real:0.0E+0} | {coherence:0.000}"));
        }

        // Both signs of each frequency; a sum of steps of h grows by the density of its series over h².
        double walk = 2 * Enumerable.Range(1, 4).Sum(i => Density(error, error, i / step).Real) / (step * step);
        Console.WriteLine(FormattableString.Invariant($"random walk, (meV/atom)² per 100 ps | {100 * walk:0.00}"));
        return 0;
    }

    private static (double[] Predicted, double[] Expected, int Atoms) Follow(OnnxActionModel model, string start)
    {
        var midpoint = new MidpointKicks(model, start);
        ParticleSystem system = midpoint.System;
        int count = (int)(Picoseconds / Step);
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

    private static Complex[][] Spectra(double[] series) => [.. WelchSegments.Of(series, Segment, Step)];

    // Cross density of two series around a frequency.
    private static Complex Density(Complex[][] a, Complex[][] b, double frequency)
    {
        const double resolution = 1 / (Segment * Step);
        int first = (int)Math.Ceiling((frequency - Band) / resolution);
        int last = (int)((frequency + Band) / resolution);
        Complex sum = 0;
        for (int k = first; k <= last; k++)
        {
            for (int segment = 0; segment < a.Length; segment++)
            {
                sum += a[segment][k] * Complex.Conjugate(b[segment][k]);
            }
        }

        return sum / ((last - first + 1) * a.Length);
    }
}
