namespace ActionML.Export;

/// <summary>
/// The implicit midpoint equation of one step as a graph, in the scaled reduced unknowns y = (√m ρ/h, Δp/√m), [N, 2D]:
/// what ActionML.Runtime's Corrector and MidpointEquation compute, term by term.
/// </summary>
internal sealed class MidpointGraph
{
    private readonly Graph _graph;
    private readonly double _step;
    private readonly Value _momenta;
    private readonly Value _inverseMass;
    private readonly Value _inverseRootMass;
    private readonly Value _totalMass;
    private readonly Value _rootMass;

    /// <summary>What does not change during a solve.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="masses">Masses, [N, 1].</param>
    /// <param name="momenta">Momenta at the start of the step, [N, D].</param>
    /// <param name="step">The step h.</param>
    public MidpointGraph(Graph graph, Value masses, Value momenta, double step)
    {
        _graph = graph;
        _step = step;
        _momenta = momenta;
        _rootMass = graph.Sqrt(masses);
        _inverseMass = graph.Reciprocal(masses);
        _inverseRootMass = graph.Reciprocal(_rootMass);
        _totalMass = graph.ReduceSum(masses, 0);
    }

    /// <summary>Values of the start alone, which are computed once per step.</summary>
    public IReadOnlyList<Value> Fixed => [_momenta, _rootMass, _inverseMass, _inverseRootMass, _totalMass];

    /// <summary>(Δq, Δp) of y: Δp, and Δq = ρ + h(p + ½Δp)/m.</summary>
    public (Value DeltaPositions, Value DeltaMomenta) Displacements(Value unknowns)
    {
        (Value rho, Value kick) = Halves(unknowns);
        Value deltaMomenta = _graph.Multiply(_rootMass, kick);
        Value momenta = MidMomenta(deltaMomenta);
        Value deltaPositions = _graph.Multiply(
            _step, _graph.Add(_graph.Multiply(_inverseRootMass, rho), _graph.Multiply(_inverseMass, momenta)));
        return (deltaPositions, deltaMomenta);
    }

    /// <summary>The midpoint x̄ = x + ½Δ of y.</summary>
    public (Value Positions, Value Momenta) Midpoint(Value unknowns, Value positions)
    {
        (Value deltaPositions, Value deltaMomenta) = Displacements(unknowns);
        return (_graph.Add(positions, _graph.Multiply(0.5, deltaPositions)), MidMomenta(deltaMomenta));
    }

    /// <summary>g(y) from the Δ that the model gives at y's midpoint, with ρ at the p̄ of that midpoint.</summary>
    public Value Evaluated(Value midMomenta, Value deltaPositions, Value deltaMomenta)
    {
        Value rho = _graph.Multiply(
            _rootMass,
            _graph.Subtract(_graph.Multiply(1 / _step, deltaPositions), _graph.Multiply(midMomenta, _inverseMass)));
        return Project(_graph.Concat(1, rho, _graph.Multiply(deltaMomenta, _inverseRootMass)));
    }

    /// <summary>The nearest y with Σmρ = 0 and ΣΔp = 0: y − √m (Σ√m y)/Σm.</summary>
    public Value Project(Value unknowns)
    {
        Value sum = _graph.ReduceSum(_graph.Multiply(_rootMass, unknowns), 0);
        return _graph.Subtract(unknowns, _graph.Multiply(_rootMass, _graph.Divide(sum, _totalMass)));
    }

    private Value MidMomenta(Value deltaMomenta) => _graph.Add(_momenta, _graph.Multiply(0.5, deltaMomenta));

    private (Value Rho, Value Kick) Halves(Value unknowns)
    {
        int dimension = unknowns.Shape[1].Factor / 2;
        Value[] halves = _graph.Split(unknowns, 1, dimension, dimension);
        return (halves[0], halves[1]);
    }
}
