namespace ActionML.Runtime;

/// <summary>Makes the corrector's first guess and learns from each solution. See <see cref="WarmStart"/>.</summary>
/// <remarks>
/// History is kept in the reduced unknowns ρ = Δq − h(p + ½Δp)/m and Δp: they change smoothly where Δq is mostly free
/// flight, and a guess made of them moves with the present momenta.
/// </remarks>
internal sealed class Guess : ICheckpointState
{
    // In units of the residual scale, the RMS of what a step changes. Nothing near a solution has such a component, but a network far
    // from its training data predicts 1e6 (216 atoms at 1000 K) or 1e8 (three bodies in an encounter): no solve gets back from there
    // to all its digits.
    private const double LargestComponent = 50;

    private readonly IDirectModel? _direct;
    private readonly Extrapolator? _history;
    private readonly ParticleSystem _system;
    private readonly double _step;
    private readonly double _largest;
    private readonly double[] _hOverMass;
    private readonly double[] _displacements;
    private readonly double[] _reduced; // (ρ, Δp), [2·N·D]
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;

    public Guess(ParticleSystem system, TimeStep timeStep, double residualScale, WarmStart kind, int order, IDirectModel? direct)
    {
        (_system, _step, _largest) = (system, timeStep.Value, LargestComponent * residualScale);
        _direct = kind == WarmStart.Direct ? direct : null;
        int n = system.Coordinates;
        _history = kind switch
        {
            WarmStart.PreviousDelta => new Extrapolator(2 * n, 0),
            WarmStart.Extrapolation => new Extrapolator(2 * n, order),
            _ => null,
        };
        _hOverMass = new double[n];
        for (int i = 0; i < n; i++)
        {
            _hOverMass[i] = timeStep.Value / system.Masses[i / system.Dimension];
        }

        _displacements = new double[n];
        _reduced = new double[2 * n];
        _deltaPositions = new double[n];
        _deltaMomenta = new double[n];
    }

    /// <summary>Whether the guess last made is free flight, which knows nothing of the interaction.</summary>
    public bool IsFreeFlight { get; private set; }

    /// <summary>The guess last made, Δq [N, D].</summary>
    public ReadOnlySpan<double> DeltaPositions => _deltaPositions;

    /// <summary>The guess last made, Δp [N, D].</summary>
    public ReadOnlySpan<double> DeltaMomenta => _deltaMomenta;

    public void Reset() => _history?.Clear();

    /// <summary>Makes the guess for a step.</summary>
    /// <param name="start">The start of the step.</param>
    /// <param name="neighbors">Supplies the list at the start, which a direct model reads.</param>
    /// <param name="useHistory">False for a guess that depends on the start alone.</param>
    public void Make(PhasePoint start, INeighborSource neighbors, bool useHistory)
    {
        if (_direct is { } direct)
        {
            NeighborList list = neighbors.Update(start.Positions);
            for (int i = 0; i < _displacements.Length; i++)
            {
                _displacements[i] = start.Positions[i] - list.Reference[i];
            }

            direct.Predict(list, _displacements, start.Momenta, _deltaPositions, _deltaMomenta);
            IsFreeFlight = false;
        }
        else if (useHistory && _history is { } history)
        {
            IsFreeFlight = history.IsEmpty;
            history.Extrapolate(_reduced);
            Expand(start);
        }
        else
        {
            MakeFreeFlight(start);
        }

        if (!IsFreeFlight && !IsCredible(start))
        {
            MakeFreeFlight(start);
        }
    }

    /// <summary>Makes the guess that needs nothing: ρ = 0, Δp = 0.</summary>
    public void MakeFreeFlight(PhasePoint start)
    {
        Array.Clear(_reduced);
        IsFreeFlight = true;
        Expand(start);
    }

    /// <summary>Learns the solution of the step that the last guess was made for.</summary>
    public void Learn(PhasePoint start, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta)
    {
        if (_history is null)
        {
            return;
        }

        int n = _hOverMass.Length;
        for (int i = 0; i < n; i++)
        {
            _reduced[i] = deltaPositions[i] - (_hOverMass[i] * (start.Momenta[i] + (0.5 * deltaMomenta[i])));
            _reduced[n + i] = deltaMomenta[i];
        }

        _history.Add(_reduced);
    }

    public void Save(BinaryWriter writer) => _history?.Save(writer);

    public void Load(BinaryReader reader) => _history?.Load(reader);

    private bool IsCredible(PhasePoint start)
    {
        for (int i = 0; i < _hOverMass.Length; i++)
        {
            double root = Math.Sqrt(_system.Masses[i / _system.Dimension]);
            double rho = _deltaPositions[i] - (_hOverMass[i] * (start.Momenta[i] + (0.5 * _deltaMomenta[i])));
            if (!(Math.Abs(_deltaMomenta[i]) <= _largest * root && Math.Abs(rho) * root <= _largest * _step))
            {
                return false;
            }
        }

        return true;
    }

    private void Expand(PhasePoint start)
    {
        int n = _hOverMass.Length;
        for (int i = 0; i < n; i++)
        {
            _deltaMomenta[i] = _reduced[n + i];
            _deltaPositions[i] = _reduced[i] + (_hOverMass[i] * (start.Momenta[i] + (0.5 * _deltaMomenta[i])));
        }
    }
}
