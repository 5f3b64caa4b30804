namespace ActionML.Runtime;

/// <summary>The normalized velocity autocorrelation function of each kind and of all particles, and its spectrum.</summary>
/// <remarks>
/// C(t) = ⟨Σ m_i v_i(0)·v_i(t)⟩ / ⟨Σ m_i |v_i(0)|²⟩ over origins of time, the sums over the particles of a kind or over all,
/// v relative to the center of mass. The weighting by mass is that of the vibrational density of states, and of no
/// account within a kind of one mass. Cost and memory: lags/originInterval frames.
/// </remarks>
public sealed class VelocityCorrelation : ISimulationObserver, ICheckpointState
{
    private readonly ParticleSystem _system;
    private readonly KindTable _kinds;
    private readonly TimeOrigins _origins;
    private readonly TimeStep _spacing;
    private readonly int _lags;
    private readonly double[] _sums; // [kinds + 1, lags + 1]
    private readonly long[] _counts; // origins that reached each lag
    private readonly double[] _weighted; // √m v, [N·D]
    private readonly double[] _now;

    /// <summary>Creates a correlation without samples.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="spacing">The time between the states that will be added.</param>
    /// <param name="lags">The longest lag, in samples, at least 1.</param>
    /// <param name="originInterval">Samples between origins, at least 1.</param>
    /// <exception cref="UsageException">A number is out of range, or the spacing has other units than the system.</exception>
    public VelocityCorrelation(ParticleSystem system, TimeStep spacing, int lags, int originInterval = 1)
    {
        _origins = new TimeOrigins("velocity correlation", system, spacing, lags, originInterval, fewestLags: 1);
        _system = system;
        _kinds = new KindTable(system);
        _spacing = spacing;
        _lags = lags;
        _now = new double[_kinds.Names.Length + 1];
        _sums = new double[_now.Length * (lags + 1)];
        _counts = new long[lags + 1];
        _weighted = new double[system.Coordinates];
        LagTimes = [.. Enumerable.Range(0, lags + 1).Select(l => l * spacing.DisplayValue)];
    }

    /// <summary>The kinds, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds => _kinds.Names;

    /// <summary>The lags 0 … longest, in fs or dimensionless.</summary>
    public IReadOnlyList<double> LagTimes { get; }

    /// <summary>The number of states added.</summary>
    public long Frames => _origins.Frames;

    /// <summary>C of all particles at <see cref="LagTimes"/>; NaN at lags not yet reached.</summary>
    public double[] All => Course(_kinds.Names.Length);

    /// <summary>C of one kind at <see cref="LagTimes"/>; NaN at lags not yet reached.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public double[] Of(string kind) => Course(_kinds.Index(kind));

    /// <summary>The spectrum of C, of each kind and of all particles.</summary>
    public VibrationSpectrum Spectrum() => new(_spacing, Kinds, [.. Kinds.Select(Of), All]);

    /// <summary>Adds the next state, one spacing after the one before.</summary>
    /// <param name="state">The state, of the system's shape.</param>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public void Add(PhasePoint state)
    {
        _system.RequireShape(state);
        int dimension = _system.Dimension;
        Span<double> drift = stackalloc double[3];
        Observables.LinearMomentum(_system, state, drift[..dimension]);
        for (int c = 0; c < _weighted.Length; c++)
        {
            double mass = _system.Masses[c / dimension];
            _weighted[c] = (state.Momenta[c] - (mass * drift[c % dimension] / _system.TotalMass)) / Math.Sqrt(mass);
        }

        _origins.Add(_weighted);
        for (long origin = _origins.Oldest; origin <= _origins.Newest; origin++)
        {
            int lag = _origins.Lag(origin);
            Measure(_origins.Values(origin));
            _counts[lag]++;
            for (int s = 0; s < _now.Length; s++)
            {
                _sums[(s * (_lags + 1)) + lag] += _now[s];
            }
        }
    }

    /// <inheritdoc/>
    void ISimulationObserver.Observe(Simulation simulation)
    {
        _origins.RequireDue(simulation.Time, "velocity correlation");
        Add(simulation.State);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _origins.Save(writer);
        writer.WriteCounts(_counts);
        writer.WriteNumbers(_sums);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _origins.Load(reader);
        reader.ReadCounts(_counts);
        reader.ReadNumbers(_sums);
    }

    private void Measure(ReadOnlySpan<double> origin)
    {
        Array.Clear(_now);
        ReadOnlySpan<int> of = _kinds.Of;
        int dimension = _system.Dimension;
        for (int i = 0; i < of.Length; i++)
        {
            double product = 0;
            for (int c = i * dimension; c < (i + 1) * dimension; c++)
            {
                product += _weighted[c] * origin[c];
            }

            _now[of[i]] += product;
        }

        for (int k = 0; k < _now.Length - 1; k++)
        {
            _now[^1] += _now[k];
        }
    }

    private double[] Course(int series)
    {
        int first = series * (_lags + 1);
        double start = _counts[0] > 0 && _sums[first] > 0 ? _sums[first] / _counts[0] : double.NaN;
        return [.. _counts.Select((count, lag) => count > 0 ? _sums[first + lag] / (count * start) : double.NaN)];
    }
}
