namespace ActionML.Runtime;

/// <summary>Makes the corrector's first guess and learns from each solution. See <see cref="WarmStart"/>.</summary>
/// <remarks>
/// History is kept in the reduced unknowns ρ = Δq − h(p + ½Δp)/m and Δp: they change smoothly where Δq is mostly free
/// flight, and a guess made of them moves with the present momenta.
/// </remarks>
internal sealed class Guess : ICheckpointState
{
    private readonly WarmStart _kind;
    private readonly IDirectModel? _direct;
    private readonly Extrapolator? _history;
    private readonly double[] _hOverMass;
    private readonly double[] _displacements;
    private readonly double[] _predicted; // the direct model's (ρ, Δp)
    private readonly double[] _current;
    private readonly double[] _deltaPositions;
    private readonly double[] _deltaMomenta;
    private bool _isPredicted;

    public Guess(ParticleSystem system, TimeStep timeStep, WarmStart kind, int order, IDirectModel? direct)
    {
        _kind = kind;
        _direct = direct;
        int n = system.Coordinates;
        _history = kind switch
        {
            WarmStart.PreviousDelta => new Extrapolator(2 * n, 0),
            WarmStart.Extrapolation or WarmStart.CorrectedDirect => new Extrapolator(2 * n, order),
            _ => null,
        };
        _hOverMass = new double[n];
        for (int i = 0; i < n; i++)
        {
            _hOverMass[i] = timeStep.Value / system.Masses[i / system.Dimension];
        }

        _displacements = new double[n];
        _predicted = new double[2 * n];
        _current = new double[2 * n];
        _deltaPositions = new double[n];
        _deltaMomenta = new double[n];
    }

    /// <summary>The guess last made, Δq [N, D].</summary>
    public ReadOnlySpan<double> DeltaPositions => _deltaPositions;

    /// <summary>The guess last made, Δp [N, D].</summary>
    public ReadOnlySpan<double> DeltaMomenta => _deltaMomenta;

    public void Reset() => _history?.Clear();

    /// <summary>Makes the guess for a step.</summary>
    /// <param name="start">The start of the step.</param>
    /// <param name="neighbors">The neighbor list of the step.</param>
    /// <param name="useHistory">False for a guess that depends on the start alone.</param>
    public void Make(PhasePoint start, NeighborList neighbors, bool useHistory)
    {
        if (useHistory && _history is { } history)
        {
            history.Extrapolate(_current);
        }
        else
        {
            Array.Clear(_current);
        }

        _isPredicted = false;
        if (_kind is WarmStart.Direct or WarmStart.CorrectedDirect)
        {
            Predict(start, neighbors);
        }

        int n = _hOverMass.Length;
        for (int i = 0; i < n; i++)
        {
            _deltaMomenta[i] = _current[n + i];
            _deltaPositions[i] = _current[i] + (_hOverMass[i] * (start.Momenta[i] + (0.5 * _deltaMomenta[i])));
        }
    }

    /// <summary>Learns the solution of the step that the last guess was made for.</summary>
    public void Learn(PhasePoint start, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta)
    {
        if (_history is null)
        {
            return;
        }

        Reduce(start, deltaPositions, deltaMomenta, _current);
        if (_kind == WarmStart.CorrectedDirect)
        {
            if (!_isPredicted)
            {
                return; // the direct model failed here: there is no error to learn
            }

            for (int i = 0; i < _current.Length; i++)
            {
                _current[i] -= _predicted[i];
            }
        }

        _history.Add(_current);
    }

    public void Save(BinaryWriter writer) => _history?.Save(writer);

    public void Load(BinaryReader reader) => _history?.Load(reader);

    private void Predict(PhasePoint start, NeighborList neighbors)
    {
        for (int i = 0; i < _displacements.Length; i++)
        {
            _displacements[i] = start.Positions[i] - neighbors.Reference[i];
        }

        _direct!.Predict(neighbors, _displacements, start.Momenta, _deltaPositions, _deltaMomenta);
        Reduce(start, _deltaPositions, _deltaMomenta, _predicted);
        double sum = 0;
        for (int i = 0; i < _predicted.Length; i++)
        {
            sum += _predicted[i];
        }

        if (!double.IsFinite(sum))
        {
            return; // the step then starts from what history gives
        }

        _isPredicted = true;
        for (int i = 0; i < _current.Length; i++)
        {
            _current[i] += _predicted[i];
        }
    }

    private void Reduce(PhasePoint start, ReadOnlySpan<double> deltaPositions, ReadOnlySpan<double> deltaMomenta, double[] reduced)
    {
        int n = _hOverMass.Length;
        for (int i = 0; i < n; i++)
        {
            reduced[i] = deltaPositions[i] - (_hOverMass[i] * (start.Momenta[i] + (0.5 * deltaMomenta[i])));
            reduced[n + i] = deltaMomenta[i];
        }
    }
}
