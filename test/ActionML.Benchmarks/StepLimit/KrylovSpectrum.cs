using System.Numerics;

using ActionML.Runtime;

namespace ActionML.Benchmarks;

/// <summary>
/// Outer eigenvalues of a large real matrix that is known by its products alone: Arnoldi's Ritz values, and how a Ritz vector is
/// spread over the components.
/// </summary>
internal sealed class KrylovSpectrum
{
    private const double Negligible = 1e-13;

    private readonly double[][] _basis;
    private readonly Complex[,] _hessenberg;
    private readonly int _size;

    private KrylovSpectrum(double[][] basis, Complex[,] hessenberg, int size)
    {
        (_basis, _hessenberg, _size) = (basis, hessenberg, size);
        Values = Eigenvalues((Complex[,])hessenberg.Clone(), size);
    }

    /// <summary>Ritz values, in no order.</summary>
    public IReadOnlyList<Complex> Values { get; }

    /// <summary>Makes so many products from a random start.</summary>
    /// <param name="length">Length of a vector.</param>
    /// <param name="multiply">Writes the product of its first argument to its second.</param>
    /// <param name="products">Products, and the dimension of the space.</param>
    /// <param name="seed">Seed of the start.</param>
    public static KrylovSpectrum Of(int length, Action<double[], double[]> multiply, int products, ulong seed)
    {
        products = Math.Min(products, length);
        var random = new DeterministicRandom(seed);
        double[] vector = [.. Enumerable.Range(0, length).Select(_ => random.NextGaussian())];
        Scale(vector, 1 / Math.Sqrt(Dot(vector, vector)));
        var basis = new double[products][];
        var hessenberg = new Complex[products, products];
        int size = 0;
        while (size < products)
        {
            basis[size] = [.. vector];
            multiply(basis[size], vector);
            double before = Math.Sqrt(Dot(vector, vector));
            size++;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < size; k++)
                {
                    double overlap = Dot(basis[k], vector);
                    hessenberg[k, size - 1] += overlap;
                    for (int i = 0; i < length; i++)
                    {
                        vector[i] -= overlap * basis[k][i];
                    }
                }
            }

            double rest = Math.Sqrt(Dot(vector, vector));
            if (rest <= Negligible * before || size == products)
            {
                break;
            }

            hessenberg[size, size - 1] = rest;
            Scale(vector, 1 / rest);
        }

        return new KrylovSpectrum(basis, hessenberg, size);
    }

    /// <summary>|component|² of the Ritz vector of a value, of sum 1.</summary>
    public double[] Weights(Complex value)
    {
        // Inverse iteration.
        var y = new Complex[_size];
        Array.Fill(y, Complex.One);
        double nudge = 1e-10 * (1 + Complex.Abs(value));
        for (int pass = 0; pass < 2; pass++)
        {
            y = Solve(value + nudge, y);
            double norm = Math.Sqrt(y.Sum(c => (c.Real * c.Real) + (c.Imaginary * c.Imaginary)));
            y = [.. y.Select(c => c / norm)];
        }

        var weights = new double[_basis[0].Length];
        for (int i = 0; i < weights.Length; i++)
        {
            Complex sum = Complex.Zero;
            for (int k = 0; k < _size; k++)
            {
                sum += y[k] * _basis[k][i];
            }

            weights[i] = (sum.Real * sum.Real) + (sum.Imaginary * sum.Imaginary);
        }

        Scale(weights, 1 / weights.Sum());
        return weights;
    }

    // QR with Wilkinson's shifts on the active block, deflating from the end.
    private static Complex[] Eigenvalues(Complex[,] h, int size)
    {
        var values = new Complex[size];
        int end = size;
        for (int iteration = 0; end > 0; iteration++)
        {
            int last = end - 1;
            int first = last;
            while (first > 0 && Complex.Abs(h[first, first - 1]) > Negligible * (Complex.Abs(h[first, first]) + Complex.Abs(h[first - 1, first - 1])))
            {
                first--;
            }

            if (first == last)
            {
                values[last] = h[last, last];
                end--;
                iteration = 0;
                continue;
            }

            // A shift from nowhere breaks the cycles of matrices with symmetric spectra.
            Complex shift = iteration % 12 == 11 ? h[last, last] + Complex.Abs(h[last, last - 1]) : Shift(h, last);
            Sweep(h, first, end, shift);
            if (iteration > 2000)
            {
                throw new InvalidOperationException("The eigenvalues of a small matrix did not converge.");
            }
        }

        return values;
    }

    private static Complex Shift(Complex[,] h, int last)
    {
        Complex half = 0.5 * (h[last - 1, last - 1] - h[last, last]);
        Complex root = Complex.Sqrt((half * half) + (h[last - 1, last] * h[last, last - 1]));
        Complex plus = half + root;
        Complex minus = half - root;
        return h[last, last] + (Complex.Abs(plus) < Complex.Abs(minus) ? plus : minus);
    }

    private static void Sweep(Complex[,] h, int first, int end, Complex shift)
    {
        var cosines = new double[end];
        var sines = new Complex[end];
        for (int i = first; i < end; i++)
        {
            h[i, i] -= shift;
        }

        for (int i = first; i < end - 1; i++)
        {
            Complex a = h[i, i];
            Complex b = h[i + 1, i];
            double length = Math.Sqrt((a * Complex.Conjugate(a)).Real + (b * Complex.Conjugate(b)).Real);
            Complex phase = a == Complex.Zero ? Complex.One : a / Complex.Abs(a);
            cosines[i] = length == 0 ? 1 : Complex.Abs(a) / length;
            sines[i] = length == 0 ? Complex.Zero : phase * Complex.Conjugate(b) / length;
            for (int j = i; j < end; j++)
            {
                Complex upper = h[i, j];
                Complex lower = h[i + 1, j];
                h[i, j] = (cosines[i] * upper) + (sines[i] * lower);
                h[i + 1, j] = (cosines[i] * lower) - (Complex.Conjugate(sines[i]) * upper);
            }
        }

        for (int i = first; i < end - 1; i++)
        {
            for (int j = first; j <= i + 1; j++)
            {
                Complex left = h[j, i];
                Complex right = h[j, i + 1];
                h[j, i] = (cosines[i] * left) + (Complex.Conjugate(sines[i]) * right);
                h[j, i + 1] = (cosines[i] * right) - (sines[i] * left);
            }
        }

        for (int i = first; i < end; i++)
        {
            h[i, i] += shift;
        }
    }

    // (H − value)x = right by elimination with row exchanges.
    private Complex[] Solve(Complex value, Complex[] right)
    {
        var h = new Complex[_size, _size];
        Complex[] x = [.. right];
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                h[i, j] = i <= j + 1 ? _hessenberg[i, j] : Complex.Zero;
            }

            h[i, i] -= value;
        }

        for (int i = 0; i < _size - 1; i++)
        {
            if (Complex.Abs(h[i + 1, i]) > Complex.Abs(h[i, i]))
            {
                for (int j = i; j < _size; j++)
                {
                    (h[i, j], h[i + 1, j]) = (h[i + 1, j], h[i, j]);
                }

                (x[i], x[i + 1]) = (x[i + 1], x[i]);
            }

            Complex factor = h[i, i] == Complex.Zero ? Complex.Zero : h[i + 1, i] / h[i, i];
            for (int j = i; j < _size; j++)
            {
                h[i + 1, j] -= factor * h[i, j];
            }

            x[i + 1] -= factor * x[i];
        }

        for (int i = _size - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < _size; j++)
            {
                x[i] -= h[i, j] * x[j];
            }

            x[i] /= h[i, i] == Complex.Zero ? 1e-300 : h[i, i];
        }

        return x;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void Scale(double[] vector, double factor)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] *= factor;
        }
    }
}
