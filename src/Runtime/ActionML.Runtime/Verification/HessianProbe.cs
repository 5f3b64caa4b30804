namespace ActionML.Runtime;

/// <summary>
/// What Hessian-vector products tell about a generating function at a midpoint: whether its gradient is one, and how stiff a
/// step is there. In the units of <see cref="StateScale"/>; S stands for J∇²S in them.
/// </summary>
public sealed class HessianProbe
{
    private readonly IHessianModel _hessian;
    private readonly ParticleSystem _system;
    private readonly INeighborSource _neighbors;
    private readonly double[] _displacements;
    private readonly double[] _directionPositions;
    private readonly double[] _directionMomenta;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;
    private readonly double[] _u, _w, _su, _sw, _other;

    /// <summary>Binds a product to a system and draws two directions.</summary>
    /// <param name="hessian">The Hessian-vector product.</param>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="neighbors">Supplies the neighbor list of a midpoint.</param>
    /// <param name="seed">Seed of the directions.</param>
    /// <exception cref="ModelMismatchException">The model is not meant for this system.</exception>
    public HessianProbe(IHessianModel hessian, ParticleSystem system, INeighborSource neighbors, ulong seed = 1)
    {
        hessian.Bind(system);
        (_hessian, _system, _neighbors) = (hessian, system, neighbors);
        int n = system.Coordinates;
        _displacements = new double[n];
        _directionPositions = new double[n];
        _directionMomenta = new double[n];
        _deltaPositions = new double[n];
        _deltaMomenta = new double[n];
        (_u, _w, _su, _sw, _other) = (new double[2 * n], new double[2 * n], new double[2 * n], new double[2 * n], new double[2 * n]);
        var random = new DeterministicRandom(seed);
        PhaseVector.Draw(random, _u);
        PhaseVector.Draw(random, _w);
    }

    /// <summary>
    /// √(2ND)·|uᵀHw − wᵀHu| for two random unit directions, H = ∇²S: an estimate of √(Σ(H − Hᵀ)²/2ND). Rounding, the floor, is
    /// taken of a product with three times a direction, which has other last digits.
    /// </summary>
    /// <param name="midpoint">(q̄, p̄); unchanged.</param>
    public MeasuredError Asymmetry(PhasePoint midpoint)
    {
        StateScale scale = StateScale.Of(_system, midpoint, _hessian.Manifest.TimeStep);
        Multiply(midpoint, scale, _u, 1, _su);
        Multiply(midpoint, scale, _w, 1, _sw);

        // uᵀHw = −uᵀJ(Sw)
        double asymmetry = Math.Sqrt(_u.Length) * Math.Abs(PhaseVector.Area(_w, _su) - PhaseVector.Area(_u, _sw));
        Multiply(midpoint, scale, _w, 3, _other);
        for (int i = 0; i < _other.Length; i++)
        {
            _other[i] -= _sw[i];
        }

        // The error of one product is that of the difference over √2, and two of them enter.
        return new MeasuredError(double.IsFinite(asymmetry) ? asymmetry : double.PositiveInfinity, PhaseVector.Length(_other));
    }

    /// <summary>
    /// An estimate of the spectral radius of ½J∇²S, from below: for a harmonic mode it is tan(ωh/2), so that 2 arctan of it is the ωh
    /// of the stiffest mode. By iterated products; two at a time, for the eigenvalues come in pairs ± iλ.
    /// </summary>
    /// <param name="midpoint">(q̄, p̄); unchanged.</param>
    /// <param name="products">Products to spend, at least 4; their growth over the last half is what is returned.</param>
    public double SpectralRadius(PhasePoint midpoint, int products = 40)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(products, 4);
        StateScale scale = StateScale.Of(_system, midpoint, _hessian.Manifest.TimeStep);
        _u.CopyTo(_su, 0);
        int half = products / 4 * 2;
        double growth = 0;
        for (int product = 0; product < 2 * half; product++)
        {
            Multiply(midpoint, scale, _su, 1, _sw);
            _sw.CopyTo(_su, 0);
            double length = PhaseVector.Normalize(_su);
            growth += product >= half ? Math.Log(0.5 * length) : 0;
        }

        return Math.Exp(growth / half);
    }

    // S·(factor·vector)/factor
    private void Multiply(PhasePoint midpoint, StateScale scale, double[] vector, double factor, double[] product)
    {
        NeighborList list = _neighbors.Update(midpoint.Positions);
        int n = _displacements.Length;
        for (int i = 0; i < n; i++)
        {
            _displacements[i] = midpoint.Positions[i] - list.Reference[i];
            _directionPositions[i] = factor * vector[i] * scale.Unit(_system, i);
            _directionMomenta[i] = factor * vector[n + i] * scale.Unit(_system, n + i);
        }

        _hessian.Multiply(list, _displacements, midpoint.Momenta, _directionPositions, _directionMomenta, _deltaPositions, _deltaMomenta);
        for (int i = 0; i < n; i++)
        {
            product[i] = _deltaPositions[i] / (factor * scale.Unit(_system, i));
            product[n + i] = _deltaMomenta[i] / (factor * scale.Unit(_system, n + i));
        }
    }
}
