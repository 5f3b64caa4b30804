namespace ActionML.Runtime;

/// <summary>
/// The implicit midpoint equation of one step as a fixed point y = g(y) of the scaled reduced unknowns
/// y = (√m ρ/h, Δp/√m), [2·N·D]. See <see cref="Corrector"/> for the mathematics.
/// </summary>
internal sealed class MidpointEquation
{
    private readonly IActionModel _model;
    private readonly IHessianModel? _hessian;
    private readonly ParticleSystem _system;
    private readonly double _step;
    private readonly double[] _inverseMass; // 1/m per component, [N·D]
    private readonly double[] _rootMass; // √m per component
    private readonly double[] _inverseRootMass;
    private readonly double[] _displacements; // of the midpoint from the list's reference
    private readonly double[] _momenta;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;
    private readonly double[] _directionPositions;
    private readonly double[] _directionMomenta;

    public MidpointEquation(IActionModel model, ParticleSystem system, IHessianModel? hessian)
    {
        model.Bind(system);
        hessian?.Bind(system);
        _model = model;
        _hessian = hessian;
        _system = system;
        _step = model.Manifest.TimeStep.Value;
        int n = system.Coordinates;
        _inverseMass = new double[n];
        _rootMass = new double[n];
        _inverseRootMass = new double[n];
        for (int i = 0; i < n; i++)
        {
            double mass = system.Masses[i / system.Dimension];
            _inverseMass[i] = 1 / mass;
            _rootMass[i] = Math.Sqrt(mass);
            _inverseRootMass[i] = 1 / _rootMass[i];
        }

        _displacements = new double[n];
        _momenta = new double[n];
        _deltaPositions = new double[n];
        _deltaMomenta = new double[n];
        _directionPositions = new double[hessian is null ? 0 : n];
        _directionMomenta = new double[hessian is null ? 0 : n];
    }

    /// <summary>y of a guess of (Δq, Δp); of free flight when there is none, or when it is not finite.</summary>
    public void Read(
        PhasePoint start, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta, double[] unknowns)
    {
        Array.Clear(unknowns);
        if (deltaPositions.IsEmpty)
        {
            return;
        }

        int n = _rootMass.Length;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double momentum = start.Momenta[i] + (0.5 * deltaMomenta[i]);
            unknowns[i] = _rootMass[i] * ((deltaPositions[i] / _step) - (momentum * _inverseMass[i]));
            unknowns[n + i] = deltaMomenta[i] * _inverseRootMass[i];
            sum += Math.Abs(unknowns[i]) + Math.Abs(unknowns[n + i]);
        }

        if (double.IsFinite(sum))
        {
            Project(unknowns);
        }
        else
        {
            Array.Clear(unknowns);
        }
    }

    /// <summary>g(y): one evaluation of the model.</summary>
    public void Evaluate(PhasePoint start, NeighborList neighbors, double[] unknowns, double[] evaluated)
    {
        int n = _rootMass.Length;
        FindMidpoint(start, neighbors, unknowns);
        _model.Evaluate(neighbors, _displacements, _momenta, _deltaPositions, _deltaMomenta);
        for (int i = 0; i < n; i++)
        {
            // ρ at the p̄ of this evaluation, not at that of its Δp: only then is the free flight out of the iteration.
            evaluated[i] = _rootMass[i] * ((_deltaPositions[i] / _step) - (_momenta[i] * _inverseMass[i]));
            evaluated[n + i] = _deltaMomenta[i] * _inverseRootMass[i];
        }

        Project(evaluated);
    }

    /// <summary>g'(y)·v: one product of the Hessian with a direction.</summary>
    public void Differentiate(PhasePoint start, NeighborList neighbors, double[] unknowns, double[] direction, double[] product)
    {
        int n = _rootMass.Length;
        FindMidpoint(start, neighbors, unknowns);
        for (int i = 0; i < n; i++)
        {
            double momentum = 0.5 * _rootMass[i] * direction[n + i];
            _directionMomenta[i] = momentum;
            _directionPositions[i] = 0.5 * _step * ((_inverseRootMass[i] * direction[i]) + (_inverseMass[i] * momentum));
        }

        _hessian!.Multiply(neighbors, _displacements, _momenta, _directionPositions, _directionMomenta, _deltaPositions, _deltaMomenta);
        for (int i = 0; i < n; i++)
        {
            product[i] = _rootMass[i] * ((_deltaPositions[i] / _step) - (_directionMomenta[i] * _inverseMass[i]));
            product[n + i] = _deltaMomenta[i] * _inverseRootMass[i];
        }

        Project(product);
    }

    /// <summary>
    /// The nearest y with Σmρ = 0 and ΣΔp = 0. Both are Σ√m y = 0 in the scaled unknowns, and the nearest point is
    /// y − √m (Σ√m y)/Σm.
    /// </summary>
    public void Project(double[] unknowns)
    {
        int dimension = _system.Dimension;
        int n = _rootMass.Length;
        for (int half = 0; half < 2 * n; half += n)
        {
            for (int d = 0; d < dimension; d++)
            {
                double sum = 0;
                for (int i = d; i < n; i += dimension)
                {
                    sum += _rootMass[i] * unknowns[half + i];
                }

                double shift = sum / _system.TotalMass;
                for (int i = d; i < n; i += dimension)
                {
                    unknowns[half + i] -= _rootMass[i] * shift;
                }
            }
        }
    }

    /// <summary>Δp, and Δq = ρ + h(p + ½Δp)/m.</summary>
    public void Write(PhasePoint start, double[] unknowns, Span<double> deltaPositions, Span<double> deltaMomenta)
    {
        int n = _rootMass.Length;
        for (int i = 0; i < n; i++)
        {
            double deltaMomentum = _rootMass[i] * unknowns[n + i];
            double momentum = start.Momenta[i] + (0.5 * deltaMomentum);
            deltaMomenta[i] = deltaMomentum;
            deltaPositions[i] = _step * ((_inverseRootMass[i] * unknowns[i]) + (_inverseMass[i] * momentum));
        }
    }

    private void FindMidpoint(PhasePoint start, NeighborList neighbors, double[] unknowns)
    {
        int n = _rootMass.Length;
        double[] reference = neighbors.Reference;
        for (int i = 0; i < n; i++)
        {
            double momentum = start.Momenta[i] + (0.5 * _rootMass[i] * unknowns[n + i]);
            double delta = _step * ((_inverseRootMass[i] * unknowns[i]) + (_inverseMass[i] * momentum));
            _momenta[i] = momentum;
            _displacements[i] = start.Positions[i] - reference[i] + (0.5 * delta);
        }
    }
}
