namespace ActionML.Runtime;

/// <summary>Discrete Fourier transform of a length that is a power of two, in place (Cooley and Tukey, radix 2).</summary>
internal sealed class FourierTransform
{
    private readonly int _length;
    private readonly double[] _cos;
    private readonly double[] _sin;

    /// <summary>Prepares transforms of one length.</summary>
    public FourierTransform(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(System.Numerics.BitOperations.IsPow2(length), true);
        _length = length;
        _cos = new double[length / 2];
        _sin = new double[length / 2];
        for (int k = 0; k < length / 2; k++)
        {
            (_sin[k], _cos[k]) = Math.SinCos(-2 * Math.PI * k / length);
        }
    }

    /// <summary>Xₖ = Σⱼ xⱼ exp(−2πi jk/n).</summary>
    public void Transform(double[] real, double[] imaginary)
    {
        for (int i = 1, j = 0; i < _length; i++)
        {
            int bit = _length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (real[i], real[j]) = (real[j], real[i]);
                (imaginary[i], imaginary[j]) = (imaginary[j], imaginary[i]);
            }
        }

        for (int half = 1; half < _length; half *= 2)
        {
            int stride = _length / (2 * half);
            for (int start = 0; start < _length; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    int a = start + k, b = a + half;
                    double c = _cos[k * stride], s = _sin[k * stride];
                    double re = (real[b] * c) - (imaginary[b] * s);
                    double im = (real[b] * s) + (imaginary[b] * c);
                    real[b] = real[a] - re;
                    imaginary[b] = imaginary[a] - im;
                    real[a] += re;
                    imaginary[a] += im;
                }
            }
        }
    }
}
