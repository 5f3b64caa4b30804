namespace ActionML.Runtime;

/// <summary>Particles of a periodic system sorted into bins, so that those near to one are found in constant time.</summary>
internal sealed class CellBins
{
    // Bins of half the range: 125 of them hold 15.6 range³, 27 bins of the whole range hold 27.
    private const double BinsPerRange = 2;

    // Bins are counted by division: keeps a pair at the edge of the range from being lost to rounding.
    private const double Rounding = 1e-9;

    private readonly Cell _cell;
    private readonly double _range2;
    private readonly int[] _bins = new int[3]; // along each cell vector
    private readonly int[] _reach = new int[3]; // bins to look into on either side
    private readonly int[] _starts; // first entry of each bin
    private readonly int[] _order; // particle of each entry
    private readonly int[] _binOf; // bin of each particle, [N]
    private readonly double[] _wrapped; // positions in the cell by particle, [N, 3]
    private readonly double[] _sorted; // the same by entry
    private readonly double[] _images; // whole cells between the particle and its image in the cell, [N, 3]

    public CellBins(Cell cell, int count, double range)
    {
        _cell = cell;
        _range2 = range * range;
        double fit = Math.Cbrt(2.0 * count / cell.Volume); // bins per length at two bins per particle
        for (int c = 0; c < 3; c++)
        {
            // In a dilute system no more bins than particles can use: memory is linear in N, too.
            double density = Math.Min(BinsPerRange / (range * (1 + Rounding)), 2 * fit);
            _bins[c] = (int)Math.Clamp(cell.Widths[c] * density, 1, 1 << 20);
        }

        while ((long)_bins[0] * _bins[1] * _bins[2] > 64 + (16L * count))
        {
            int largest = Array.IndexOf(_bins, _bins.Max());
            _bins[largest] = (_bins[largest] + 1) / 2;
        }

        for (int c = 0; c < 3; c++)
        {
            _reach[c] = (int)Math.Ceiling(range * _bins[c] / cell.Widths[c] * (1 + (0.5 * Rounding)));
        }

        _starts = new int[(_bins[0] * _bins[1] * _bins[2]) + 1];
        _order = new int[count];
        _binOf = new int[count];
        _wrapped = new double[3 * count];
        _sorted = new double[3 * count];
        _images = new double[3 * count];
    }

    /// <summary>Sorts these positions, [N, 3].</summary>
    public void Fill(ReadOnlySpan<double> positions)
    {
        Array.Clear(_starts);
        ReadOnlySpan<double> a = _cell.Vectors;
        ReadOnlySpan<double> m = _cell.Inverse;
        for (int i = 0; i < _order.Length; i++)
        {
            Span<double> wrapped = _wrapped.AsSpan(3 * i, 3);
            Span<double> images = _images.AsSpan(3 * i, 3);
            positions.Slice(3 * i, 3).CopyTo(wrapped);
            _cell.Images(wrapped, images);
            int bin = 0;
            for (int c = 0; c < 3; c++)
            {
                double fraction = (positions[3 * i] * m[c]) + (positions[(3 * i) + 1] * m[3 + c]) + (positions[(3 * i) + 2] * m[6 + c]) - images[c];
                bin = (bin * _bins[c]) + Math.Clamp((int)(fraction * _bins[c]), 0, _bins[c] - 1);
                wrapped[0] -= images[c] * a[3 * c];
                wrapped[1] -= images[c] * a[(3 * c) + 1];
                wrapped[2] -= images[c] * a[(3 * c) + 2];
            }

            _binOf[i] = bin;
            _starts[bin + 1]++;
        }

        for (int b = 1; b < _starts.Length; b++)
        {
            _starts[b] += _starts[b - 1];
        }

        for (int i = _order.Length - 1; i >= 0; i--)
        {
            // Counts down to the start of the bin, which is therefore one place ahead until the end.
            int entry = --_starts[_binOf[i] + 1];
            _order[entry] = i;
            _wrapped.AsSpan(3 * i, 3).CopyTo(_sorted.AsSpan(3 * entry));
        }

        Array.Copy(_starts, 1, _starts, 0, _starts.Length - 1);
        _starts[^1] = _order.Length;
    }

    /// <summary>
    /// Finds all images within the range of a particle j, those of one particle by ascending image. Returns their
    /// number, or −1 when there is not enough room.
    /// </summary>
    /// <param name="j">The particle.</param>
    /// <param name="found">Receives the particles i.</param>
    /// <param name="translations">Receives the translations T of r = (q_i − q_j) + T, [·, 3].</param>
    public int Find(int j, Span<int> found, Span<double> translations)
    {
        ReadOnlySpan<double> a = _cell.Vectors;
        (int m0, int m1, int m2) = (_bins[0], _bins[1], _bins[2]);
        int bin = _binOf[j];
        (int b0, int b1, int b2) = (bin / m2 / m1, bin / m2 % m1, bin % m2);
        (double x, double y, double z) = (_wrapped[3 * j], _wrapped[(3 * j) + 1], _wrapped[(3 * j) + 2]);
        int count = 0;
        for (int c0 = b0 - _reach[0]; c0 <= b0 + _reach[0]; c0++)
        {
            int n0 = FloorDivide(c0, m0);
            for (int c1 = b1 - _reach[1]; c1 <= b1 + _reach[1]; c1++)
            {
                int n1 = FloorDivide(c1, m1);
                int row = (((c0 - (n0 * m0)) * m1) + c1 - (n1 * m1)) * m2;
                int last = b2 + _reach[2];
                for (int c2 = b2 - _reach[2]; c2 <= last;)
                {
                    // Bins up to the end of the cell lie one after the other.
                    int n2 = FloorDivide(c2, m2);
                    int begin = c2 - (n2 * m2);
                    int end = Math.Min(last - (n2 * m2), m2 - 1);
                    double tx = Translate(n0, n1, n2, a[0], a[3], a[6]);
                    double ty = Translate(n0, n1, n2, a[1], a[4], a[7]);
                    double tz = Translate(n0, n1, n2, a[2], a[5], a[8]);
                    int stop = _starts[row + end + 1];
                    for (int entry = _starts[row + begin]; entry < stop; entry++)
                    {
                        double dx = _sorted[3 * entry] - x + tx; // odd in i and j to the last bit
                        double dy = _sorted[(3 * entry) + 1] - y + ty;
                        double dz = _sorted[(3 * entry) + 2] - z + tz;
                        double square = (dx * dx) + (dy * dy) + (dz * dz);
                        if (!(square < _range2))
                        {
                            continue;
                        }

                        int i = _order[entry];
                        if (i == j && n0 == 0 && n1 == 0 && n2 == 0)
                        {
                            continue;
                        }

                        if (square < PeriodicEdges.SmallestDistance * PeriodicEdges.SmallestDistance)
                        {
                            throw PeriodicEdges.OnTop(i, j, Math.Sqrt(square));
                        }

                        if (count == found.Length)
                        {
                            return -1;
                        }

                        double i0 = n0 - _images[3 * i] + _images[3 * j];
                        double i1 = n1 - _images[(3 * i) + 1] + _images[(3 * j) + 1];
                        double i2 = n2 - _images[(3 * i) + 2] + _images[(3 * j) + 2];
                        found[count] = i;
                        translations[3 * count] = Translate(i0, i1, i2, a[0], a[3], a[6]);
                        translations[(3 * count) + 1] = Translate(i0, i1, i2, a[1], a[4], a[7]);
                        translations[(3 * count) + 2] = Translate(i0, i1, i2, a[2], a[5], a[8]);
                        count++;
                    }

                    c2 = (n2 * m2) + end + 1;
                }
            }
        }

        return count;
    }

    // Odd in the images to the last bit, so that an edge and its reverse have opposite translations.
    private static double Translate(double n0, double n1, double n2, double a0, double a1, double a2) =>
        (n0 * a0) + (n1 * a1) + (n2 * a2);

    private static int FloorDivide(int a, int b) => a >= 0 ? a / b : -((b - 1 - a) / b);
}
