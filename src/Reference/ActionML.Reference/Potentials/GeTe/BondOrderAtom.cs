using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ActionML.Runtime;

namespace ActionML.Reference;

/// <summary>
/// The energy of one atom in the potential of Zipoli and Curioni and its gradient with respect to the bonds to its M
/// neighbors. Four neighbors at a time; each angle is evaluated once for both of its bonds.
/// </summary>
/// <remarks>
/// With e = e^{μr}, w = f/e: ζⱼ = eⱼ sⱼ, sⱼ = Σₖ tⱼₖ wₖ, t symmetric. With Gⱼ = ∂E/∂ζⱼ and Hⱼ = Gⱼeⱼ the gradient is
/// Σⱼ Gⱼμⱼζⱼ drⱼ + Σₖ w'ₖ (Σⱼ Hⱼtⱼₖ) drₖ + Σ_{j﹤k} (Hⱼwₖ + Hₖwⱼ) dtⱼₖ. Rows end with neighbors that count for nothing.
/// </remarks>
internal sealed class BondOrderAtom
{
    private const int Lanes = 4;

    private static readonly AngleSeries[] Angles = [.. GeTeParameters.Theta0.Select(theta0 => new AngleSeries(theta0))];

    private int _center; // kind of the atom
    private int _count; // neighbors M
    private int[] _neighbors = [];
    private int[] _kinds = [];

    // Rows of M and some more entries: bonds r·(ux, uy, uz), the numbers of their pairs and what is made of them.
    private double[] _x = [];
    private double[] _y = [];
    private double[] _z = [];
    private double[] _r = []; // squares until MakePairs
    private double[] _inverse = [];
    private double[] _cutoff = [];
    private double[] _cutoffSlope = [];
    private double[] _repulsion = [];
    private double[] _attraction = [];
    private double[] _decay = [];
    private double[] _w = [];
    private double[] _wSlope = [];
    private double[] _lambda = [];
    private double[] _mu = [];
    private double[] _a = [];
    private double[] _b = [];
    private double[] _inner = [];
    private double[] _inverseWidth = [];
    private double[] _s = [];
    private double[] _order = []; // bond order b
    private double[] _orderSlope = []; // db/dζ
    private double[] _h = []; // H
    private double[] _radial = []; // dE/dr at fixed angles
    private double[] _q = []; // Σ H t
    private double[] _cosines = []; // Σ C cos
    private double[] _gx = [];
    private double[] _gy = [];
    private double[] _gz = [];

    // Rows of the angle function's numbers by the other neighbor's kind: d², c²/d², h.
    private readonly double[][] _d2 = [[], []];
    private readonly double[][] _c2 = [[], []];
    private readonly double[][] _h0 = [[], []];

    // t and dt/d(cos) of each angle, row after row.
    private double[] _t = [];
    private double[] _tSlope = [];

    /// <summary>Makes room for this many neighbors.</summary>
    public void Reserve(int neighbors)
    {
        if (neighbors <= _neighbors.Length && _neighbors.Length > 0)
        {
            return;
        }

        int capacity = neighbors + (neighbors / 4) + Lanes;
        int row = capacity + (2 * Lanes);
        _neighbors = new int[capacity];
        _kinds = new int[capacity];
        _x = new double[row];
        _y = new double[row];
        _z = new double[row];
        _r = new double[row];
        _inverse = new double[row];
        _cutoff = new double[row];
        _cutoffSlope = new double[row];
        _repulsion = new double[row];
        _attraction = new double[row];
        _decay = new double[row];
        _w = new double[row];
        _wSlope = new double[row];
        _lambda = new double[row];
        _mu = new double[row];
        _a = new double[row];
        _b = new double[row];
        _inner = new double[row];
        _inverseWidth = new double[row];
        _s = new double[row];
        _order = new double[row];
        _orderSlope = new double[row];
        _h = new double[row];
        _radial = new double[row];
        _q = new double[row];
        _cosines = new double[row];
        _gx = new double[row];
        _gy = new double[row];
        _gz = new double[row];
        for (int kind = 0; kind < 2; kind++)
        {
            _d2[kind] = new double[row];
            _c2[kind] = new double[row];
            _h0[kind] = new double[row];
        }

        _t = new double[((capacity * (capacity + Lanes)) / 2) + (capacity * Lanes)];
        _tSlope = new double[_t.Length];
    }

    /// <summary>Takes the neighbors of atom i within the cutoffs of their pairs.</summary>
    public void Gather(int i, ReadOnlySpan<double> positions, int[] kinds, PeriodicEdges edges)
    {
        int center = kinds[i];
        _center = center;
        ReadOnlySpan<int> ends = edges.Neighbors;
        ReadOnlySpan<double> translations = edges.Translations;
        (double x0, double y0, double z0) = (positions[3 * i], positions[(3 * i) + 1], positions[(3 * i) + 2]);
        ReadOnlySpan<double> cutoffs = [GeTeParameters.CutoffSquare[center], GeTeParameters.CutoffSquare[center + 1]];
        int stop = edges.RowStarts[i + 1];
        int count = 0;
        for (int e = edges.RowStarts[i]; e < stop; e++)
        {
            int j = ends[e];
            double x = positions[3 * j] - x0 + translations[3 * e];
            double y = positions[(3 * j) + 1] - y0 + translations[(3 * e) + 1];
            double z = positions[(3 * j) + 2] - z0 + translations[(3 * e) + 2];
            double square = (x * x) + (y * y) + (z * z);
            if (square < PeriodicEdges.SmallestDistance * PeriodicEdges.SmallestDistance)
            {
                throw PeriodicEdges.OnTop(i, j, Math.Sqrt(square));
            }

            // Half of the list is beyond the cutoff, in no order: written and overwritten, as a branch would be guessed wrong.
            _neighbors[count] = j;
            _kinds[count] = kinds[j];
            _x[count] = x;
            _y[count] = y;
            _z[count] = z;
            _r[count] = square;
            count += square < cutoffs[kinds[j]] ? 1 : 0;
        }

        _count = count;
        for (int k = 0; k < count; k++)
        {
            SetNumbers(k, center, _kinds[k]);
        }

        for (int k = count; k < count + Lanes; k++)
        {
            SetNumbers(k, center, 0);
            (_x[k], _y[k], _z[k], _r[k]) = (1, 0, 0, GeTeParameters.CutoffSquare[center]); // at the cutoff: no weight
        }

        int row = count + Lanes;
        Array.Clear(_s, 0, row);
        Array.Clear(_q, 0, row);
        Array.Clear(_cosines, 0, row);
        Array.Clear(_gx, 0, row);
        Array.Clear(_gy, 0, row);
        Array.Clear(_gz, 0, row);
    }

    /// <summary>Computes the gradient; returns the energy.</summary>
    public double Evaluate()
    {
        MakePairs();
        SumAngles();
        MakeOrders();
        double energy = MakeRadial();
        AddAngles();
        return energy;
    }

    /// <summary>Adds the forces on atom i and its neighbors, [N, 3], and the virial, [3, 3].</summary>
    public void Scatter(int i, Span<double> forces, Span<double> virial)
    {
        double fx = 0, fy = 0, fz = 0;
        double xx = 0, yy = 0, zz = 0, xy = 0, xz = 0, yz = 0;
        for (int k = 0; k < _count; k++)
        {
            double r = _r[k];
            double inverse = _inverse[k];
            double along = _radial[k] + (_wSlope[k] * _q[k]) - (_cosines[k] * inverse);
            double gx = (_gx[k] * inverse) + (along * _x[k]);
            double gy = (_gy[k] * inverse) + (along * _y[k]);
            double gz = (_gz[k] * inverse) + (along * _z[k]);
            int j = 3 * _neighbors[k];
            forces[j] -= gx;
            forces[j + 1] -= gy;
            forces[j + 2] -= gz;
            fx += gx;
            fy += gy;
            fz += gz;
            xx += gx * _x[k] * r;
            yy += gy * _y[k] * r;
            zz += gz * _z[k] * r;
            xy += gx * _y[k] * r;
            xz += gx * _z[k] * r;
            yz += gy * _z[k] * r;
        }

        forces[3 * i] += fx;
        forces[(3 * i) + 1] += fy;
        forces[(3 * i) + 2] += fz;
        virial[0] -= xx;
        virial[1] -= xy;
        virial[2] -= xz;
        virial[3] -= xy;
        virial[4] -= yy;
        virial[5] -= yz;
        virial[6] -= xz;
        virial[7] -= yz;
        virial[8] -= zz;
    }

    private static Vector256<double> At(double[] row, int k) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(row), (nuint)k);

    private static void Put(Vector256<double> value, double[] row, int k) =>
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(row), (nuint)k);

    // Smooth staircase and its slope: sign(x)·(k + ½(1 + sin π(u − ½))), |x| = k + u.
    private static (double Value, double Slope) Staircase(double x)
    {
        double size = Math.Abs(x);
        double whole = Math.Floor(size);
        (double sin, double cos) = Math.SinCos(Math.PI * (size - whole));
        return (Math.CopySign(whole + (0.5 * (1 - cos)), x), 0.5 * Math.PI * sin);
    }

    private void SetNumbers(int k, int center, int kind)
    {
        int pair = center + kind;
        _lambda[k] = GeTeParameters.Lambda[pair];
        _mu[k] = GeTeParameters.Mu[pair];
        _a[k] = GeTeParameters.A[pair];
        _b[k] = GeTeParameters.B[pair];
        _inner[k] = GeTeParameters.R[pair];
        _inverseWidth[k] = GeTeParameters.InverseWidth[pair];
        double[] d2 = GeTeParameters.DSquare[center];
        double[] c2 = GeTeParameters.CSquareOverDSquare[center];
        double[] h0 = GeTeParameters.H[center];
        _d2[0][k] = d2[kind];
        _d2[1][k] = d2[kind + 1];
        _c2[0][k] = c2[kind];
        _c2[1][k] = c2[kind + 1];
        _h0[0][k] = h0[kind];
        _h0[1][k] = h0[kind + 1];
    }

    private void MakePairs()
    {
        Vector256<double> half = Vector256.Create(0.5);
        Vector256<double> pi = Vector256.Create(Math.PI);
        for (int k = 0; k < _count; k += Lanes)
        {
            Vector256<double> r = Vector256.Sqrt(At(_r, k));
            Vector256<double> inverse = Vector256<double>.One / r;
            Put(r, _r, k);
            Put(inverse, _inverse, k);
            Put(At(_x, k) * inverse, _x, k);
            Put(At(_y, k) * inverse, _y, k);
            Put(At(_z, k) * inverse, _z, k);
            Vector256<double> mu = At(_mu, k);
            Vector256<double> width = At(_inverseWidth, k);
            Vector256<double> share = Vector256.Min(Vector256.Max((r - At(_inner, k)) * width, Vector256<double>.Zero), Vector256<double>.One);
            (Vector256<double> sin, Vector256<double> cos) = HalfTurn.SinCos(share);
            Vector256<double> f = half + (half * cos);
            Vector256<double> slope = -half * pi * width * sin;
            Vector256<double> decay = Vector256.Exp(-mu * r);
            Vector256<double> w = f * decay;
            Put(f, _cutoff, k);
            Put(slope, _cutoffSlope, k);
            Put(decay, _decay, k);
            Put(At(_a, k) * Vector256.Exp(-At(_lambda, k) * r), _repulsion, k);
            Put(At(_b, k) * decay, _attraction, k);
            Put(w, _w, k);
            Put((slope * decay) - (mu * w), _wSlope, k);
        }

        // What the last vector holds beyond the row: zero to the last bit.
        for (int k = _count; k < _count + Lanes; k++)
        {
            _w[k] = 0;
            _h[k] = 0;
        }
    }

    private void SumAngles()
    {
        AngleSeries angles = Angles[_center];
        int at = 0;
        for (int j = 0; j < _count; j++)
        {
            double[] d2 = _d2[_kinds[j]];
            double[] c2 = _c2[_kinds[j]];
            double[] h0 = _h0[_kinds[j]];
            Vector256<double> x = Vector256.Create(_x[j]);
            Vector256<double> y = Vector256.Create(_y[j]);
            Vector256<double> z = Vector256.Create(_z[j]);
            Vector256<double> w = Vector256.Create(_w[j]);
            Vector256<double> sum = Vector256<double>.Zero;
            for (int k = j + 1; k < _count; k += Lanes)
            {
                Vector256<double> cosine = (x * At(_x, k)) + (y * At(_y, k)) + (z * At(_z, k));
                Vector256<double> away = At(h0, k) - angles.Evaluate(cosine, out Vector256<double> slope);
                Vector256<double> square = away * away;
                Vector256<double> d = At(d2, k);
                Vector256<double> inverse = Vector256<double>.One / (d + square);
                Vector256<double> c = At(c2, k) * inverse;
                Vector256<double> t = Vector256<double>.One + (c * square);
                Put(t, _t, at);
                Put(-(c + c) * d * inverse * away * slope, _tSlope, at);
                at += Lanes;
                sum += At(_w, k) * t;
                Put(At(_s, k) + (w * t), _s, k);
            }

            _s[j] += Vector256.Sum(sum);
        }
    }

    private void MakeOrders()
    {
        double n = GeTeParameters.N[_center];
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> beta = Vector256.Create(GeTeParameters.Beta[_center]);
        Vector256<double> tiny = Vector256.Create(1e-300);
        for (int k = 0; k < _count; k += Lanes)
        {
            // dζ = 0 wherever ζ = 0, and ζ·db/dζ → 0: the slope counts for nothing there.
            Vector256<double> zeta = Vector256.Max(At(_s, k) / At(_decay, k), tiny);
            Vector256<double> power = Vector256.Exp(Vector256.Create(n) * Vector256.Log(beta * zeta));
            Vector256<double> total = one + power;
            Vector256<double> order = Vector256.Exp(Vector256.Create(-0.5 / n) * Vector256.Log(total));
            Put(order, _order, k);
            Put(Vector256.Create(-0.5) * order * power / (zeta * total), _orderSlope, k);
        }
    }

    private double MakeRadial()
    {
        double coordination = 0;
        for (int k = 0; k < _count; k++)
        {
            coordination += _order[k] * _cutoff[k];
        }

        (double excess, double slope) = Staircase(coordination - GeTeParameters.Z0[_center]);
        bool bounded = Math.Abs(excess) < GeTeParameters.LargestExcess;
        double c1 = GeTeParameters.C1[_center];
        double c2 = GeTeParameters.C2[_center];
        double energy = (c1 * excess) + (c2 * (bounded ? excess * excess : GeTeParameters.LargestExcess * GeTeParameters.LargestExcess));
        double perCoordination = (c1 + (bounded ? 2 * c2 * excess : 0)) * slope;
        for (int k = 0; k < _count; k++)
        {
            double f = _cutoff[k];
            double attraction = _order[k] * _attraction[k];
            double pair = 0.5 * (_repulsion[k] - attraction);
            energy += f * pair;
            double perOrder = f * (perCoordination - (0.5 * _attraction[k]));
            double perZeta = perOrder * _orderSlope[k];
            _h[k] = perZeta / _decay[k];
            _radial[k] = (_cutoffSlope[k] * (pair + (perCoordination * _order[k])))
                + (0.5 * f * ((_mu[k] * attraction) - (_lambda[k] * _repulsion[k])))
                + (_mu[k] * _h[k] * _s[k]);
        }

        return energy;
    }

    private void AddAngles()
    {
        int at = 0;
        for (int j = 0; j < _count; j++)
        {
            Vector256<double> x = Vector256.Create(_x[j]);
            Vector256<double> y = Vector256.Create(_y[j]);
            Vector256<double> z = Vector256.Create(_z[j]);
            Vector256<double> w = Vector256.Create(_w[j]);
            Vector256<double> h = Vector256.Create(_h[j]);
            Vector256<double> q = Vector256<double>.Zero;
            Vector256<double> cosines = Vector256<double>.Zero;
            Vector256<double> gx = Vector256<double>.Zero;
            Vector256<double> gy = Vector256<double>.Zero;
            Vector256<double> gz = Vector256<double>.Zero;
            for (int k = j + 1; k < _count; k += Lanes)
            {
                Vector256<double> t = At(_t, at);
                Vector256<double> xk = At(_x, k);
                Vector256<double> yk = At(_y, k);
                Vector256<double> zk = At(_z, k);
                Vector256<double> hk = At(_h, k);
                Vector256<double> c = ((h * At(_w, k)) + (hk * w)) * At(_tSlope, at);
                Vector256<double> cosine = c * ((x * xk) + (y * yk) + (z * zk));
                at += Lanes;
                q += hk * t;
                cosines += cosine;
                gx += c * xk;
                gy += c * yk;
                gz += c * zk;
                Put(At(_q, k) + (h * t), _q, k);
                Put(At(_cosines, k) + cosine, _cosines, k);
                Put(At(_gx, k) + (c * x), _gx, k);
                Put(At(_gy, k) + (c * y), _gy, k);
                Put(At(_gz, k) + (c * z), _gz, k);
            }

            _q[j] += Vector256.Sum(q);
            _cosines[j] += Vector256.Sum(cosines);
            _gx[j] += Vector256.Sum(gx);
            _gy[j] += Vector256.Sum(gy);
            _gz[j] += Vector256.Sum(gz);
        }
    }
}
