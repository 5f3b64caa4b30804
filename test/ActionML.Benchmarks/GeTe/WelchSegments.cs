using System.Numerics;
using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>Fourier transforms of a series in segments that overlap by half, each without its mean and under a Hann window (Welch's method).</summary>
internal static class WelchSegments
{
    /// <summary>The transforms: the mean of their squared moduli is the density, the same at both signs of a frequency.</summary>
    /// <param name="series">The series.</param>
    /// <param name="size">Elements of a segment, a power of two.</param>
    /// <param name="step">Time between elements.</param>
    public static IEnumerable<Complex[]> Of(double[] series, int size, double step)
    {
        var transform = new FourierTransform(size);
        double[] window = [.. Enumerable.Range(0, size).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (size - 1))))];
        double scale = Math.Sqrt(step / window.Sum(w => w * w));
        for (int begin = 0; begin + size <= series.Length; begin += size / 2)
        {
            double[] real = series[begin..(begin + size)];
            double mean = real.Average();
            real = [.. real.Zip(window, (x, w) => scale * w * (x - mean))];
            double[] imaginary = new double[size];
            transform.Transform(real, imaginary);
            yield return [.. real.Zip(imaginary, (x, y) => new Complex(x, y))];
        }
    }
}
