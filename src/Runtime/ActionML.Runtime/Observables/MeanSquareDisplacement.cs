namespace ActionML.Runtime;

/// <summary>The mean-square displacement of each kind over time, and the diffusion coefficient it grows with.</summary>
/// <remarks>
/// <para>
/// MSD_k(t) = ⟨|Δq_i(t)|²⟩ over the particles i of kind k and over origins of time, Δq of the unwrapped positions relative to
/// the center of mass. D = d MSD/dt / (2·dimension), the least-squares slope over the later half of the lags (A. Einstein,
/// Ann. Phys. 322, 549 (1905)).
/// </para>
/// <para>
/// D is the mean of what each origin gives whose lags are complete; its standard error comes from blocks of successive
/// origins (<see cref="BlockedMean"/>), which overlap and are correlated. Cost and memory: longestLag/originInterval frames.
/// </para>
/// </remarks>
public sealed class MeanSquareDisplacement : ISimulationObserver, ICheckpointState
{
    private readonly ParticleSystem _system;
    private readonly KindTable _kinds;
    private readonly TimeOrigins _origins;
    private readonly int _lags;
    private readonly double[] _sums; // [kinds + 1, lags + 1], sums of means over particles
    private readonly long[] _counts; // origins that reached each lag
    private readonly double[] _weights; // of each lag in the slope
    private readonly double[] _slopes; // [slots, kinds + 1], of origins under way
    private readonly BlockedMean[] _diffusion; // per kind, then all
    private readonly double[] _centered;
    private readonly double[] _now;

    /// <summary>Creates displacements without samples.</summary>
    /// <param name="system">Kinds and masses.</param>
    /// <param name="spacing">The time between the states that will be added.</param>
    /// <param name="longestLag">The longest lag, in samples, at least 2.</param>
    /// <param name="originInterval">Samples between origins, at least 1.</param>
    /// <exception cref="UsageException">A number is out of range, or the spacing has other units than the system.</exception>
    public MeanSquareDisplacement(ParticleSystem system, TimeStep spacing, int longestLag, int originInterval)
    {
        _origins = new TimeOrigins("mean-square displacement", system, spacing, longestLag, originInterval, fewestLags: 2);
        _system = system;
        _kinds = new KindTable(system);
        _lags = longestLag;
        int series = _kinds.Names.Length + 1;
        _sums = new double[series * (longestLag + 1)];
        _counts = new long[longestLag + 1];
        _slopes = new double[_origins.Slots * series];
        _diffusion = [.. Enumerable.Range(0, series).Select(_ => new BlockedMean())];
        _weights = Weights(longestLag, spacing, system.Dimension);
        _centered = new double[system.Coordinates];
        _now = new double[series];
        LagTimes = [.. Enumerable.Range(0, longestLag + 1).Select(l => l * spacing.DisplayValue)];
    }

    /// <summary>The kinds, in ordinal order.</summary>
    public IReadOnlyList<string> Kinds => _kinds.Names;

    /// <summary>The lags 0 … longest, in fs or dimensionless.</summary>
    public IReadOnlyList<double> LagTimes { get; }

    /// <summary>The number of states added.</summary>
    public long Frames => _origins.Frames;

    /// <summary>MSD of all particles at <see cref="LagTimes"/>, in Å² or dimensionless; NaN at lags not yet reached.</summary>
    public double[] All => Course(_kinds.Names.Length);

    /// <summary>The diffusion coefficient of all particles, in <see cref="DiffusionUnit"/>; NaN before the longest lag is reached.</summary>
    public MeanEstimate DiffusionOfAll => _diffusion[^1].Estimate;

    /// <summary>The unit of diffusion coefficients: Å²/ps, or empty when dimensionless.</summary>
    public string DiffusionUnit => _system.Units == UnitSystem.Atomistic ? "Å²/ps" : "";

    /// <summary>MSD of one kind at <see cref="LagTimes"/>, in Å² or dimensionless; NaN at lags not yet reached.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public double[] Of(string kind) => Course(_kinds.Index(kind));

    /// <summary>The diffusion coefficient of one kind, in <see cref="DiffusionUnit"/>; NaN before the longest lag is reached.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <exception cref="UsageException">The system has no such kind.</exception>
    public MeanEstimate Diffusion(string kind) => _diffusion[_kinds.Index(kind)].Estimate;

    /// <summary>Adds the next state, one spacing after the one before.</summary>
    /// <param name="state">The state, unwrapped, of the system's shape.</param>
    /// <exception cref="ArgumentException">The state is of another shape.</exception>
    public void Add(PhasePoint state)
    {
        _system.RequireShape(state);
        int dimension = _system.Dimension;
        Span<double> center = stackalloc double[3];
        Observables.CenterOfMass(_system, state, center[..dimension]);
        for (int c = 0; c < _centered.Length; c++)
        {
            _centered[c] = state.Positions[c] - center[c % dimension];
        }

        int series = _now.Length;
        if (_origins.Add(_centered))
        {
            _slopes.AsSpan(_origins.Slot(_origins.Newest) * series, series).Clear();
        }

        for (long origin = _origins.Oldest; origin <= _origins.Newest; origin++)
        {
            int lag = _origins.Lag(origin);
            Measure(_origins.Values(origin));
            _counts[lag]++;
            Span<double> slopes = _slopes.AsSpan(_origins.Slot(origin) * series, series);
            for (int s = 0; s < series; s++)
            {
                _sums[(s * (_lags + 1)) + lag] += _now[s];
                slopes[s] += _weights[lag] * _now[s];
                if (lag == _lags)
                {
                    _diffusion[s].Add(slopes[s]);
                }
            }
        }
    }

    /// <inheritdoc/>
    void ISimulationObserver.Observe(Simulation simulation)
    {
        _origins.RequireDue(simulation.Time, "mean-square displacement");
        Add(simulation.State);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        _origins.Save(writer);
        writer.WriteCounts(_counts);
        writer.WriteNumbers(_sums);
        writer.WriteNumbers(_slopes);
        foreach (BlockedMean mean in _diffusion)
        {
            mean.Save(writer);
        }
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        _origins.Load(reader);
        reader.ReadCounts(_counts);
        reader.ReadNumbers(_sums);
        reader.ReadNumbers(_slopes);
        foreach (BlockedMean mean in _diffusion)
        {
            mean.Load(reader);
        }
    }

    // The slope is linear in the displacements: Σ w_l MSD(l) with w_l = (t_l − t̄)/Σ(t − t̄)² over the later half.
    private static double[] Weights(int longest, TimeStep spacing, int dimension)
    {
        double unit = spacing.Units == UnitSystem.Atomistic ? 1e-3 : 1; // lags in fs, coefficients per ps
        int first = longest / 2;
        double mean = 0.5 * (first + longest);
        double spread = 0;
        for (int l = first; l <= longest; l++)
        {
            spread += (l - mean) * (l - mean);
        }

        var weights = new double[longest + 1];
        for (int l = first; l <= longest; l++)
        {
            weights[l] = (l - mean) / (spread * spacing.DisplayValue * unit * 2 * dimension);
        }

        return weights;
    }

    private void Measure(ReadOnlySpan<double> origin)
    {
        Array.Clear(_now);
        ReadOnlySpan<int> of = _kinds.Of;
        int dimension = _system.Dimension;
        int kinds = _kinds.Names.Length;
        for (int i = 0; i < of.Length; i++)
        {
            double square = 0;
            for (int c = i * dimension; c < (i + 1) * dimension; c++)
            {
                double difference = _centered[c] - origin[c];
                square += difference * difference;
            }

            _now[of[i]] += square;
        }

        for (int k = 0; k < kinds; k++)
        {
            _now[kinds] += _now[k];
            _now[k] /= _kinds.Counts[k];
        }

        _now[kinds] /= of.Length;
    }

    private double[] Course(int series) =>
        [.. _counts.Select((count, lag) => count > 0 ? _sums[(series * (_lags + 1)) + lag] / count : double.NaN)];
}
