namespace ActionML.Runtime;

/// <summary>
/// The implicit midpoint equation of one step as a fixed point y = g(y) of the scaled reduced unknowns
/// y = (√m ρ/h, Δp/√m), [2·N·D]. See <see cref="Corrector"/> for the mathematics.
/// </summary>
internal sealed class MidpointEquation
{
    private readonly IActionModel _model;
    private readonly IHessianModel? _hessian;
    private readonly double _step;
    private readonly double[] _inverseMass;
    private readonly double[] _rootMass;
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
        Unknowns = new ReducedUnknowns(system, model.Manifest.TimeStep.Value);
        _step = Unknowns.Step;
        _inverseMass = Unknowns.InverseMass;
        _rootMass = Unknowns.RootMass;
        _inverseRootMass = Unknowns.InverseRootMass;
        int n = system.Coordinates;
        _displacements = new double[n];
        _momenta = new double[n];
        _deltaPositions = new double[n];
        _deltaMomenta = new double[n];
        _directionPositions = new double[hessian is null ? 0 : n];
        _directionMomenta = new double[hessian is null ? 0 : n];
    }

    /// <summary>What y is.</summary>
    public ReducedUnknowns Unknowns { get; }

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

        Unknowns.Project(evaluated);
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

        Unknowns.Project(product);
    }

    /// <summary>The midpoint of y, measured from the list's reference, [N, D]; valid until the next call.</summary>
    public ReadOnlySpan<double> Midpoint(PhasePoint start, NeighborList neighbors, double[] unknowns)
    {
        FindMidpoint(start, neighbors, unknowns);
        return _displacements;
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
